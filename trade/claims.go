package trade

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dragoman"
)

// Claim is a figure of trade as somebody claimed it.
type Claim struct {
	ID            string             `json:"id,omitempty"` // of the figure in the store
	Metric        string             `json:"metric"`       // "trade turnover", "exports", "imports", "supply", "trade deficit", "trade surplus"
	A             string             `json:"a"`            // country; the exporter where Directed
	B             string             `json:"b"`            // country; World where one country's whole trade is meant
	Directed      bool               `json:"directed"`     // flows from A to B
	Value         float64            `json:"value"`
	ValueMax      float64            `json:"value_max,omitempty"`     // upper end of a range
	Unit          string             `json:"unit"`                    // ISO 4217, "t", "bbl", "%"
	Per           string             `json:"per,omitempty"`           // "year", "day", ...
	Approximation string             `json:"approximation,omitempty"` // "about", "more than", "less than", "up to"
	Change        string             `json:"change,omitempty"`        // "increase", "decrease": the value is a change
	Period        dragoman.DateRange `json:"period"`
	Status        dragoman.Status    `json:"status"`
	Good          *Good              `json:"good,omitempty"`   // nil: all goods
	Unknown       string             `json:"-"`                // word for goods that are not known
	Teller        string             `json:"teller,omitempty"` // country of who said so, where it is one of the two
	Text          string             `json:"text,omitempty"`   // the words of the quantity
}

// Verdict is what comes of setting a claim beside the statistic.
type Verdict string

// The verdicts.
const (
	Agrees          Verdict = "agrees"                     // within the tolerance
	AgreesWithOther Verdict = "agrees with the other side" // with the figures of the other country, or reconciled ones
	Differs         Verdict = "differs"
	CannotCompare   Verdict = "cannot be compared"
)

// Comparison is a claim beside the statistics.
type Comparison struct {
	Claim      Claim       `json:"claim"`
	Verdict    Verdict     `json:"verdict"`
	Because    string      `json:"because"`    // why it cannot be compared, or why it likely differs
	Statistics []Statistic `json:"statistics"` // the teller's side first
	Chosen     int         `json:"chosen"`     // index of the statistic that the verdict is about; -1 none
	Ratio      Measure     `json:"ratio"`      // claim over statistic
	Tolerance  float64     `json:"tolerance"`  // relative
}

// Statistic is one side's figure for what a claim is about.
type Statistic struct {
	Dataset  string  `json:"dataset"`
	Title    string  `json:"title"`
	Reporter string  `json:"reporter"` // country code; "" for reconciled figures
	Value    Measure `json:"value"`
	Unit     string  `json:"unit"` // that of the claim
}

// String words a comparison in one line.
func (c *Comparison) String() string {
	s := string(c.Verdict)
	if c.Chosen >= 0 {
		st := c.Statistics[c.Chosen]
		s += fmt.Sprintf(": %s by %s, claim / statistic = %s", Money(st.Value, st.Unit), st.By(), Ratio(c.Ratio))
	}
	switch {
	case c.Because == "":
	case c.Verdict == Differs:
		s += "; likely because " + c.Because
	default:
		s += " because " + c.Because
	}
	return s
}

// By says whose figure it is: "Kazakhstan (Foreign trade of Kazakhstan …)", "reconciled figures (BACI …)".
func (s *Statistic) By() string {
	if s.Reporter == "" {
		return "reconciled figures (" + s.Title + ")"
	}
	return AreaName(s.Reporter) + " (" + s.Title + ")"
}

// Tolerances of a comparison.
const (
	tolerance      = 0.05 // relative; statistics of one source are revised by as much
	roundingAtMost = 0.10 // "a billion" can have been rounded from much, but not without bound
	looseBound     = 0.25 // how far beyond "more than" the statistic may lie before the words mislead
)

