package text

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dragoman"
)

// datelineWords holds months and agencies, in lower case.
type datelineWords struct {
	months   map[string]int
	agencies map[string]bool
	beside   map[string]bool // beside a date in its line
	bylines  []string        // beginnings of bylines
}

var datelines = sync.OnceValue(func() *datelineWords { return must(loadDatelineWords()) })

func loadDatelineWords() (*datelineWords, error) {
	t, err := loadTable("dateline.tsv", "part", "word", "number")
	if err != nil {
		return nil, err
	}
	w := &datelineWords{months: map[string]int{}, agencies: map[string]bool{}, beside: map[string]bool{}}
	for _, row := range t.rows {
		word := t.get(row, "word")
		switch t.get(row, "part") {
		case "agency":
			w.agencies[word] = true
			continue
		case "beside":
			w.beside[word] = true
			continue
		case "byline":
			w.bylines = append(w.bylines, word+" ")
			continue
		}
		n, err := strconv.Atoi(t.get(row, "number"))
		if err != nil || n < 1 || n > 12 {
			return nil, dragoman.Problemf("dateline.tsv", word, "give the month's number", "has the number %q", t.get(row, "number"))
		}
		w.months[word] = n
	}
	return w, nil
}

// A dateline is what news agencies print before the first sentence.
type dateline struct {
	end   int    // where the first sentence begins, relative to the block
	text  string // "ASTANA, Feb 3 (Reuters)"
	place string // "ASTANA"
	date  string // ISO 8601 where it has a year, else ""
}

// parseDateline reads the dateline at the start of a block: a place in capitals (or any capitalised place when a date or
// an agency follows), perhaps a country, a date, an agency in brackets or between slashes, and a dash. Without one the
// end is 0.
func parseDateline(block string) dateline {
	head := block[:min(len(block), 110)]
	var p datelineParser
	for i := 0; i < len(head); {
		r, n := utf8.DecodeRuneInString(head[i:])
		switch {
		case r == ' ' || r == '\u00a0' || r == ',':
			i += n
		case r == '–' || r == '—' || r == '-':
			for i < len(head) && head[i] == '-' {
				i++
			}
			if r != '-' {
				i += n
			}
			return p.finish(block, i, true)
		case r == '(' || r == '/':
			k := strings.IndexAny(head[i+1:], ")/")
			if k <= 0 || k > 40 || !p.agency(head[i+1:i+1+k]) {
				return dateline{}
			}
			i += k + 2
		case r == '.' || r == ':':
			i += n
			if p.closed(head[i:], r) {
				return p.finish(block, i, false)
			}
		default:
			k := i
			for k < len(head) && !strings.ContainsRune(" ,()/:\u00a0—–", runeAt(head, k)) && !(head[k] == '.' && (k+1 == len(head) || head[k+1] == ' ')) {
				k += max(1, utf8.RuneLen(runeAt(head, k)))
			}
			k = min(k, len(head))
			if !p.word(head[i:k]) {
				return dateline{}
			}
			p.last = k
			i = k
		}
	}
	return dateline{}
}

func runeAt(s string, i int) rune {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}

// datelineParser collects the words of a dateline in their order.
type datelineParser struct {
	places           []string
	capitals         bool // the first place is in capitals
	day, month, year int
	agencies         int
	last             int
}

// word takes the next word; false when no dateline can hold it.
func (p *datelineParser) word(w string) bool {
	if n, err := strconv.Atoi(w); err == nil {
		switch {
		case len(p.places) == 0:
			return false
		case n >= 1 && n <= 31 && p.day == 0:
			p.day = n
		case n > 1900 && n < 2200 && p.year == 0 && p.month > 0:
			p.year = n
		default:
			return false
		}
		return true
	}
	low := strings.ToLower(strings.TrimRight(w, "."))
	if m, ok := datelines().months[low]; ok && len(p.places) > 0 && p.month == 0 {
		p.month = m
		return true
	}
	if len(p.places) > 0 && datelines().agencies[low] {
		p.agencies++
		return true
	}
	r, _ := utf8.DecodeRuneInString(w)
	if !unicode.IsUpper(r) || p.day > 0 || p.month > 0 || len(p.places) >= 5 {
		return false
	}
	if len(p.places) == 0 {
		p.capitals = utf8.RuneCountInString(w) >= 3 && allRunes(w, func(r rune) bool { return unicode.IsUpper(r) || r == '-' || r == '.' || r == '\'' })
	}
	p.places = append(p.places, w)
	return true
}

// agency takes what stands in brackets.
func (p *datelineParser) agency(s string) bool {
	low := strings.ToLower(strings.TrimSpace(s))
	if !datelines().agencies[low] && !(len(p.places) > 0 && len(low) <= 12 && isUpper(strings.TrimSpace(s))) {
		return false
	}
	p.agencies++
	return len(p.places) > 0 || datelines().agencies[low] // "(CNN) --"
}

// closed says whether a full stop or colon ends the dateline: "BAKU, Azerbaijan, November 15." or "TASHKENT, May 12 (UzA):".
func (p *datelineParser) closed(rest string, mark rune) bool {
	if !p.capitals || p.day == 0 && p.agencies == 0 {
		return false
	}
	next := strings.TrimLeft(rest, " ")
	if mark == ':' {
		return true
	}
	if strings.HasPrefix(next, "/") || strings.HasPrefix(next, "(") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(next)
	word, _, _ := strings.Cut(next, " ")
	return unicode.IsUpper(r) && !datelines().agencies[strings.ToLower(strings.TrimRight(word, "."))]
}

// finish accepts or refuses what was read up to the end mark.
func (p *datelineParser) finish(block string, end int, dash bool) dateline {
	dated := p.day > 0 && p.month > 0 || p.agencies > 0
	if len(p.places) == 0 && (p.agencies == 0 || !dash) || !p.capitals && !dated {
		return dateline{}
	}
	rest := strings.TrimLeft(block[end:], " \u00a0")
	next, _ := utf8.DecodeRuneInString(rest)
	spacedOff := end < len(block) && (block[end] == ' ' || strings.HasPrefix(block[end:], "\u00a0") || dated)
	if rest == "" || !spacedOff || unicode.IsLower(next) && !dated {
		return dateline{}
	}
	text := strings.TrimRight(block[:end], " \u00a0–—-.:")
	d := dateline{end: len(block) - len(rest), text: text, place: strings.Join(p.places, " ")}
	if p.year > 0 && p.day > 0 && p.month > 0 {
		d.date = fmt.Sprintf("%04d-%02d-%02d", p.year, p.month, p.day)
		if _, err := dragoman.ParseDate(d.date); err != nil {
			d.date = ""
		}
	}
	return d
}

// cutDateline puts the dateline of the first prose block (or of the second, when a summary stands before it) into a block
// of its own, and returns it.
func cutDateline(text string, blocks []dragoman.Block) ([]dragoman.Block, dateline) {
	tried := 0
	for i, b := range blocks {
		if b.Kind != dragoman.Prose && b.Kind != dragoman.Heading {
			continue
		}
		if tried++; tried > 3 {
			break
		}
		d := parseDateline(b.Span.Of(text))
		if d.end == 0 || b.Kind == dragoman.Heading {
			continue
		}
		head := dragoman.Block{Kind: dragoman.Boilerplate, Reason: "dateline", Span: trimSpan(text, dragoman.Span{b.Span[0], b.Span[0] + d.end})}
		blocks = append(blocks, dragoman.Block{})
		copy(blocks[i+1:], blocks[i:])
		blocks[i] = head
		blocks[i+1].Span[0] += d.end
		return blocks, d
	}
	return blocks, dateline{}
}
