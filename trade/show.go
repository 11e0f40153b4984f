package trade

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragoman"
)

// Options say what of a country's trade is asked for; the zero value asks for everything there is, in the dataset's own currency.
type Options struct {
	From, To string // years, inclusive
	Year     string // of headline and structure; "" the last whole one
	Dataset  string // id; "" the first by rank that can answer
	Digits   int    // of product codes: 2, 4 or 6; 0 four
	Top      int    // products and partners listed; 0 ten, negative all
	Mirror   bool   // tell each flow by the other side's word first
	Currency string // ISO 4217 to convert to; "" as reported
	Real     string // year whose prices values are brought to; "" current prices
}

// Products are listed at four digits unless more or fewer are asked for.
const defaultDigits = 4

const defaultTop = 10

func (o *Options) settle() {
	o.Digits = cmp.Or(o.Digits, defaultDigits)
	o.Top = cmp.Or(o.Top, defaultTop)
}

// words lists whose word about A's exports, or imports, is taken, the first that is there. Figures that both sides made are in a
// dataset of their own.
func (o *Options) words(exports bool) []Word {
	if exports != o.Mirror {
		return []Word{Exporter, Reconciled, Importer}
	}
	return []Word{Importer, Reconciled, Exporter}
}

// ErrNoStatistics is what a Problem wraps when no dataset knows of the trade asked for.
var ErrNoStatistics = errors.New("no statistics")

func unknown(p *dragoman.Problem) error {
	p.Err = ErrNoStatistics
	return p
}

// Show tells what flows between two countries. A pair without any statistics is a Problem with ErrNoStatistics.
func Show(ctx context.Context, t Table, a, b string, o Options) (*Pair, error) {
	o.settle()
	m, err := newMoney(o.Currency, o.Real)
	if err != nil {
		return nil, err
	}
	books, err := openAll(ctx, t, o.Dataset, a, b, "", "")
	if err != nil {
		return nil, err
	}
	bk, choices := choose(books)
	if bk == nil {
		return nil, unknown(dragoman.Problemf("", "", "import a source that covers them: dragoman trade import FILE", "no dataset knows of trade between %s and %s", a, b))
	}
	m.own(bk.dataset.Currency)
	s := &shower{ctx: ctx, t: t, o: o, money: m, books: books, bk: bk}
	p := &Pair{A: party(a), B: party(b), Unit: m.unit(), AsOf: bk.dataset.Imported, Datasets: choices, Answers: source(bk.dataset), Only: bk.only()}
	if err := s.series(p); err != nil {
		return nil, err
	}
	if err := s.structure(p); err != nil {
		return nil, err
	}
	if err := s.sides(p); err != nil {
		return nil, err
	}
	p.Notes = s.notes(p)
	return p, nil
}

func party(code string) Party { return Party{Code: code, Name: AreaName(code)} }

func source(d *dragoman.Dataset) Source {
	return Source{ID: d.ID, Title: cmp.Or(d.Title, d.ID), Vintage: d.Vintage, Classification: d.Classification, Currency: d.Currency, Reconciled: d.Reconciled,
		URL: d.URL, Note: d.Note}
}

// choose takes the first book that knows of trade; one of selected products answers only where no other does.
func choose(books []*book) (*book, []Choice) {
	var best *book
	for _, bk := range books {
		if bk.traded() && (best == nil || best.partial() && !bk.partial()) {
			best = bk
		}
	}
	choices := make([]Choice, len(books))
	for i, bk := range books {
		choices[i] = Choice{Source: source(bk.dataset), Answers: bk == best, Why: bk.why(best)}
	}
	return best, choices
}

func (bk *book) why(best *book) string {
	switch {
	case !bk.traded():
		return "knows of no trade"
	case bk.partial() && bk == best:
		return "the only one, with selected products: " + bk.goods()
	case bk.partial():
		return "selected products only: " + bk.goods()
	case bk == best:
		return "first by rank"
	}
	return "ranks behind"
}

// only is what a dataset of selected products has; "" where it has all.
func (bk *book) only() string {
	if !bk.partial() {
		return ""
	}
	return bk.goods()
}

// fewProducts is how many codes are named one by one.
const fewProducts = 4

// goods words what a dataset of selected products has: its codes where they are few, else their chapters.
func (bk *book) goods() string {
	list, one := bk.selected, "product"
	if len(list) > fewProducts {
		list, one = nil, "chapter"
		for _, c := range bk.selected {
			list = append(list, prefix(c, 2))
		}
		list = slices.Compact(list)
	}
	if len(list) == 1 {
		return one + " " + list[0]
	}
	return one + "s " + strings.Join(list, ", ")
}

