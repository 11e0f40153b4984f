package trade

import (
	"fmt"
	"slices"
	"strings"
)

// structure is what the headline year is made of. Products and what is reckoned from them come from the first dataset that has products.
func (s *shower) structure(p *Pair) error {
	p.Exports = s.flows(s.out, p.A.Code, p.B.Code)
	p.Imports = s.flows(s.in, p.B.Code, p.A.Code)
	d := s.detail(p.A.Code, p.B.Code)
	p.Detail, p.DetailYear = source(d.bk.dataset), d.year
	p.DetailOnly = d.bk.only()
	return d.composition(p)
}

// detail is the shower of products: the same where the answering dataset has them.
func (s *shower) detail(a, b string) *shower {
	var best *book
	for _, bk := range append([]*book{s.bk}, s.books...) {
		if bk.dataset.Classification != "" && bk.traded() && (best == nil || best.partial() && !bk.partial()) {
			best = bk
		}
	}
	if best == nil || best == s.bk {
		return s
	}
	d := *s
	d.bk, d.out, d.in = best, best.find(a, b, s.o.words(true)...), best.find(b, a, s.o.words(false)...)
	x, m := flowOf(d.out), flowOf(d.in)
	if c := d.common(x, m, s.year); c&s.months == s.months && c != 0 {
		return &d
	}
	d.year, d.months = "", 0
	for _, y := range d.years(x, m) {
		if c := d.common(x, m, y); c == wholeYear && (d.year == "" || y <= s.year) {
			d.year, d.months = y, c
		}
	}
	if d.year == "" {
		return s
	}
	return &d
}

// composition fills in products, and the indices that are made of them.
func (s *shower) composition(p *Pair) error {
	w, err := loadWorld(s.ctx, s.t, s.bk.dataset.ID, s.year)
	if err != nil {
		return err
	}
	var exports, imports [2][]Cell // of A and B, by product
	if exports, err = s.traded(p.A.Code, p.B.Code, Export); err != nil {
		return err
	}
	if imports, err = s.traded(p.A.Code, p.B.Code, Import); err != nil {
		return err
	}
	p.Exports.Fit = s.ofAll(Complementarity(exports[0], imports[1]))
	p.Imports.Fit = s.ofAll(Complementarity(exports[1], imports[0]))
	p.Exports.Intensity = s.intensity(s.bk.find(p.A.Code, p.B.Code, Exporter, Reconciled), w)
	p.Imports.Intensity = s.intensity(s.bk.find(p.B.Code, p.A.Code, Exporter, Reconciled), w)
	out, err := s.products(&p.Exports, s.out, exports[0], w)
	if err != nil {
		return err
	}
	in, err := s.products(&p.Imports, s.in, exports[1], w)
	if err != nil {
		return err
	}
	p.Indices = []Index{
		{"Similarity of exports", s.ofAll(Similarity(exports[0], exports[1])), "Finger-Kreinin: 0 none, 1 the same products"},
		{"Intra-industry trade", s.ofAll(GrubelLloyd(out, in)), fmt.Sprintf("Grubel-Lloyd, %d digits: 1 the same both ways", s.o.Digits)},
	}
	return nil
}

// ofAll refuses what is reckoned over all products where the dataset has selected ones.
func (s *shower) ofAll(m Measure) Measure {
	if s.bk.partial() {
		return Unavailable(s.bk.dataset.ID + " has " + s.bk.goods() + " only")
	}
	return m
}

// traded is what two countries traded with all in the headline year, by product at the digits asked for.
func (s *shower) traded(a, b string, flow Flow) (out [2][]Cell, err error) {
	q := MarginQuery{Dataset: s.bk.dataset.ID, From: s.year, To: s.year, Areas: []string{a, b}, Flow: flow, Side: ByReporter, Products: true}
	if flow == Import && s.bk.dataset.Reconciled {
		q.Flow, q.Side = Export, ByPartner
	}
	margins, err := s.t.Margins(s.ctx, q)
	if err != nil {
		return out, err
	}
	var of [2][]Margin
	for _, m := range inYear(margins, s.year) {
		i := 0
		if m.Area == b {
			i = 1
		}
		of[i] = append(of[i], m)
	}
	for i := range of {
		out[i] = coarser(sumCells(of[i], products), s.o.Digits)
	}
	return out, nil
}

