package frame

import (
	"strings"

	"dragoman"
	"dragoman/internal/parallel"
)

// Factor is a categorical variable: each row belongs to one of some levels.
type Factor struct {
	Name   string   // as it was asked for: "exporter", "exporter^year"
	Codes  []int32  // level of each row, from 0 in the order in which the levels first come; -1 where it is missing
	Labels []string // name of each level: "KAZ", "KAZ^2016"
}

// Levels reads a column as a categorical variable. Empty cells and "." are missing; "NA" is a level, being Namibia.
func (f *Frame) Levels(column string) (*Factor, error) {
	k, err := f.column(column)
	if err != nil {
		return nil, err
	}
	out := &Factor{Name: column, Codes: make([]int32, f.rows)}
	own := make([][]string, len(f.chunks)) // levels of each chunk
	parallel.Each(len(f.chunks), func(i int) { own[i] = f.chunks[i].levels(k, len(f.header), out.Codes) })
	known := map[string]int32{}
	renamed := make([][]int32, len(f.chunks))
	for i, labels := range own {
		renamed[i] = make([]int32, len(labels))
		for j, label := range labels {
			code, found := known[label]
			if !found {
				code = int32(len(out.Labels))
				known[label] = code
				out.Labels = append(out.Labels, label)
			}
			renamed[i][j] = code
		}
	}
	parallel.Each(len(f.chunks), func(i int) {
		c := &f.chunks[i]
		codes := out.Codes[c.first : c.first+len(c.cells)/(len(f.header)+1)]
		for row, code := range codes {
			if code >= 0 {
				codes[row] = renamed[i][code]
			}
		}
	})
	return out, nil
}

// levels codes the cells of a column into codes with levels of the chunk's own.
func (c *chunk) levels(column, columns int, codes []int32) []string {
	known := map[string]int32{}
	var labels []string
	last, lastCode := []byte(nil), int32(-1) // tables are often sorted
	for row := range len(c.cells) / (columns + 1) {
		text := c.cell(row, column, columns)
		if lastCode >= 0 && string(text) == string(last) {
			codes[c.first+row] = lastCode
			continue
		}
		if len(text) == 0 || len(text) == 1 && text[0] == '.' {
			codes[c.first+row] = -1
			continue
		}
		code, found := known[string(text)]
		if !found {
			code = int32(len(labels))
			labels = append(labels, string(text))
			known[labels[code]] = code
		}
		codes[c.first+row] = code
		last, lastCode = text, code
	}
	return labels
}

// Factor reads a categorical variable: a column, or several joined by ^, which stands for the levels of their combinations. A column may
// stand in backticks, and must where its name holds a ^.
func (f *Frame) Factor(expression string) (*Factor, error) {
	var out *Factor
	for _, part := range joined(expression) {
		if part == "" {
			return nil, dragoman.Problemf("", "", "write columns joined by ^, such as exporter^year", "%q is not a fixed effect", expression)
		}
		if !f.Has(part) && strings.ContainsAny(part, "*#:()+/") { // as other programs join columns, or a computed variable
			return nil, dragoman.Problemf(f.name, "header", "write columns joined by ^, such as exporter^year", "has no column %q", part)
		}
		next, err := f.Levels(part)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = next
		} else {
			out = cross(out, next)
		}
	}
	out.Name = expression
	return out, nil
}

// joined takes an expression apart at each ^ outside of backticks, and the backticks off.
func joined(expression string) []string {
	var parts []string
	start, quoted := 0, false
	for i, c := range expression + "^" {
		switch {
		case c == '`':
			quoted = !quoted
		case c == '^' && (!quoted || i == len(expression)):
			parts = append(parts, strings.Trim(strings.TrimSpace(expression[start:i]), "`"))
			start = i + 1
		}
	}
	return parts
}

// cross gives the combinations of levels that occur.
func cross(a, b *Factor) *Factor {
	out := &Factor{Codes: a.Codes}
	code := Combinations(len(a.Labels), len(b.Labels))
	for i, first := range a.Codes {
		second := b.Codes[i]
		if first < 0 || second < 0 {
			out.Codes[i] = -1
			continue
		}
		at, fresh := code(first, second, int32(len(out.Labels)))
		if fresh {
			out.Labels = append(out.Labels, a.Labels[first]+"^"+b.Labels[second])
		}
		out.Codes[i] = at
	}
	return out
}

// Combinations numbers pairs of codes, a below n and b below m: next is the number of a pair that comes for the first time.
func Combinations(n, m int) func(a, b, next int32) (code int32, fresh bool) {
	const dense = 1 << 24 // 64 MB
	if n*m <= dense {
		codes := make([]int32, n*m) // one more than the number, 0 for none yet
		return func(a, b, next int32) (int32, bool) {
			at := &codes[int(a)*m+int(b)]
			if *at == 0 {
				*at = next + 1
				return next, true
			}
			return *at - 1, false
		}
	}
	codes := map[uint64]int32{}
	return func(a, b, next int32) (int32, bool) {
		key := uint64(a)<<32 | uint64(uint32(b))
		code, found := codes[key]
		if !found {
			codes[key] = next
			code = next
		}
		return code, !found
	}
}
