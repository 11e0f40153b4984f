package trade

import (
	"cmp"
	"context"
	"slices"

	"dragoman"
)

// Country is what one country trades with all others. Values are in Unit.
type Country struct {
	A    Party  `json:"a"`
	Unit string `json:"unit"`
	AsOf string `json:"as_of"`
	From string `json:"from"`
	To   string `json:"to"`

	Datasets []Choice `json:"datasets"`
	Answers  Source   `json:"answers"`

	Detail     Source `json:"detail"` // that products come from
	DetailYear string `json:"detail_year"`
	DetailOnly string `json:"detail_only,omitempty"` // "product 2709" where it has selected products

	Only    string  `json:"only,omitempty"` // "product 2709": the answering dataset has selected products, sums are not all trade
	Year    string  `json:"year"`
	Head    Year    `json:"headline"`
	Since   Since   `json:"since"`
	Years   []Year  `json:"years"`
	Months  []Year  `json:"months"`
	Exports Trading `json:"exports"`
	Imports Trading `json:"imports"`

	Notes []string `json:"notes"`
}

// Trading is all exports, or imports, of a country in the headline year.
type Trading struct {
	Word     Word   `json:"word"`
	Reporter string `json:"reporter"`

	Partners      []Partner `json:"partners"` // largest first
	Others        int       `json:"others"`   // partners not listed
	ByPartner     Measure   `json:"concentration_by_partner"`
	Products      []Product `json:"products"` // largest first
	OtherProducts int       `json:"other_products"`
	ByProduct     Measure   `json:"concentration_by_product"`
	Ranks         []Rank    `json:"ranks"` // beside Products: among the world's suppliers; exports only
	Missing       string    `json:"missing,omitempty"`
}

// Partner is a partner of a country in the headline year.
type Partner struct {
	Party
	Value        Measure `json:"value"`
	Share        Measure `json:"share"`
	Growth       Measure `json:"growth"`
	Contribution Measure `json:"contribution"` // to the growth of all exports, or imports
}

// ShowCountry tells what a country trades, with whom. A country without any statistics is a Problem.
func ShowCountry(ctx context.Context, t Table, a string, o Options) (*Country, error) {
	o.settle()
	m, err := newMoney(o.Currency, o.Real)
	if err != nil {
		return nil, err
	}
	books, err := openAll(ctx, t, o.Dataset, a, "", "", "")
	if err != nil {
		return nil, err
	}
	bk, choices := choose(books)
	if bk == nil {
		return nil, unknown(dragoman.Problemf("", "", "import a source that covers it: dragoman trade import FILE", "no dataset knows of trade of %s", a))
	}
	m.own(bk.dataset.Currency)
	s := &shower{ctx: ctx, t: t, o: o, money: m, books: books, bk: bk}
	c := &Country{A: party(a), Unit: m.unit(), AsOf: bk.dataset.Imported, Datasets: choices, Answers: source(bk.dataset), Only: bk.only()}
	p := &Pair{A: c.A, B: party(World), Datasets: choices}
	if err := s.series(p); err != nil {
		return nil, err
	}
	c.From, c.To, c.Year, c.Head, c.Since, c.Years, c.Months = p.From, p.To, p.Year, p.Head, p.Since, p.Years, p.Months
	s.partnersOf(&c.Exports, s.out)
	s.partnersOf(&c.Imports, s.in)
	d := s.detail(a, World)
	c.Detail, c.DetailYear = source(d.bk.dataset), d.year
	c.DetailOnly = d.bk.only()
	p.Detail, p.DetailYear = c.Detail, c.DetailYear
	if err := d.countryProducts(c); err != nil {
		return nil, err
	}
	p.Exports.From, p.Exports.To, p.Exports.Word, p.Exports.Reporter = a, World, c.Exports.Word, c.Exports.Reporter
	p.Imports.From, p.Imports.To, p.Imports.Word, p.Imports.Reporter = World, a, c.Imports.Word, c.Imports.Reporter
	c.Notes = s.notes(p)
	return c, nil
}

// countryProducts lists the products of both directions and ranks the country among their suppliers.
func (s *shower) countryProducts(c *Country) error {
	w, err := loadWorld(s.ctx, s.t, s.bk.dataset.ID, s.year)
	if err != nil {
		return err
	}
	if err := s.productsOf(&c.Exports, s.out, w); err != nil {
		return err
	}
	if err := s.productsOf(&c.Imports, s.in, w); err != nil {
		return err
	}
	return s.ranks(&c.Exports, c.A.Code)
}