// ClaimOf reads what a figure claims of trade; false when it is not about trade in goods between countries.
func ClaimOf(f *dragoman.Figure) (Claim, bool) {
	if _, ok := kinds[f.Metric]; !ok || len(f.Parties) == 0 {
		return Claim{}, false
	}
	c := Claim{ID: f.ID, Metric: f.Metric, Directed: f.Directed, Value: f.Value, ValueMax: f.ValueMax, Unit: f.Unit, Per: f.Per, Approximation: f.Approximation,
		Change: f.Change, Period: f.Period, Status: f.Status, Text: f.Text, A: f.Parties[0].Country, B: World}
	if len(f.Parties) > 1 {
		c.B = f.Parties[1].Country
	} else if f.Metric == "imports" {
		c.A, c.B, c.Directed = World, c.A, true
	}
	for _, p := range f.Parties {
		if p.Country == "" || p.Kind == dragoman.ActorCompany || len(f.Parties) > 2 {
			return Claim{}, false
		}
	}
	if f.Source != nil && (f.Source.Country == c.A || f.Source.Country == c.B) {
		c.Teller = f.Source.Country
	}
	if goods, err := defaultGoods(); err == nil && len(f.Evidence) > 0 {
		c.Good, c.Unknown = goods.goodsOf(f.Evidence[0].Quote, f.Text)
	}
	return c, c.A != c.B
}

// kind is how a metric is made of flows.
type kind int

const (
	turnover kind = iota
	oneWay
	gapBetween
)

// kinds lists the metrics of lexicon/data/metrics.tsv that trade statistics can answer.
var kinds = map[string]kind{"trade turnover": turnover, "exports": oneWay, "imports": oneWay, "supply": oneWay,
	"trade deficit": gapBetween, "trade surplus": gapBetween}

// Compare sets claimed figures beside the statistics, in the order given; figures that are not about trade in goods between countries are left out.
func Compare(ctx context.Context, t Table, figures ...dragoman.Stored[dragoman.Figure]) ([]Comparison, error) {
	var claims []Claim
	for i := range figures {
		if c, ok := ClaimOf(&figures[i].Record); ok {
			claims = append(claims, c)
		}
	}
	return CompareClaims(ctx, t, claims...)
}

// CompareClaims sets claims beside the statistics, in the order given.
func CompareClaims(ctx context.Context, t Table, claims ...Claim) ([]Comparison, error) {
	m := &comparer{ctx: ctx, t: t, books: map[[2]string][]*book{}}
	var err error
	if m.rates, err = DefaultRates(); err != nil {
		return nil, err
	}
	out := make([]Comparison, 0, len(claims))
	for _, c := range claims {
		one, err := m.compare(c)
		if err != nil {
			return nil, err
		}
		out = append(out, *one)
	}
	return out, nil
}

// comparer compares claims of many pairs, opening the books of each once.
type comparer struct {
	ctx   context.Context
	t     Table
	rates *Rates
	books map[[2]string][]*book
}

func (m *comparer) open(a, b string) ([]*book, error) {
	k := [2]string{min(a, b), max(a, b)}
	if books, ok := m.books[k]; ok {
		return books, nil
	}
	if a == World {
		a, b = b, a
	}
	if b == World {
		b = ""
	}
	sets, err := m.t.Datasets(m.ctx)
	if err != nil {
		return nil, err
	}
	list := []*book{}
	for i := range sets {
		bk, err := open(m.ctx, m.t, &sets[i], a, b, "", "")
		if err != nil {
			return nil, err
		}
		list = append(list, bk)
	}
	m.books[k] = list
	return list, nil
}

func (m *comparer) compare(c Claim) (*Comparison, error) {
	out := &Comparison{Claim: c, Verdict: CannotCompare, Chosen: -1, Ratio: Unavailable("not compared"), Statistics: []Statistic{}}
	year, of, because := c.fit()
	if because != "" {
		out.Because = because
		return out, nil
	}
	books, err := m.open(c.A, c.B)
	if err != nil {
		return nil, err
	}
	q := &question{m: m, c: &c, kind: kinds[c.Metric], year: year, months: of}
	if err := q.ask(out, books); err != nil {
		return nil, err
	}
	out.Tolerance = c.tolerance()
	out.judge()
	if out.Verdict == Differs {
		out.Because, err = q.why(books)
	}
	return out, err
}