// shower puts a Pair or Country together.
type shower struct {
	ctx    context.Context
	t      Table
	o      Options
	money  *money
	books  []*book
	bk     *book // the one that answers
	out    *account
	in     *account
	year   string
	months months // of the headline year
}

// series makes the years and months and picks the headline year.
func (s *shower) series(p *Pair) error {
	s.out = s.bk.find(p.A.Code, p.B.Code, s.o.words(true)...)
	s.in = s.bk.find(p.B.Code, p.A.Code, s.o.words(false)...)
	years := s.years(flowOf(s.out), flowOf(s.in))
	if len(years) == 0 {
		return s.noYears(p)
	}
	for _, y := range years {
		p.Years = append(p.Years, s.yearOf(flowOf(s.out), flowOf(s.in), y))
	}
	p.From, p.To = years[0], years[len(years)-1]
	p.Months = s.monthly(years)
	i, err := s.headline(p.Years)
	if err != nil {
		return err
	}
	p.Head, p.Year = p.Years[i], p.Years[i].Period
	s.year = p.Year
	s.months = s.common(flowOf(s.out), flowOf(s.in), s.year)
	p.Since = since(p.Years[:i+1])
	return nil
}

func (s *shower) noYears(p *Pair) error {
	return &dragoman.Problem{Place: "--from, --to", Cause: fmt.Sprintf("%s has no figures of %s and %s in these years", s.bk.dataset.ID, p.A.Code, p.B.Code),
		Mend: "leave them out to see which years there are", Usage: true, Err: ErrNoStatistics}
}

func flowOf(a *account) series {
	if a == nil {
		return nil
	}
	return a.flow
}

// years lists the years from the first to the last figure, within what was asked for.
func (s *shower) years(all ...series) []string {
	var first, last string
	for _, one := range all {
		for _, y := range one.years() {
			if (s.o.From == "" || y >= s.o.From) && (s.o.To == "" || y <= s.o.To) {
				if first == "" || y < first {
					first = y
				}
				last = max(last, y)
			}
		}
	}
	return span(first, last)
}

// common is the months that both series have; those of the one where the other has none of the year.
func (s *shower) common(x, m series, year string) months {
	cx, cm := x.covered(year), m.covered(year)
	if cx == 0 || cm == 0 {
		return cx | cm
	}
	return cx & cm
}

// yearOf adds up a year, and compares it with the same months of the year before.
func (s *shower) yearOf(x, m series, year string) Year {
	of := s.common(x, m, year)
	y := Year{Period: year, Months: of.String()}
	y.Exports, y.Imports = s.value(x, year, of), s.value(m, year, of)
	y.settle()
	last := before(year)
	px, pm := s.value(x, last, of), s.value(m, last, of)
	y.Growth = Growths{Turnover: growth(px.with(pm, plus), y.Turnover), Exports: growth(px, y.Exports), Imports: growth(pm, y.Imports)}
	return y
}

func (y *Year) settle() {
	y.Turnover = y.Exports.with(y.Imports, plus)
	y.Balance = y.Exports.with(y.Imports, func(a, b float64) Measure { return Known(a - b) })
}

func plus(a, b float64) Measure { return Known(a + b) }

func growth(before, after Measure) Measure { return before.with(after, Growth) }

// value is some months of a year in the unit shown.
func (s *shower) value(of series, year string, in months) Measure {
	if of == nil {
		return Unavailable("not told by any side")
	}
	v, ok := of.sum(year, in)
	switch {
	case in == 0 || !ok && of.covered(year) == 0:
		return Unavailable("no figures for " + year)
	case !ok:
		return Unavailable("no figures for these months of " + year)
	}
	return s.money.convert(v, s.bk.dataset.Currency, year)
}

// monthly lists the months, compared with the same month a year before.
func (s *shower) monthly(years []string) []Year {
	out := []Year{}
	x, m := flowOf(s.out), flowOf(s.in)
	for _, y := range years {
		for i := range 12 {
			p := monthOf(y, i)
			_, hasX := x[p]
			_, hasM := m[p]
			if !hasX && !hasM {
				continue
			}
			of := months(1 << i)
			row := Year{Period: p, Exports: s.value(x, y, of), Imports: s.value(m, y, of)}
			row.settle()
			px, pm := s.value(x, before(y), of), s.value(m, before(y), of)
			row.Growth = Growths{Turnover: growth(px.with(pm, plus), row.Turnover), Exports: growth(px, row.Exports), Imports: growth(pm, row.Imports)}
			out = append(out, row)
		}
	}
	return out
}