// flows makes shares and ranks of one direction.
func (s *shower) flows(a *account, from, to string) Flows {
	f := Flows{From: from, To: to}
	f.OfExports, f.AmongMarkets = s.place(s.bk.find(from, to, Exporter, Reconciled), to)
	f.OfImports, f.AmongSources = s.place(s.bk.find(from, to, Importer), from)
	if inbound, ok := s.bk.imports[to]; ok {
		f.OfImports, f.AmongSources = s.place(&inbound, from)
	}
	if a != nil {
		f.Word, f.Reporter = a.word, tellerName(a)
	}
	f.Contribution = s.contribution(a)
	return f
}

// place is the share and rank of a partner among those of an account's teller in the headline year.
func (s *shower) place(a *account, partner string) (Measure, Rank) {
	if a == nil {
		return Unavailable("not reported in " + s.bk.dataset.ID), Rank{}
	}
	list := s.partners(a)
	if len(list) == 0 {
		return Unavailable("no figures for " + s.year), Rank{}
	}
	if because := s.selected(list, a); because != "" {
		return Unavailable(because), Rank{}
	}
	own, _ := valueAt(list, partner)
	whole, _ := a.all.sum(s.year, s.covered(a))
	return Share(own.Value, whole), RankOf(list, partner)
}

// partners sums an account's partners over the headline year.
func (s *shower) partners(a *account) []Cell {
	var list []Margin
	for _, p := range periodsOf(a.all, s.year, s.covered(a)) {
		list = append(list, Margin{Partners: a.with[p]})
	}
	return sumCells(list, partners)
}

// fewPartners is how many partners a country's whole trade of a year has at the least; whoever tells of fewer, without a sum for the
// rest, was asked about selected partners.
const fewPartners = 20

// selected says why an account's partners are not all its teller's trade; "" when they are. Selected products have few partners anyway.
func (s *shower) selected(list []Cell, a *account) (because string) {
	sum, n := total(list)
	whole, _ := a.all.sum(s.year, s.covered(a))
	if n >= fewPartners || s.bk.partial() || whole > sum*1.001 {
		return ""
	}
	of := "partners"
	if n == 1 {
		of = "partner"
	}
	return fmt.Sprintf("%s has %d %s of %s, not its whole trade", s.bk.dataset.ID, n, of, AreaName(a.teller()))
}

// covered is the months of the headline year that an account has of those shown.
func (s *shower) covered(a *account) months {
	return a.all.covered(s.year) & s.months
}

// periodsOf lists the periods that make up some months of a year.
func periodsOf(of series, year string, in months) []string {
	if _, ok := of[year]; ok {
		return []string{year}
	}
	var out []string
	for i := range 12 {
		if p := monthOf(year, i); in&(1<<i) != 0 {
			if _, ok := of[p]; ok {
				out = append(out, p)
			}
		}
	}
	return out
}

// contribution is what the flow added to the growth of all that its teller exported, or imported.
func (s *shower) contribution(a *account) Measure {
	if a == nil {
		return Unavailable("not told by any side")
	}
	if because := s.selected(s.partners(a), a); because != "" {
		return Unavailable(because)
	}
	last := before(s.year)
	whole := s.value(a.all, last, s.months)
	return s.value(a.flow, last, s.months).with(s.value(a.flow, s.year, s.months), func(x, y float64) Measure {
		return whole.with(Known(0), func(v, _ float64) Measure { return Contribution(x, y, v) })
	})
}

func (s *shower) intensity(a *account, w *world) Measure {
	if because := w.whole(); because != "" {
		return Unavailable(because)
	}
	if m := s.ofAll(Measure{}); !m.OK() {
		return m
	}
	if a == nil {
		return Unavailable("the exporter does not report in " + s.bk.dataset.ID)
	}
	flow, ok := a.flow.sum(s.year, s.months)
	all, ok2 := a.all.sum(s.year, s.months)
	if !ok || !ok2 {
		return Unavailable("no figures for " + s.year)
	}
	to, _ := valueAt(w.markets, a.to)
	own, _ := valueAt(w.markets, a.from)
	sum, _ := total(w.markets)
	return Intensity(flow, all, to.Value, sum, own.Value)
}

