package trade

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"dragoman"
	"dragoman/trade/codes"
	"dragoman/trade/expected"
)

// PotentialOptions narrow an assessment of export potential.
type PotentialOptions struct {
	Dataset  string   // id; "" the first by rank that has the world by product
	Last     string   // last year; "" the last there is
	Years    int      // how many years are averaged, up to the last; 0 five
	Partners []string // areas to assess; empty: all
	Region   string   // group that Partners came from, as its ease stands in for a partner without trade; "" its continent
	Products []string // prefixes of codes; empty: all
	Digits   int      // of products in the answer; it is computed as detailed as the dataset is; 0 six
	Top      int      // partners, products and lines listed; 0 or less: all
	Gravity  bool     // estimate beside it what a gravity equation expects all countries of the dataset to trade
}

// Potential is an assessment of a country's exports by the static core of the International Trade Centre's export potential indicator.
// Values are means of a year, in Unit.
//
//	EPI_ijk = (v_ik / v_k) * v_jk * v_ij / sum_k'((v_ik' / v_k') * v_jk')
//
// with i the exporter, j the partner, k the product: supply (share of i in world exports of k) times demand (imports of k by j) times
// ease (what i and j trade over what supply and demand alone give). Untapped is max(0, EPI - actual) (Decreux and Spies, Export
// Potential Assessments, ITC 2016, without its projections and its corrections for tariffs, distance and trade balance).
type Potential struct {
	Exporter Party    `json:"exporter"`
	Unit     string   `json:"unit"`
	Source   Source   `json:"source"`
	Basis    string   `json:"basis"` // whose figures: "exporters' reports", "importers' reports", "reconciled figures"
	Years    []string `json:"years"` // averaged, plainly
	Region   string   `json:"region,omitempty"`

	Partners []PartnerPotential `json:"partners"` // most untapped first
	Products []ProductPotential `json:"products"` // over these partners, most untapped first
	Lines    []PotentialLine    `json:"lines"`    // partner by product, most untapped first
	Without  []NoPotential      `json:"without"`  // partners that no potential can be told for
	Check    PotentialCheck     `json:"check"`
	Gravity  *expected.Estimate `json:"gravity"` // on the same figures; nil where there is none
	Notes    []string           `json:"notes"`
}

// PartnerPotential sums the lines of a partner. Over all products its potential is its actual trade, by construction: the static core
// tells which products could be traded more, not how much more the two could trade.
type PartnerPotential struct {
	Partner   Party   `json:"partner"`
	Actual    float64 `json:"actual"`
	Potential float64 `json:"potential"`
	Untapped  float64 `json:"untapped"` // sum over products that are below their potential
	Products  int     `json:"products"` // how many are
	Ease      Measure `json:"ease"`
	EaseOf    string  `json:"ease_of"`   // "their own trade", or whose ease stands in
	OfRegion  Measure `json:"of_region"` // share in the actual exports to all partners listed
	OfExports Measure `json:"of_exports"`
	Gravity   Measure `json:"gravity"` // what the two trade over what a gravity equation expects

	Expectation *expected.Pair `json:"expectation,omitempty"` // opens Gravity
}

// ProductPotential sums the lines of a product.
type ProductPotential struct {
	Code      string  `json:"code"`
	Name      string  `json:"name"`
	Supply    Measure `json:"supply"` // share of the exporter in world exports
	Actual    float64 `json:"actual"`
	Potential float64 `json:"potential"`
	Untapped  float64 `json:"untapped"`
	Partners  int     `json:"partners"` // how many are below their potential
}

// PotentialLine is one product to one partner with the components of its potential.
type PotentialLine struct {
	Partner   Party   `json:"partner"`
	Code      string  `json:"code"`
	Name      string  `json:"name"`
	Exports   float64 `json:"exports"` // of the exporter to all, v_ik
	World     float64 `json:"world"`   // of all to all, v_k
	Supply    float64 `json:"supply"`  // v_ik / v_k
	Demand    float64 `json:"demand"`  // imports of the partner from all, v_jk
	Ease      float64 `json:"ease"`
	EaseOf    string  `json:"ease_of"`
	Potential float64 `json:"potential"`
	Actual    float64 `json:"actual"`
	Untapped  float64 `json:"untapped"`
	Used      Measure `json:"used"` // actual over potential
}

