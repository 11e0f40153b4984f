package text

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dragoman"
)

// header sets bylines and date lines above the first paragraph aside and takes author and date from them where the
// document has none.
func header(d *dragoman.Document, blocks []dragoman.Block) {
	for i := range min(len(blocks), 6) {
		b := &blocks[i]
		if b.Kind == dragoman.Title || b.Kind == dragoman.Boilerplate {
			continue
		}
		block := b.Span.Of(d.Text)
		if len(block) > 90 {
			return
		}
		name, date := byline(block), lineDate(block)
		switch {
		case name != "":
			b.Kind, b.Reason = dragoman.Boilerplate, "byline"
			if d.Author == "" {
				d.Author = name
			}
		case date != "":
			b.Kind, b.Reason = dragoman.Boilerplate, "date line"
		case i > 1 && b.Kind == dragoman.Prose:
			return
		}
		if date != "" && d.Published == "" {
			d.Published = date
		}
	}
}

// byline gives the name in "By Jane Doe", "BY JANE DOE and JOHN ROE", "Written by Jane Doe | 12 May 2025"; else "".
func byline(block string) string {
	rest := block
	for _, start := range datelines().bylines {
		if hasFoldPrefix(block, start) {
			rest = strings.TrimSpace(block[len(start):])
			break
		}
	}
	if rest == block {
		return ""
	}
	if cut := strings.IndexAny(rest, "|·•–—"); cut > 0 {
		rest = strings.TrimSpace(rest[:cut])
	}
	name := nameAtStart(rest)
	if name == "" {
		return ""
	}
	tail := strings.TrimLeft(rest[len(name):], ", ")
	if tail == "" || lineDate(tail) != "" || strings.HasPrefix(tail, "and ") && nameAtStart(tail[4:]) != "" || strings.HasPrefix(tail, "in ") && len(tail) < 30 {
		if strings.HasPrefix(tail, "and ") {
			return rest
		}
		return name
	}
	if len(tail) < 40 && !endsSentence(tail) && strings.Contains(rest, ",") {
		return name // "By Jane Doe, Special Correspondent"
	}
	return ""
}

// lineDate reads a line that is nothing but a date, perhaps with a weekday, a time or a word such as "Published": the ISO
// date, "" when the line is anything else.
func lineDate(line string) string {
	var day, month, year int
	words := strings.FieldsFunc(line, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",|·•()–—", r)
	})
	if len(words) == 0 || len(words) > 12 {
		return ""
	}
	for i, w := range words {
		low := strings.ToLower(strings.TrimRight(w, ".:"))
		if len(w) == 10 {
			if t, err := time.Parse(time.DateOnly, w); err == nil {
				day, month, year = t.Day(), int(t.Month()), t.Year()
				continue
			}
		}
		if m, ok := datelines().months[low]; ok && month == 0 {
			month = m
			continue
		}
		digits := strings.TrimRight(low, "stndrh")
		if n, err := strconv.Atoi(digits); err == nil && len(digits) > 0 {
			switch {
			case n > 1900 && n < 2200 && year == 0:
				year = n
			case n >= 1 && n <= 31 && day == 0:
				day = n
			default:
				return ""
			}
			continue
		}
		if !datelines().beside[low] && !clock(low) && !(i > 0 && words[i-1] == "By") {
			return ""
		}
	}
	if day == 0 || month == 0 || year == 0 {
		return ""
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day {
		return ""
	}
	return t.Format(time.DateOnly)
}

// clock recognises "14:05" and "9:30am".
func clock(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return isDigit(r) && strings.Contains(w, ":")
}