// productsOf lists the products of one direction.
func (s *shower) productsOf(tr *Trading, a *account, w *world) error {
	tr.Products, tr.Ranks = []Product{}, []Rank{}
	switch {
	case a == nil:
		tr.Missing = "not reported in " + s.bk.dataset.ID
	case s.bk.dataset.Classification == "":
		tr.Missing = s.bk.dataset.ID + " has totals only"
	}
	if tr.Missing != "" {
		tr.ByProduct = Unavailable(tr.Missing)
		return nil
	}
	now, err := a.products(s.ctx, s.t, s.year, s.o.Digits)
	if err != nil {
		return err
	}
	last, err := a.products(s.ctx, s.t, before(s.year), s.o.Digits)
	if err != nil {
		return err
	}
	var exports []Cell
	if a.from != World {
		exports = now
	}
	tr.ByProduct = s.ofAll(Concentration(now))
	sum, _ := total(now)
	listed := largest(now, s.o.Top)
	tr.OtherProducts = len(now) - len(listed)
	for _, c := range listed {
		tr.Products = append(tr.Products, s.product(c, sum, last, a, exports, w))
	}
	return nil
}

// tellerName names whose word an account is.
func tellerName(a *account) string {
	if a.word == Reconciled {
		return "one figure for both sides"
	}
	return AreaName(a.teller())
}

// partnersOf lists the partners of one direction.
func (s *shower) partnersOf(tr *Trading, a *account) {
	tr.Partners = []Partner{}
	if a == nil {
		tr.ByPartner = Unavailable("not reported in " + s.bk.dataset.ID)
		return
	}
	tr.Word, tr.Reporter = a.word, tellerName(a)
	list := s.partners(a)
	tr.ByPartner = Concentration(list)
	whole, _ := a.all.sum(s.year, s.covered(a))
	was := s.partnersBefore(a)
	wholeBefore := s.value(a.all, before(s.year), s.months)
	listed := largest(list, s.o.Top)
	tr.Others = len(list) - len(listed)
	for _, c := range listed {
		p := Partner{Party: party(c.Code), Value: s.shown(c.Value, s.year), Share: Share(c.Value, whole)}
		then, _ := valueAt(was, c.Code)
		p.Growth, p.Contribution = wholeBefore, wholeBefore
		if wholeBefore.OK() {
			old := s.shown(then.Value, before(s.year))
			p.Growth = growth(old, p.Value)
			p.Contribution = old.with(p.Value, func(x, y float64) Measure { return Contribution(x, y, wholeBefore.Value) })
		}
		tr.Partners = append(tr.Partners, p)
	}
}

// partnersBefore sums an account's partners over the same months of the year before the headline's.
func (s *shower) partnersBefore(a *account) []Cell {
	var list []Margin
	for _, p := range periodsOf(a.all, before(s.year), s.months) {
		list = append(list, Margin{Partners: a.with[p]})
	}
	return sumCells(list, partners)
}

// largest sorts cells by value and keeps the first n; a negative n keeps all.
func largest(list []Cell, n int) []Cell {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b Cell) int { return cmp.Compare(b.Value, a.Value) })
	if n >= 0 {
		out = out[:min(n, len(out))]
	}
	return out
}

// ranks places the country among the world's suppliers of each product listed. It reads the products of every area.
func (s *shower) ranks(tr *Trading, country string) error {
	if len(tr.Products) == 0 {
		return nil
	}
	all, err := s.t.Margins(s.ctx, MarginQuery{Dataset: s.bk.dataset.ID, From: s.year, To: s.year, Flow: Export, Side: ByReporter, Products: true})
	if err != nil {
		return err
	}
	suppliers := make([]map[string]float64, len(tr.Products))
	at := map[string]int{}
	for i, p := range tr.Products {
		suppliers[i], at[p.Code] = map[string]float64{}, i
	}
	for _, m := range inYear(all, s.year) {
		for _, c := range m.Products {
			if i, ok := at[prefix(c.Code, s.o.Digits)]; ok {
				suppliers[i][m.Area] += c.Value
			}
		}
	}
	for _, values := range suppliers {
		list := make([]Cell, 0, len(values))
		for area, v := range values {
			list = append(list, Cell{Code: area, Value: v})
		}
		tr.Ranks = append(tr.Ranks, RankOf(list, country))
	}
	return nil
}