// NoPotential is a partner that no potential can be told for.
type NoPotential struct {
	Partner Party  `json:"partner"`
	Because string `json:"because"`
}

// PotentialCheck is the self-check of an answer: over all products the potential of a partner whose ease is its own is what the two trade,
// and partners and products sum to the same exports.
type PotentialCheck struct {
	Partners int     `json:"partners"` // checked
	Worst    float64 `json:"worst"`    // relative deviation of sum_k EPI_ijk from v_ij
	Margins  Measure `json:"margins"`  // relative deviation of exports by product from exports by partner
}

const defaultYears = 5

// Assess tells a country's export potential by partner and product. A dataset without the world by product is a Problem.
func Assess(ctx context.Context, t Table, exporter string, o PotentialOptions) (*Potential, error) {
	o.Years = cmp.Or(o.Years, defaultYears)
	o.Digits = cmp.Or(o.Digits, 6)
	d, b, err := pickBasis(ctx, t, exporter, o)
	if err != nil {
		return nil, err
	}
	m := &matrix{index: map[string]int{}, demand: map[string][]float64{}, reported: map[string]int{}, to: map[string]float64{}, actual: map[string][]float64{}}
	for _, y := range b.years {
		if err := m.load(ctx, t, d.ID, exporter, y, b, o.Partners); err != nil {
			return nil, err
		}
	}
	m.average(len(b.years), b.flow == Import)
	p := &Potential{Exporter: party(exporter), Unit: d.Currency, Source: source(d), Basis: b.String(), Years: b.years, Region: o.Region}
	e := &expectations{because: "no gravity equation was asked for"}
	if o.Gravity {
		if e, err = expect(ctx, t, d, b); err != nil {
			return nil, err
		}
	}
	p.Gravity = e.estimate
	m.assess(p, exporter, e, o)
	p.name(d.Classification)
	p.Notes = potentialNotes(p, d, m)
	return p, nil
}

// basis says whose figures of which years an assessment takes, so that supply, demand and trade of the two fit each other.
type basis struct {
	reconciled bool
	flow       Flow // Export: exporters' reports; Import: importers'
	years      []string
}

func (b *basis) String() string {
	switch {
	case b.reconciled:
		return "reconciled figures"
	case b.flow == Import:
		return "importers' reports"
	}
	return "exporters' reports"
}

// seller is the side on which the exporter's margins lie, buyer that of the partners'.
func (b *basis) seller() Side {
	if b.flow == Import {
		return ByPartner
	}
	return ByReporter
}

func (b *basis) buyer() Side {
	if b.flow == Import {
		return ByReporter
	}
	return ByPartner
}

// pickBasis finds the first dataset by rank in which the world reports by product.
func pickBasis(ctx context.Context, t Table, exporter string, o PotentialOptions) (*dragoman.Dataset, *basis, error) {
	sets, err := t.Datasets(ctx)
	if err != nil {
		return nil, nil, err
	}
	why := ""
	for i := range sets {
		d := &sets[i]
		if o.Dataset != "" && d.ID != o.Dataset {
			continue
		}
		b, because, err := basisOf(ctx, t, d, exporter, o)
		if err != nil || b != nil {
			return d, b, err
		}
		why += "; " + d.ID + " " + because
	}
	if why == "" {
		return nil, nil, noDataset(sets, o.Dataset)
	}
	return nil, nil, dragoman.Problemf("", "", "import BACI, or Comtrade for all reporters, by product", "potential needs the world's trade by product%s", why)
}