// products lists what a flow is made of; it gives back all of it in ascending order of codes, in the dataset's currency.
func (s *shower) products(f *Flows, a *account, exports []Cell, w *world) ([]Cell, error) {
	f.Products = []Product{}
	switch {
	case a == nil:
		f.Missing = "not told by any side"
	case s.bk.dataset.Classification == "":
		f.Missing = s.bk.dataset.ID + " has totals only"
	}
	if f.Missing != "" {
		f.Concentration, f.Known, f.Rest = Unavailable(f.Missing), Unavailable(f.Missing), Unavailable(f.Missing)
		return nil, nil
	}
	now, err := s.goods(a, s.year)
	if err != nil {
		return nil, err
	}
	last, err := s.goods(a, before(s.year))
	if err != nil {
		return nil, err
	}
	f.Concentration = s.ofAll(Concentration(now))
	sum, _ := total(now)
	f.Known = s.shown(sum, s.year)
	listed := largest(now, s.o.Top)
	f.Others = len(now) - len(listed)
	rest := sum
	for _, c := range listed {
		rest -= c.Value
		f.Products = append(f.Products, s.product(c, sum, last, a, exports, w))
	}
	f.Rest = s.shown(max(0, rest), s.year)
	return now, nil
}

// shown is a value of the answering dataset in the unit shown.
func (s *shower) shown(v float64, year string) Measure {
	return s.money.convert(v, s.bk.dataset.Currency, year)
}

// goods sums the rows of a flow by product over the months of the headline, in that or another year.
func (s *shower) goods(a *account, year string) ([]Cell, error) {
	rows, err := a.rows(s.ctx, s.t, year, year)
	if err != nil {
		return nil, err
	}
	return goods(rows, periodsOf(a.all, year, s.months), s.o.Digits), nil
}

// goods sums rows of some periods by product. A weight is known only where every row has one: a unit value of a part would mislead.
func goods(rows []Row, periods []string, digits int) []Cell {
	sums := map[string]Cell{}
	for _, r := range rows {
		if r.Product == Total || !slices.Contains(periods, r.Period) {
			continue
		}
		code := prefix(r.Product, digits)
		c := sums[code]
		sums[code] = Cell{Code: code, Value: c.Value + r.Value, Weight: c.Weight + r.Weight}
	}
	return cells(sums)
}

func (s *shower) product(c Cell, sum float64, last []Cell, a *account, exports []Cell, w *world) Product {
	p := Product{Code: c.Code, Name: ProductName(s.bk.dataset.Classification, c.Code), Value: s.shown(c.Value, s.year), Share: s.ofAll(Share(c.Value, sum))}
	was, _ := valueAt(last, c.Code)
	sumBefore, _ := total(last)
	if covered := a.flow.covered(before(s.year)); covered&s.months != s.months || s.months == 0 {
		none := Unavailable("no figures for the year before")
		p.Growth, p.Contribution = none, none
	} else {
		now, then := p.Value, s.shown(was.Value, before(s.year))
		p.Growth = growth(then, now)
		p.Contribution = s.ofAll(then.with(now, func(x, y float64) Measure {
			return s.shown(sumBefore, before(s.year)).with(Known(0), func(v, _ float64) Measure { return Contribution(x, y, v) })
		}))
	}
	p.RCA, p.OfWorld = advantage(c.Code, exports, w, s.o.Digits)
	p.RCA = s.ofAll(p.RCA)
	p.SymmetricRCA = SymmetricRCA(p.RCA)
	p.UnitValue = s.shown(1, s.year).with(UnitValue(c.Value, c.Weight), func(rate, v float64) Measure { return Known(rate * v) })
	p.PerBarrel = Unavailable("not crude oil")
	if strings.HasPrefix(c.Code, crude) {
		p.PerBarrel = s.shown(1, s.year).with(PerBarrel(c.Value, c.Weight), func(rate, v float64) Measure { return Known(rate * v) })
	}
	return p
}

// crude is the heading of crude oil in every revision of the Harmonized System.
const crude = "2709"

// advantage is a country's RCA in a product and its share in what the world exports of it.
func advantage(code string, exports []Cell, w *world, digits int) (rca, ofWorld Measure) {
	because := w.whole()
	if exports == nil && because == "" {
		because = "all exports of the exporter are not known by product"
	}
	if because != "" {
		return Unavailable(because), Unavailable(because)
	}
	all := w.at(digits)
	own, _ := valueAt(exports, code)
	sum, _ := total(exports)
	world, _ := valueAt(all, code)
	worldSum, _ := total(all)
	return RCA(own.Value, sum, world.Value, worldSum), Share(own.Value, world.Value)
}
