// Package comtrade fetches merchandise trade from the API of UN Comtrade (https://comtradeapi.un.org): it splits a request into calls that
// stay under the record cap, keeps to the pace and the daily budget of a key, goes on where an earlier run ended, and saves every
// answer as it came, to be read by the importer.
package comtrade

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dragoman"
	"dragoman/trade/codes"
)

// Frequency of the statistics.
const (
	Annual  = "A"
	Monthly = "M"
)

// firstYear is the first year that UN Comtrade holds.
const firstYear = 1962

// Request is what a user wants, in the API's codes.
type Request struct {
	Frequency      string   // Annual or Monthly
	Classification string   // "HS" as reported, "H0" to "H6", "S1" to "S4", "SS", "B4", "B5"
	Reporters      []int    // Comtrade's numbers
	Partners       []int    // Comtrade's numbers; empty: every partner, and the world
	Periods        []string // "2023" or "202304", ascending
	Flows          []string // "X", "M", ...
	Products       []string // codes, "TOTAL", or levels: "AG2", "AG4", "AG6"
}

// Flows are the flows that UN Comtrade knows: exports and imports, re-exports and re-imports, domestic exports, foreign imports, and
// processing.
var Flows = []string{"X", "M", "RX", "RM", "DX", "FM", "XIP", "XOP", "MIP", "MOP"}

// ParseReporters reads reporters: area codes or names, or groups ("KAZ,HRV", "balkans", "all"). Members of a group that do not report to UN
// Comtrade, or not in any of the periods, are left out; of an area that is named itself this is a problem.
func ParseReporters(words, periods []string) ([]int, error) {
	areas, err := parseAreas(words)
	if err != nil {
		return nil, err
	}
	var out []int
	for _, a := range areas {
		number, reports := a.reporter(periods)
		switch {
		case reports:
			out = append(out, number)
		case !a.member:
			return nil, problem("see dragoman trade codes "+a.Code, "%s (%s) reports nothing to UN Comtrade in these periods", a.Name, a.Code)
		}
	}
	if len(out) == 0 {
		return nil, problem("name other reporters or periods", "none of %s reports to UN Comtrade in these periods", strings.Join(words, ", "))
	}
	return distinct(out), nil
}

// named is an area that a user names, itself or as a member of a group.
type named struct {
	*codes.Area
	member bool
}

// reporter gives the number under which the area reports in any of the periods.
func (a named) reporter(periods []string) (int, bool) {
	if len(a.Comtrade) == 0 || a.Kind == codes.Aggregate || a.Kind == codes.Special {
		return 0, false
	}
	return a.Comtrade[0], slices.ContainsFunc(periods, func(p string) bool { return a.In(year(p)) })
}

// ParsePartners reads partners: area codes or names, groups, "world" (the sum of all only), or "all" (nil: every one, and the world). A
// country that has several numbers in Comtrade is asked for by all of them.
func ParsePartners(words []string) ([]int, error) {
	if len(words) == 0 || len(words) == 1 && strings.EqualFold(words[0], "all") {
		return nil, nil
	}
	areas, err := parseAreas(words)
	if err != nil {
		return nil, err
	}
	var out []int
	for _, a := range areas {
		if len(a.Comtrade) == 0 && !a.member {
			return nil, problem("see dragoman trade codes "+a.Code, "%s (%s) is no partner in UN Comtrade", a.Name, a.Code)
		}
		out = append(out, a.Comtrade...)
	}
	return distinct(out), nil
}

// parseAreas reads area codes, names and groups. The word "world" is the sum of all partners, not the group.
func parseAreas(words []string) ([]named, error) {
	var out []named
	for _, w := range words {
		if a, ok := codes.FindArea(w); ok {
			out = append(out, named{Area: a})
			continue
		}
		members, ok := codes.Group(w)
		if !ok {
			return nil, problem("see dragoman trade codes "+w, "%q is no area and no group", w)
		}
		for _, m := range members {
			if a, ok := codes.ByISO3(m); ok {
				out = append(out, named{Area: a, member: true})
			}
		}
	}
	if len(out) == 0 {
		return nil, problem("name a country, e.g. KAZ", "no area is named")
	}
	return out, nil
}

func distinct(list []int) []int {
	slices.Sort(list)
	return slices.Compact(list)
}