// fit says which months of which year a claim is about, or why no statistic can answer it.
func (c *Claim) fit() (year string, of months, because string) {
	switch {
	case c.Status == dragoman.Planned:
		return "", 0, "it is a target, not a count"
	case c.Status == dragoman.Hypothetical || c.Status == dragoman.Negated:
		return "", 0, "it is told as " + string(c.Status) + ", not as a count"
	case c.Unit == "%" && c.Change == "":
		return "", 0, "it is a share"
	case c.Unit == "x":
		return "", 0, "it is a multiple"
	case c.Change != "" && c.Unit != "%":
		return "", 0, "it is a change in value, not a level"
	case c.Per != "" && c.Per != "year":
		return "", 0, "it is a rate per " + c.Per
	case c.Unknown != "":
		return "", 0, fmt.Sprintf("no codes are known for the goods it is about (%q)", c.Unknown)
	case c.Unit == "":
		return "", 0, "it has no unit"
	case !money3(c.Unit) && c.Unit != "%" && c.Good == nil:
		return "", 0, "it is a quantity of goods that are not named"
	case !money3(c.Unit) && c.Unit != "%" && c.Unit != "t" && c.Good.Tonne[c.Unit] == 0:
		return "", 0, "statistics weigh " + c.Good.Name + ", and " + c.Unit + " cannot be weighed"
	case !c.Directed && kinds[c.Metric] == oneWay && c.B != World:
		return "", 0, "it does not tell in which direction the goods flow"
	}
	return c.months()
}

// money3 says whether a unit is a currency.
func money3(unit string) bool { return currencyForm.MatchString(unit) && unit != "TEU" }

// months is the whole months of one year that the period covers.
func (c *Claim) months() (year string, of months, because string) {
	from, to := c.Period.Start, c.Period.End
	if len(from) < 10 || len(to) < 10 || c.Period.Precision == dragoman.PrecisionBefore || c.Period.Precision == dragoman.PrecisionAfter {
		return "", 0, "no period is told"
	}
	if from[:4] != to[:4] {
		return "", 0, "its period does not lie within one year"
	}
	first, err := strconv.Atoi(from[5:7])
	last, err2 := strconv.Atoi(to[5:7])
	if err != nil || err2 != nil || from[8:] != "01" || to < lastDay(to) {
		return "", 0, "its period is not made of whole months"
	}
	for i := first; i <= last; i++ {
		of |= 1 << (i - 1)
	}
	if of == 0 {
		return "", 0, "no period is told"
	}
	return from[:4], of, ""
}

// lastDay is the last day of the month of a date.
func lastDay(date string) string {
	d, err := dragoman.ParseDate(date[:7])
	if err != nil {
		return "9999"
	}
	return d.End
}

// tolerance is the larger of 5 % and the rounding of the words; twice that for "about".
func (c *Claim) tolerance() float64 {
	t := max(tolerance, min(rounding(c.Value), roundingAtMost))
	if c.Approximation == "about" {
		t *= 2
	}
	return t
}

// rounding is half a unit of the last digit that was told, relative to the value: 282 million is told to the million.
func rounding(v float64) float64 {
	if v <= 0 {
		return 0
	}
	scale := 1.0
	for _, s := range []float64{1e12, 1e9, 1e6, 1e3} {
		if v >= s {
			scale = s
			break
		}
	}
	text := strconv.FormatFloat(v/scale, 'f', -1, 64)
	_, frac, _ := strings.Cut(text, ".")
	return 0.5 * math.Pow(10, -float64(len(frac))) * scale / v
}

// bounds is where the statistic must lie for the claim to agree.
func (c *Claim) bounds(tolerance float64) (low, high float64) {
	low, high = c.Value*(1-tolerance), max(c.Value, c.ValueMax)*(1+tolerance)
	switch c.Approximation {
	case "more than":
		high = max(high, c.Value*(1+looseBound))
	case "less than", "up to":
		low = min(low, c.Value*(1-looseBound))
	}
	return low, high
}

// judge finds the verdict: the teller's side first, then the others.
func (out *Comparison) judge() {
	low, high := out.Claim.bounds(out.Tolerance)
	if out.Claim.Unit == "%" {
		low, high = out.points()
	}
	for i, s := range out.Statistics {
		if !s.Value.OK() {
			continue
		}
		if out.Chosen < 0 {
			out.choose(i)
			out.Verdict = Differs
		}
		if s.Value.Value >= low && s.Value.Value <= high {
			out.choose(i)
			out.Verdict = AgreesWithOther
			if i == 0 {
				out.Verdict = Agrees
			}
			return
		}
	}
	if out.Chosen < 0 {
		out.Because = out.silence()
	}
}

