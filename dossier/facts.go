package dossier

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragoman"
)

// facts are the headlines of the glance: latest contact, agreements, missions, trade, what is ahead.
func (a *assembly) facts() []Fact {
	out := []Fact{}
	if c := a.latestContact(); c != nil {
		out = append(out, Fact{"Latest contact", joined(", ", c.Title+": "+c.Parties, c.Place, c.When), c.Reports})
	}
	if f := a.agreementFact(); f.Text != "" {
		out = append(out, f)
	}
	for i := range a.out.Missions {
		m := &a.out.Missions[i]
		out = append(out, Fact{"Mission", joined(", ", m.Title+" of "+m.Parties, m.Place, stationOf(m.Change, m.Status), m.When), m.Reports})
	}
	if f := a.tradeFact(); f.Text != "" {
		out = append(out, f)
	}
	if next := a.nextPlanned(); next != nil {
		out = append(out, Fact{"Next reported as planned", joined(", ", next.Title+": "+next.Parties, next.When), next.Reports})
	}
	return out
}

// agreementFact counts agreements by the latest station reported.
func (a *assembly) agreementFact() Fact {
	n := map[dragoman.AgreementState]int{}
	f := Fact{Label: "Agreements"}
	for i := range a.out.Agreements {
		ag := &a.out.Agreements[i]
		if ag.Status == dragoman.Negated || ag.Status == dragoman.Planned || ag.Status == dragoman.Hypothetical {
			continue
		}
		n[ag.State] += max(1, ag.Count)
		f.Reports = append(f.Reports, ag.Reports...)
	}
	var parts []string
	for _, s := range dragoman.AgreementStates {
		if n[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[s], s))
		}
	}
	f.Text = strings.Join(parts, ", ")
	f.Reports = distinct(f.Reports)
	return f
}

// tradeFact is the latest figure of trade, all values side by side where sources differ; one of a stated period before one without.
func (a *assembly) tradeFact() Fact {
	for _, dated := range []bool{true, false} {
		for _, metric := range []string{"trade turnover", "trade", "exports", "imports"} {
			for i := range a.out.Figures {
				c := &a.out.Figures[i]
				if c.Metric != metric || c.Target || c.Values[0].Value == 0 || c.Unit == "%" || (c.Period != "") != dated {
					continue
				}
				return sideBySide(c)
			}
		}
	}
	return Fact{}
}

// sideBySide words the values of a figure, those that differ by more than rounding against each other.
func sideBySide(c *Comparison) Fact {
	f := Fact{Label: capital(c.Metric)}
	var amounts []string
	for j := range c.Values {
		if j == 0 || c.Values[j].Value > 1.02*c.Values[j-1].Value {
			amounts = append(amounts, c.Values[j].Amount)
		}
		f.Reports = append(f.Reports, c.Values[j].Reports...)
	}
	f.Text = joined(", ", strings.Join(amounts, " against "), c.Period)
	f.Reports = distinct(f.Reports)
	return f
}

// nextPlanned is the earliest plan that lies ahead, nil when none does.
func (a *assembly) nextPlanned() *Event {
	var next *Event
	for i := range a.out.Planned {
		e := &a.out.Planned[i]
		ahead := e.Status == dragoman.Planned && e.Date.Known() && (e.Date.End == "" || e.Date.End >= a.out.AsOf)
		if ahead && (next == nil || e.Date.Start < next.Date.Start) {
			next = e
		}
	}
	return next
}

// inOrder keeps one report of each source, by number.
func inOrder(list []Report) []Report {
	out := distinct(list)
	slices.SortFunc(out, func(a, b Report) int { return cmp.Compare(a.Source, b.Source) })
	return out
}

// distinct keeps one report of each source.
func distinct(list []Report) []Report {
	seen, out := map[int]bool{}, []Report{}
	for _, r := range list {
		if !seen[r.Source] {
			seen[r.Source] = true
			out = append(out, r)
		}
	}
	return out
}

func joined(sep string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}