func basisOf(ctx context.Context, t Table, d *dragoman.Dataset, exporter string, o PotentialOptions) (*basis, string, error) {
	if d.Classification == "" {
		return nil, "has totals only", nil
	}
	years := map[Flow][]string{}
	reporters := map[Flow]int{}
	for _, f := range []Flow{Import, Export} {
		if d.Reconciled && f == Import {
			continue
		}
		b := &basis{flow: f}
		own, err := t.Margins(ctx, MarginQuery{Dataset: d.ID, Areas: []string{exporter}, Flow: f, Side: b.seller()})
		if err != nil {
			return nil, "", err
		}
		if years[f] = lastYears(own, o); len(years[f]) == 0 {
			continue
		}
		last := years[f][len(years[f])-1]
		all, err := t.Margins(ctx, MarginQuery{Dataset: d.ID, From: last, To: last, Flow: f, Side: ByReporter})
		if err != nil {
			return nil, "", err
		}
		for _, m := range inYear(all, last) {
			if m.Area != World {
				reporters[f]++
			}
		}
	}
	flow := Export
	if reporters[Import] >= reporters[Export] && !d.Reconciled {
		flow = Import
	}
	switch {
	case reporters[flow] == 0:
		return nil, "has no yearly exports of " + exporter, nil
	case reporters[flow] < leastReporters:
		return nil, "has too few reporters", nil
	}
	return &basis{reconciled: d.Reconciled, flow: flow, years: years[flow]}, "", nil
}

// lastYears lists the last whole years that the exporter has figures for.
func lastYears(own []Margin, o PotentialOptions) []string {
	var s = series{}
	for _, m := range own {
		s[m.Period] = m.Value
	}
	var out []string
	for _, y := range s.years() {
		if s.covered(y) == wholeYear && (o.Last == "" || y <= o.Last) {
			out = append(out, y)
		}
	}
	return out[max(0, len(out)-o.Years):]
}

// matrix holds what the formula needs, products as columns.
type matrix struct {
	codes    []string
	index    map[string]int       // code -> column
	supply   []float64            // v_ik
	world    []float64            // v_k
	demand   map[string][]float64 // v_jk by partner
	reported map[string]int       // years in which a partner reported
	to       map[string]float64   // v_ij
	actual   map[string][]float64 // v_ijk by partner
}

func (m *matrix) column(code string) int {
	i, ok := m.index[code]
	if !ok {
		i = len(m.codes)
		m.index[code] = i
		m.codes = append(m.codes, code)
	}
	return i
}

// add puts cells into a row of the matrix.
func (m *matrix) add(row []float64, list []Cell) []float64 {
	for _, c := range list {
		i := m.column(c.Code)
		if i >= len(row) {
			row = append(row, make([]float64, max(i+1, len(m.codes))-len(row))...)
		}
		row[i] += c.Value
	}
	return row
}

// load adds a year.
func (m *matrix) load(ctx context.Context, t Table, dataset, exporter, year string, b *basis, only []string) error {
	own, err := t.Margins(ctx, MarginQuery{Dataset: dataset, From: year, To: year, Areas: []string{exporter}, Flow: b.flow, Side: b.seller(), Partners: true, Products: true})
	if err != nil {
		return err
	}
	for _, mg := range inYear(own, year) {
		m.supply = m.add(m.supply, mg.Products)
		for _, c := range mg.Partners {
			m.to[c.Code] += c.Value
		}
	}
	all, err := t.Margins(ctx, MarginQuery{Dataset: dataset, From: year, To: year, Flow: b.flow, Side: b.buyer(), Products: true})
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, mg := range inYear(all, year) {
		if mg.Area == World {
			continue
		}
		m.demand[mg.Area] = m.add(m.demand[mg.Area], mg.Products)
		m.world = m.add(m.world, mg.Products)
		if !seen[mg.Area] {
			m.reported[mg.Area]++
			seen[mg.Area] = true
		}
	}
	return m.loadActual(ctx, t, dataset, exporter, year, b, only)
}

// loadActual adds what the exporter sells to each partner: in its own rows, or in those of the partners.
func (m *matrix) loadActual(ctx context.Context, t Table, dataset, exporter, year string, b *basis, only []string) error {
	if b.flow == Export {
		rows, err := t.Rows(ctx, RowQuery{Dataset: dataset, From: year, To: year, Reporter: exporter, Flow: Export, Partners: only})
		m.keep(rows, year, func(r *Row) string { return r.Partner })
		return err
	}
	for j := range m.to {
		if len(only) > 0 && !slices.Contains(only, j) {
			continue
		}
		rows, err := t.Rows(ctx, RowQuery{Dataset: dataset, From: year, To: year, Reporter: j, Flow: Import, Partners: []string{exporter}})
		if err != nil {
			return err
		}
		m.keep(rows, year, func(r *Row) string { return r.Reporter })
	}
	return nil
}