// points is the bounds of a growth in percent: to the point, or to the digits told.
func (out *Comparison) points() (low, high float64) {
	off := max(1, rounding(out.Claim.Value)*out.Claim.Value)
	v := out.Claim.Value
	if out.Claim.Change == "decrease" {
		v = -v
	}
	return v - off, v + off
}

func (out *Comparison) choose(i int) {
	out.Chosen = i
	v := out.Claim.Value
	if out.Claim.Change == "decrease" {
		v = -v
	}
	out.Ratio = out.Statistics[i].Value.with(Known(v), func(s, v float64) Measure {
		if s == 0 {
			return Unavailable("the statistic is zero")
		}
		return Known(v / s)
	})
}

// silence says why no statistic answers: what is wrong with each, once.
func (out *Comparison) silence() string {
	if len(out.Statistics) == 0 {
		return "no dataset holds the trade of the two"
	}
	var reasons []string
	for _, s := range out.Statistics {
		if !slices.Contains(reasons, s.Value.Because) {
			reasons = append(reasons, s.Value.Because)
		}
	}
	return strings.Join(reasons, "; ")
}

// question is a claim put to the datasets.
type question struct {
	m      *comparer
	c      *Claim
	kind   kind
	year   string
	months months
}

// ask collects each side's figure, the teller's first; of each side the first dataset that has one.
func (q *question) ask(out *Comparison, books []*book) error {
	sides := []string{q.c.A, q.c.B, ""}
	if q.c.Teller == q.c.B || q.c.Teller == "" && q.c.Metric == "imports" {
		sides = []string{q.c.B, q.c.A, ""}
	}
	for _, side := range sides {
		if side == World {
			continue
		}
		s, err := q.sideOf(side, books)
		if err != nil {
			return err
		}
		if s != nil {
			out.Statistics = append(out.Statistics, *s)
		}
	}
	// Whoever has a figure comes before whoever has none.
	slices.SortStableFunc(out.Statistics, func(a, b Statistic) int {
		return cmp.Compare(len(a.Value.Because), 0) - cmp.Compare(len(b.Value.Because), 0)
	})
	return nil
}

// sideOf is one side's figure; nil when no dataset has this side at all.
func (q *question) sideOf(side string, books []*book) (*Statistic, error) {
	var none *Statistic
	for _, bk := range books {
		v, there, err := q.value(side, bk)
		if err != nil {
			return nil, err
		}
		if !there {
			continue
		}
		s := &Statistic{Dataset: bk.dataset.ID, Title: cite(bk.dataset), Reporter: side, Value: v, Unit: q.c.Unit}
		if v.OK() {
			return s, nil
		}
		if none == nil {
			none = s
		}
	}
	return none, nil
}

// value is what one side tells in one dataset; there is false when it tells nothing of the flow.
func (q *question) value(side string, bk *book) (v Measure, there bool, err error) {
	if q.c.Good == nil && bk.partial() || q.c.Good != nil && bk.partial() && !bk.holds(q.c.Good) {
		return Measure{}, false, nil
	}
	v, there, err = q.level(side, bk)
	if q.c.Unit != "%" || !there || err != nil {
		return v, there, err
	}
	last := *q
	last.year = before(q.year)
	was, _, err := last.level(side, bk)
	return was.with(v, Growth).then(func(g float64) float64 { return g * 100 }), true, err
}

// level is what one side tells of the flow, or of both directions together, in the unit of the claim; growth is made of levels in the
// dataset's currency.
func (q *question) level(side string, bk *book) (v Measure, there bool, err error) {
	if q.kind == oneWay {
		return q.flow(side, bk, q.c.A, q.c.B)
	}
	x, hasX, err := q.flow(side, bk, q.c.A, q.c.B)
	if err != nil {
		return Measure{}, false, err
	}
	m, hasM, err := q.flow(side, bk, q.c.B, q.c.A)
	if err != nil || !hasX && !hasM {
		return Measure{}, false, err
	}
	if !hasX || !hasM {
		return Unavailable(bk.dataset.ID + " has one direction only"), true, nil
	}
	return x.with(m, func(x, m float64) Measure {
		if q.kind == gapBetween {
			return Known(math.Abs(x - m))
		}
		return Known(x + m)
	}), true, nil
}

