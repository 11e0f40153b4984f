package block

import (
	"cmp"
	"math"
	"slices"

	"dragoman"
)

// Report says what became of the rows that a Builder took.
type Report struct {
	Rows  int     // rows kept
	Value float64 // their sum
	Left  Tally   // taken and not kept
	Noted Tally   // kept, and worth knowing of

	// Totals that the source gives, beside the rows below them.
	Checked     int // how many could be compared
	Unallocated Gap // the total is larger: the rest is kept as a row of its own
	Exceeded    Gap // the rows add up to more than the total: the rows are kept
}

// Gap sums up where totals and their parts differ.
type Gap struct {
	Totals  int     // how many
	Sum     float64 // by how much together, in units of the currency
	Largest float64
	Where   string // the total with the largest gap: "KAZ X 2023 HRV 27"
}

func (g *Gap) note(size float64, where func() string) {
	g.Totals++
	g.Sum += size
	if size > g.Largest {
		g.Largest, g.Where = size, where()
	}
}

func (g *Gap) add(o Gap) {
	g.Totals += o.Totals
	g.Sum += o.Sum
	if o.Largest > g.Largest {
		g.Largest, g.Where = o.Largest, o.Where
	}
}

// Tally counts rows by reason, with the line of the first.
type Tally map[string]Count

// Count is how many rows have one thing in common.
type Count struct {
	Rows  int
	First uint32 // line
}

// Note counts rows.
func (t *Tally) Note(reason string, rows int, line uint32) {
	if *t == nil {
		*t = Tally{}
	}
	c, known := (*t)[reason]
	if !known {
		c.First = math.MaxUint32
	}
	(*t)[reason] = Count{c.Rows + rows, min(c.First, line)}
}

// Add counts what another tally counted.
func (t *Tally) Add(o Tally) {
	for reason, c := range o {
		t.Note(reason, c.Rows, c.First)
	}
}

// List gives the tally, the most frequent reason first.
func (t Tally) List(place func(line uint32) string) []dragoman.LeftOut {
	out := []dragoman.LeftOut{}
	for reason, c := range t {
		out = append(out, dragoman.LeftOut{Reason: reason, Rows: c.Rows, First: place(c.First)})
	}
	slices.SortFunc(out, func(a, b dragoman.LeftOut) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Reason, b.Reason))
	})
	return out
}

func (r *Report) add(o *Report) {
	r.Rows += o.Rows
	r.Value += o.Value
	r.Left.Add(o.Left)
	r.Noted.Add(o.Noted)
	r.Checked += o.Checked
	r.Unallocated.add(o.Unallocated)
	r.Exceeded.add(o.Exceeded)
}