func (m *matrix) keep(rows []Row, year string, partner func(*Row) string) {
	yearly := slices.ContainsFunc(rows, func(r Row) bool { return r.Period == year })
	for i := range rows {
		r := &rows[i]
		if r.Product == Total || yearly && r.Period != year {
			continue
		}
		j := partner(r)
		m.actual[j] = m.add(m.actual[j], []Cell{{Code: r.Product, Value: r.Value}})
	}
}

// average makes sums of years means. A partner's own reports are averaged over the years that it reported in, so that a year left out is
// not taken for one without imports.
func (m *matrix) average(years int, importers bool) {
	scale := func(row []float64, by int) {
		for i := range row {
			row[i] /= float64(by)
		}
	}
	scale(m.supply, years)
	scale(m.world, years)
	for j, row := range m.demand {
		by := years
		if importers {
			by = m.reported[j]
		}
		scale(row, by)
		scale(m.actual[j], by)
		m.to[j] /= float64(by)
	}
	for j := range m.to {
		if _, ok := m.demand[j]; !ok {
			m.to[j] /= float64(years)
		}
	}
}

func at(row []float64, i int) float64 {
	if i < len(row) {
		return row[i]
	}
	return 0
}

// expected is sum_k (v_ik/v_k) v_jk: what supply and demand alone give.
func (m *matrix) expected(partner string) float64 {
	var sum float64
	for k, d := range m.demand[partner] {
		if w := at(m.world, k); w > 0 {
			sum += at(m.supply, k) / w * d
		}
	}
	return sum
}

// ease is v_ij over what is expected; a partner without trade takes the ease of its region.
func (m *matrix) ease(partner string, o PotentialOptions) (ease float64, of, because string) {
	expected := m.expected(partner)
	if expected <= 0 {
		return 0, "", "it imports none of the products that the exporter sells, or its imports are not known"
	}
	if v := m.to[partner]; v > 0 {
		return v / expected, OwnEase, ""
	}
	name, members := regionOf(partner, o)
	var trade, all float64
	for _, j := range members {
		trade += m.to[j]
		all += m.expected(j)
	}
	if trade <= 0 || all <= 0 {
		return 0, "", "there is no trade with it, nor with any other of its region"
	}
	return trade / all, "mean of " + name, ""
}

// OwnEase says that the ease of a partner is that of its own trade with the exporter.
const OwnEase = "their own trade"

// regionOf names the group whose ease stands in: the one asked for, else the continent.
func regionOf(partner string, o PotentialOptions) (string, []string) {
	if o.Region != "" && len(o.Partners) > 1 {
		return o.Region, o.Partners
	}
	for _, g := range codes.Groups() {
		if g.Kind == "continent" && g.Has(partner, "") {
			return g.Name, g.On("")
		}
	}
	return "", nil
}