// holds says whether a dataset of selected products has those of a good.
func (bk *book) holds(g *Good) bool {
	return slices.ContainsFunc(g.Codes, func(c string) bool {
		return slices.ContainsFunc(bk.selected, func(has string) bool { return strings.HasPrefix(has, c) || strings.HasPrefix(c, has) })
	})
}

// flow is one direction by the word of one side.
func (q *question) flow(side string, bk *book, from, to string) (Measure, bool, error) {
	word := Reconciled
	switch side {
	case from:
		word = Exporter
	case to:
		word = Importer
	}
	a := bk.find(from, to, word)
	if a == nil {
		return Measure{}, false, nil
	}
	if q.c.Good != nil {
		v, err := q.good(a, bk)
		return v, true, err
	}
	v, ok := a.flow.sum(q.year, q.months)
	if !ok {
		return Unavailable("there is no statistic of " + q.when()), true, nil
	}
	return q.inUnit(v, bk), true, nil
}

// good is the value or weight of a good in a flow.
func (q *question) good(a *account, bk *book) (Measure, error) {
	switch {
	case bk.dataset.Classification == "":
		return Unavailable(bk.dataset.ID + " does not tell products"), nil
	case (a.from == World || a.to == World) && q.months != wholeYear:
		return Unavailable("goods traded with the world are known by year only"), nil
	case a.flow.covered(q.year)&q.months != q.months:
		return Unavailable("there is no statistic of " + q.when()), nil
	}
	list, err := q.goods(a)
	if err != nil {
		return Measure{}, err
	}
	var value, weight float64
	for _, c := range list {
		if prefixed(q.c.Good.Codes, c.Code) {
			value += c.Value
			weight += c.Weight
		}
	}
	if money3(q.c.Unit) || q.c.Unit == "%" {
		return q.inUnit(value, bk), nil
	}
	if math.IsNaN(weight) {
		return Unavailable("the statistic gives no weight for all of it"), nil
	}
	tonnes := weight / 1000
	if q.c.Unit != "t" {
		tonnes *= q.c.Good.Tonne[q.c.Unit]
	}
	return Known(tonnes), nil
}

// goods is the flow by product; with World it is read from sums, which have a year's months together.
func (q *question) goods(a *account) ([]Cell, error) {
	if a.from == World || a.to == World {
		return a.products(q.m.ctx, q.m.t, q.year, 0)
	}
	rows, err := a.rows(q.m.ctx, q.m.t, q.year, q.year)
	return goods(rows, periodsOf(a.all, q.year, q.months), 0), err
}

func (q *question) inUnit(v float64, bk *book) Measure {
	if q.c.Unit == "%" {
		return Known(v)
	}
	return q.m.rates.Factor(bk.dataset.Currency, q.c.Unit, q.year).then(func(f float64) float64 { return v * f })
}

// when words the period asked for.
func (q *question) when() string {
	if s := q.months.String(); s != "" {
		return s + " " + q.year
	}
	return q.year
}

// why tells the first likely reason for which the two sides of the larger flow differ.
func (q *question) why(books []*book) (string, error) {
	bk, _ := choose(books)
	if bk == nil || q.c.A == World || q.c.B == World {
		return "", nil
	}
	m, err := newMoney("", "")
	if err != nil {
		return "", err
	}
	m.own(bk.dataset.Currency)
	s := &shower{ctx: q.m.ctx, t: q.m.t, o: Options{Digits: defaultDigits, Top: defaultTop}, money: m, books: books, bk: bk, year: q.year, months: q.months}
	years := []Year{{Period: before(q.year)}, {Period: q.year}}
	side, err := s.side(q.c.A, q.c.B, years)
	if err != nil {
		return "", err
	}
	if q.kind != oneWay {
		other, err := s.side(q.c.B, q.c.A, years)
		if err != nil {
			return "", err
		}
		if math.Abs(other.at(q.year).Gap.Value) > math.Abs(side.at(q.year).Gap.Value) {
			side = other
		}
	}
	if len(side.Reasons) == 0 {
		return "", nil
	}
	return side.Reasons[0].Text, nil
}