// headline picks the year asked for, else the last whole one with turnover, else the last whole one with anything, else the last.
func (s *shower) headline(years []Year) (int, error) {
	if s.o.Year != "" {
		i := slices.IndexFunc(years, func(y Year) bool { return y.Period == s.o.Year })
		if i < 0 {
			mend := "choose one from " + years[0].Period + " to " + years[len(years)-1].Period
			if len(years) == 1 {
				mend = "there are those of " + years[0].Period
			}
			return 0, &dragoman.Problem{Place: "--year", Cause: fmt.Sprintf("there are no figures for %q", s.o.Year), Mend: mend, Usage: true}
		}
		return i, nil
	}
	for _, good := range []func(y Year) bool{
		func(y Year) bool { return y.Months == "" && y.Turnover.OK() },
		func(y Year) bool { return y.Months == "" && (y.Exports.OK() || y.Imports.OK()) },
		func(y Year) bool { return y.Exports.OK() || y.Imports.OK() },
	} {
		for i := len(years) - 1; i >= 0; i-- {
			if good(years[i]) {
				return i, nil
			}
		}
	}
	return len(years) - 1, nil
}

// since compares the last of the years with the first whole one.
func since(years []Year) Since {
	last := years[len(years)-1]
	for i, y := range years[:len(years)-1] {
		if y.Months != "" || y.Exports.OK() != last.Exports.OK() || y.Imports.OK() != last.Imports.OK() || y.Exports.Value+y.Imports.Value <= 0 {
			continue
		}
		n := len(years) - 1 - i
		rate := func(a, b float64) Measure { return CompoundGrowth(a, b, n) }
		return Since{Year: y.Period, Turnover: y.Turnover.with(last.Turnover, rate), Exports: y.Exports.with(last.Exports, rate),
			Imports: y.Imports.with(last.Imports, rate)}
	}
	none := Unavailable("it takes two years")
	return Since{Turnover: none, Exports: none, Imports: none}
}

// notes says what to know before citing.
func (s *shower) notes(p *Pair) []string {
	d := s.bk.dataset
	out := []string{"Source: " + cite(d) + "."}
	for _, f := range []*Flows{&p.Exports, &p.Imports} {
		switch {
		case f.Word == Reconciled:
			out = append(out, fmt.Sprintf("%s to %s: %s, FOB.", AreaName(f.From), AreaName(f.To), f.Reporter))
		case f.Reporter != "":
			out = append(out, fmt.Sprintf("%s to %s: as told by %s, %s.", AreaName(f.From), AreaName(f.To), f.Reporter, f.Word.Valuation()))
		}
	}
	if p.Detail.ID != "" && p.Detail.ID != d.ID {
		out = append(out, fmt.Sprintf("Products: %s, %s.", p.Detail.Title, p.DetailYear))
	}
	if s.bk.partial() {
		out = append(out, "Selected products only ("+s.bk.goods()+"): sums are not all trade.")
	}
	if d.Note != "" {
		out = append(out, strings.TrimRight(d.Note, ".")+".")
	}
	out = append(out, s.money.notes()...)
	return append(out, alsoLookedAt(p.Datasets)...)
}

// alsoLookedAt names the datasets that do not answer, those with one reason together. Two of one title are told apart by their IDs.
func alsoLookedAt(choices []Choice) []string {
	titles := map[string]int{}
	for _, c := range choices {
		titles[c.Title]++
	}
	var reasons []string
	names := map[string][]string{}
	for _, c := range choices {
		if c.Answers {
			continue
		}
		name := c.Title
		if titles[name] > 1 {
			name += " [" + c.ID + "]"
		}
		if names[c.Why] == nil {
			reasons = append(reasons, c.Why)
		}
		names[c.Why] = append(names[c.Why], name)
	}
	for i, why := range reasons {
		reasons[i] = "Also looked at (" + why + "): " + strings.Join(names[why], "; ") + "."
	}
	return reasons
}

// cite names a dataset as a reader would.
func cite(d *dragoman.Dataset) string {
	s := cmp.Or(d.Title, d.ID)
	if d.Vintage != "" && !strings.Contains(s, d.Vintage) {
		s += ", " + d.Vintage
	}
	return s
}