// assess fills the answer.
func (m *matrix) assess(p *Potential, exporter string, e *expectations, o PotentialOptions) {
	var all, listed, least float64 // least: what a line must have to be among the first
	for _, v := range m.to {
		all += v
	}
	list := m.wanted(o)
	byProduct := map[string]*ProductPotential{}
	for _, j := range m.partners(exporter, o) {
		ease, of, because := m.ease(j, o)
		if because != "" {
			p.Without = append(p.Without, NoPotential{party(j), because})
			continue
		}
		pp := PartnerPotential{Partner: party(j), Ease: Known(ease), EaseOf: of}
		pp.Gravity, pp.Expectation = e.of(exporter, j)
		for _, l := range m.lines(&pp, list, ease) {
			l.sumInto(byProduct)
			if l.Untapped >= least {
				p.Lines = append(p.Lines, l)
			}
		}
		if p.trimLines(o.Top, spareLines) {
			least = p.Lines[o.Top-1].Untapped
		}
		pp.OfExports = Share(pp.Actual, all)
		listed += pp.Actual
		p.Partners = append(p.Partners, pp)
		if of == OwnEase {
			p.Check.Partners++
			p.Check.Worst = max(p.Check.Worst, math.Abs(ease*m.expected(j)-m.to[j])/m.to[j])
		}
	}
	for i := range p.Partners {
		p.Partners[i].OfRegion = Share(p.Partners[i].Actual, listed)
	}
	for _, g := range list {
		if pr := byProduct[g.code]; pr != nil {
			pr.Supply = Share(g.sum(m.supply), g.sum(m.world))
			p.Products = append(p.Products, *pr)
		}
	}
	var sold float64
	for _, v := range m.supply {
		sold += v
	}
	p.Check.Margins = Growth(all, sold).then(math.Abs)
	p.sort()
	p.trim(o.Top)
}

// partners lists whom to assess.
func (m *matrix) partners(exporter string, o PotentialOptions) []string {
	list := o.Partners
	if len(list) == 0 {
		for j := range m.demand {
			list = append(list, j)
		}
	}
	list = slices.DeleteFunc(slices.Clone(list), func(j string) bool {
		a, ok := codes.ByISO3(j)
		return j == exporter || len(o.Partners) == 0 && (!ok || a.Kind != codes.Country)
	})
	slices.Sort(list)
	return list
}

// product is a group of columns that make a product of the answer.
type product struct {
	code    string
	columns []int
}

func (p *product) sum(row []float64) (sum float64) {
	for _, k := range p.columns {
		sum += at(row, k)
	}
	return sum
}

// wanted groups the columns that the exporter sells by product at the digits of the answer, ascending.
func (m *matrix) wanted(o PotentialOptions) []product {
	groups := map[string]*product{}
	for i, code := range m.codes {
		if !prefixed(o.Products, code) || at(m.supply, i) <= 0 {
			continue
		}
		g := prefix(code, o.Digits)
		if groups[g] == nil {
			groups[g] = &product{code: g}
		}
		groups[g].columns = append(groups[g].columns, i)
	}
	out := make([]product, 0, len(groups))
	for _, code := range slices.Sorted(maps.Keys(groups)) {
		out = append(out, *groups[code])
	}
	return out
}

// lines computes the potential of one partner by product and sums it. Products that the partner does not import have none.
func (m *matrix) lines(pp *PartnerPotential, list []product, ease float64) []PotentialLine {
	out := make([]PotentialLine, 0, len(list))
	demand, actual := m.demand[pp.Partner.Code], m.actual[pp.Partner.Code]
	for _, g := range list {
		l := PotentialLine{Partner: pp.Partner, Code: g.code, Demand: g.sum(demand), Actual: g.sum(actual), Ease: ease, EaseOf: pp.EaseOf}
		if l.Demand == 0 && l.Actual == 0 {
			continue
		}
		for _, k := range g.columns {
			epi := 0.0
			if w := at(m.world, k); w > 0 {
				epi = at(m.supply, k) / w * at(demand, k) * ease
			}
			l.Potential += epi
			l.Untapped += max(0, epi-at(actual, k))
		}
		l.Exports, l.World = g.sum(m.supply), g.sum(m.world)
		if l.World > 0 {
			l.Supply = l.Exports / l.World
		}
		l.Used = Share(l.Actual, l.Potential)
		pp.add(&l)
		out = append(out, l)
	}
	return out
}

func (pp *PartnerPotential) add(l *PotentialLine) {
	pp.Actual += l.Actual
	pp.Potential += l.Potential
	pp.Untapped += l.Untapped
	if l.Untapped > 0 {
		pp.Products++
	}
}

// sumInto adds a line to its product.
func (l *PotentialLine) sumInto(products map[string]*ProductPotential) {
	p := products[l.Code]
	if p == nil {
		p = &ProductPotential{Code: l.Code}
		products[l.Code] = p
	}
	p.Actual += l.Actual
	p.Potential += l.Potential
	p.Untapped += l.Untapped
	if l.Untapped > 0 {
		p.Partners++
	}
}