// ParsePeriods reads periods separated by commas: years ("2023"), ranges of years ("2018-2024"), and for monthly statistics months too
// ("2023-04", "2023-04..2024-03"); a year stands for its months. What lies after now is left out of a range and is a problem alone.
func ParsePeriods(text string, monthly bool, now time.Time) ([]string, error) {
	var out []string
	for part := range strings.SplitSeq(text, ",") {
		from, to, err := span(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		if from.month != 0 && !monthly {
			return nil, problem("add --monthly", "%q is a month, and annual figures are asked for", part)
		}
		present := month{now.Year(), int(now.Month())}
		if from.first().after(present) {
			return nil, problem("name a period up to now", "%q lies ahead", part)
		}
		if monthly {
			for m := from.first(); !m.after(to.last()) && !m.after(present); m = m.next() {
				out = append(out, fmt.Sprintf("%04d%02d", m.year, m.month))
			}
			continue
		}
		for y := from.year; y <= min(to.year, now.Year()); y++ {
			out = append(out, strconv.Itoa(y))
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// month is a month of a year; 0 the whole year.
type month struct{ year, month int }

func (m month) first() month { return month{m.year, max(m.month, 1)} }

func (m month) last() month {
	if m.month == 0 {
		return month{m.year, 12}
	}
	return m
}

func (m month) next() month {
	if m.month == 12 {
		return month{m.year + 1, 1}
	}
	return month{m.year, m.month + 1}
}

func (m month) after(o month) bool { return m.year > o.year || m.year == o.year && m.month > o.month }

// span reads one period or a range.
func span(text string) (from, to month, err error) {
	first, second, ranged := strings.Cut(text, "..")
	if !ranged && len(text) == 9 { // 2018-2024
		first, second, ranged = strings.Cut(text, "-")
	}
	if from, err = parseMonth(first); err != nil {
		return from, to, err
	}
	if !ranged {
		return from, from, nil
	}
	if to, err = parseMonth(second); err != nil {
		return from, to, err
	}
	if from.first().after(to.last()) {
		return from, to, problem("put the earlier one first", "%q ends before it begins", text)
	}
	return from, to, nil
}

func parseMonth(text string) (month, error) {
	for _, layout := range []string{"2006", "2006-01", "200601"} {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		if t.Year() < firstYear {
			return month{}, problem("begin with "+strconv.Itoa(firstYear), "UN Comtrade holds nothing of %q", text)
		}
		if layout == "2006" {
			return month{year: t.Year()}, nil
		}
		return month{t.Year(), int(t.Month())}, nil
	}
	return month{}, problem("write 2023, 2018-2024 or with --monthly 2023-04", "%q is no period", text)
}

func year(period string) int {
	n, _ := strconv.Atoi(period[:min(4, len(period))])
	return n
}

// ParseProducts reads products of a classification: codes, "TOTAL", or a number of digits ("2", "4", "6": every product at that level).
func ParseProducts(classification string, words []string) ([]string, error) {
	var out []string
	for _, w := range words {
		w = strings.ToUpper(strings.TrimSpace(w))
		switch {
		case w == "2" || w == "4" || w == "6":
			out = append(out, "AG"+w)
		case w == "AG2" || w == "AG4" || w == "AG6":
			out = append(out, w)
		default:
			if fault := codes.ProductFault(classification, w); fault != "" {
				return nil, problem("see dragoman trade codes "+w+", or write TOTAL, or 2, 4 or 6 for a level", "product %q %s", w, fault)
			}
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// ParseFlows reads flows.
func ParseFlows(words []string) ([]string, error) {
	var out []string
	for _, w := range words {
		w = strings.ToUpper(strings.TrimSpace(w))
		if !slices.Contains(Flows, w) {
			return nil, problem("use "+strings.Join(Flows, ", "), "%q is no flow", w)
		}
		out = append(out, w)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// ParseClassification reads a classification that UN Comtrade holds, as the API writes it.
func ParseClassification(word string) (string, error) {
	s, ok := codes.Classification(word)
	if !ok || s.Family == codes.FamilyCN {
		return "", problem("use HS, HS92 to HS22, SITC1 to SITC4, BEC4 or BEC5", "%q is no classification of UN Comtrade", word)
	}
	return s.Code, nil
}

// problem is about the request itself.
func problem(mend, format string, args ...any) error {
	return dragoman.Problemf("", "", mend, format, args...)
}