// sort puts the most untapped first, equals by code.
func (p *Potential) sort() {
	slices.SortFunc(p.Partners, func(a, b PartnerPotential) int {
		return cmp.Or(cmp.Compare(b.Untapped, a.Untapped), cmp.Compare(a.Partner.Code, b.Partner.Code))
	})
	slices.SortFunc(p.Products, func(a, b ProductPotential) int {
		return cmp.Or(cmp.Compare(b.Untapped, a.Untapped), cmp.Compare(a.Code, b.Code))
	})
	p.sortLines()
}

func (p *Potential) sortLines() {
	slices.SortFunc(p.Lines, func(a, b PotentialLine) int {
		return cmp.Or(cmp.Compare(b.Untapped, a.Untapped), cmp.Compare(a.Partner.Code, b.Partner.Code), cmp.Compare(a.Code, b.Code))
	})
}

// name puts the names of products in.
func (p *Potential) name(classification string) {
	names := map[string]string{}
	of := func(code string) string {
		if _, ok := names[code]; !ok {
			names[code] = ProductName(classification, code)
		}
		return names[code]
	}
	for i := range p.Products {
		p.Products[i].Name = of(p.Products[i].Code)
	}
	for i := range p.Lines {
		p.Lines[i].Name = of(p.Lines[i].Code)
	}
}

// Line finds the line of a partner and product.
func (p *Potential) Line(partner, product string) (*PotentialLine, bool) {
	for i := range p.Lines {
		if l := &p.Lines[i]; l.Partner.Code == partner && l.Code == product {
			return l, true
		}
	}
	return nil, false
}

// spareLines is how many lines are kept before those that cannot be among the first are let go.
const spareLines = 1 << 14

// trimLines says whether it let any go.
func (p *Potential) trimLines(top, spare int) bool {
	if top <= 0 || len(p.Lines) <= max(spare, top) {
		return false
	}
	p.sortLines()
	p.Lines = p.Lines[:top]
	return true
}

func (p *Potential) trim(top int) {
	if top <= 0 {
		return
	}
	p.trimLines(top, 0)
	p.Partners = p.Partners[:min(top, len(p.Partners))]
	p.Products = p.Products[:min(top, len(p.Products))]
}

// potentialNotes tells what the numbers are made of and what was left out.
func potentialNotes(p *Potential, d *dragoman.Dataset, m *matrix) []string {
	out := []string{
		fmt.Sprintf("Source: %s, %s, plain mean of %s.", cite(d), p.Basis, yearsInWords(p.Years)),
		"Potential = supply (share in world exports of the product) x demand (the partner's imports of it) x ease (what the two trade over " +
			"what supply and demand alone give); untapped = what potential exceeds actual exports by.",
		"Over all products the potential of a partner is what the two trade: the static core tells which products could be traded more, " +
			"not how much more in all.",
		"Left out of ITC's full method: projected growth of supply and demand, tariffs, distance to competing suppliers, and the trade " +
			"balance correction for re-exports.",
	}
	if p.Source.Reconciled {
		out = append(out, "Reconciled figures are estimates where the two sides disagree; goods sold through a hub stand under the hub.")
	} else {
		out = append(out, "Goods sold through a hub stand under the hub that the reporter names.")
	}
	if n := m.chapters(); n < fewChapters {
		out = append(out, fmt.Sprintf("The dataset holds goods of %d chapters only: ease is that of these goods, and little can be told of others.", n))
	}
	if g := p.Gravity; g != nil {
		out = append(out, gravityNotes(g, p.Basis)...)
	}
	return out
}

// chapters counts the chapters of the Harmonized System that there are goods of.
func (m *matrix) chapters() int {
	seen := map[string]bool{}
	for _, c := range m.codes {
		seen[prefix(c, 2)] = true
	}
	return len(seen)
}

func yearsInWords(years []string) string {
	switch len(years) {
	case 0:
		return "no year"
	case 1:
		return years[0]
	}
	return fmt.Sprintf("%d years, %s to %s", len(years), years[0], years[len(years)-1])
}
