package equilibrium

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strings"

	"dragoman"
)

// Model says which answer is asked for.
type Model string

const (
	// GE takes the flows as observed and lets everything follow (Baier, Yotov and Zylkin 2019: ge_gravity).
	GE Model = "ge"
	// ConditionalOnly holds output and expenditure.
	ConditionalOnly Model = "conditional"
	// GEPPML fits the flows to trade costs first (Anderson, Larch and Yotov 2018: GE PPML), then as GE.
	GEPPML Model = "full"
)

// Question is a change and how to answer it. There are no other parameters.
type Question struct {
	Changes      []Change
	Model        Model
	Theta        float64 // trade elasticity θ = σ-1
	ThetaSource  string
	Deficits     Deficits      // "" takes additive for GE, multiplicative for GEPPML
	Reference    string        // country whose price index stays 1; see Options
	Coefficients []Coefficient // of the variables that changes name
	Costs        []Coefficient // of all variables that make up trade costs; for GEPPML
}

// Percent is a change in percent. JSON has null where it is not defined.
type Percent float64

// MarshalJSON implements json.Marshaler.
func (p Percent) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(p)) || math.IsInf(float64(p), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(p))
}

// Effect is what happens to a country, in percent. A conditional effect has no real output and income: with incomes held these would be
// the price index upside down, which says nothing without its numéraire.
type Effect struct {
	Exports    Percent `json:"exports_pct"`     // value of what it sells abroad
	Imports    Percent `json:"imports_pct"`     // value of what it buys abroad
	Price      Percent `json:"price_pct"`       // factory-gate price of its goods (its wage)
	Index      Percent `json:"index_pct"`       // consumer price index: inward multilateral resistance
	Outward    Percent `json:"outward_pct"`     // outward multilateral resistance: what its sellers bear of trade costs
	RealOutput Percent `json:"real_output_pct"` // price over index: real GDP of goods
	RealIncome Percent `json:"real_income_pct"` // welfare: real spending with additive deficits, else price over index
}

// Span is a range of 95 in 100: the coefficients less and plus 1.96 standard errors, all together.
type Span struct {
	Low  Percent `json:"low_pct"`
	High Percent `json:"high_pct"`
}

// CountryEffect is the answer for a country.
type CountryEffect struct {
	Code        string  `json:"code"`
	Name        string  `json:"name"`
	Party       bool    `json:"party"` // named in a change
	Exports     float64 `json:"exports_before"`
	Imports     float64 `json:"imports_before"`
	Output      float64 `json:"output_before"`      // with domestic sales
	Expenditure float64 `json:"expenditure_before"` // with domestic sales
	Conditional *Effect `json:"conditional,omitempty"`
	Full        *Effect `json:"full,omitempty"`
	// Gain is the change of real income in the unit of the data at old prices: expenditure times real income.
	Gain       *float64 `json:"gain,omitempty"`
	GainOfGDP  *Percent `json:"gain_of_gdp_pct,omitempty"` // where GDP is known
	ExportSpan *Span    `json:"exports_span,omitempty"`
	IncomeSpan *Span    `json:"real_income_span,omitempty"`
}

// PairEffect is the answer for a directed pair that a change is about.
type PairEffect struct {
	Exporter    string  `json:"exporter"`
	Importer    string  `json:"importer"`
	Before      float64 `json:"before"`
	Direct      Percent `json:"direct_pct"` // at given prices and incomes: 100(B-1)
	Conditional Percent `json:"conditional_pct"`
	Full        Percent `json:"full_pct"`
	Span        *Span   `json:"span,omitempty"` // of the last of the two
	After       float64 `json:"after"`          // full, or conditional when nothing else is asked for
}

// Totals are sums over the world.
type Totals struct {
	Trade       float64  `json:"trade_before"` // between countries
	Conditional Percent  `json:"trade_conditional_pct"`
	Full        *Percent `json:"trade_full_pct,omitempty"`
	RealIncome  *Percent `json:"real_income_pct,omitempty"` // weighted by expenditure
	Gain        *float64 `json:"gain,omitempty"`
}

// UsedCoefficient is a coefficient as it is reported.
type UsedCoefficient struct {
	Variable     string   `json:"variable"`
	Value        float64  `json:"value"`
	SE           *float64 `json:"se"` // null when not known
	Direct       Percent  `json:"direct_pct"`
	Observations int      `json:"observations,omitempty"`
	Source       string   `json:"source"`
	Note         string   `json:"note,omitempty"`
}

// Answer holds everything that is said, with every number that went into it.
type Answer struct {
	Base struct {
		Title     string `json:"title"`
		Source    string `json:"source"`
		Period    string `json:"period"`
		Unit      string `json:"unit"` // of flows and gains; "" when the data do not say
		Countries int    `json:"countries"`
		Missing   int    `json:"pairs_without_row"` // taken as no trade
	} `json:"base"`
	Parameters struct {
		Model        Model             `json:"model"`
		Theta        float64           `json:"theta"`
		Sigma        float64           `json:"sigma"`
		ThetaSource  string            `json:"theta_source"`
		Deficits     Deficits          `json:"deficits"`
		Numeraire    string            `json:"numeraire"`
		Coefficients []UsedCoefficient `json:"coefficients"`
		Costs        []UsedCoefficient `json:"costs"` // of the fitted baseline
	} `json:"parameters"`
	Changes   []AppliedChange `json:"changes"`
	Countries []CountryEffect `json:"countries"` // parties first, then by size of the effect on real income (conditional answers: on exports)
	Pairs     []PairEffect    `json:"pairs"`     // those changed, largest flow first
	PairsLeft int             `json:"pairs_left_out"`
	Totals    Totals          `json:"totals"`
	Solver    struct {
		Iterations int     `json:"iterations"`
		Residual   float64 `json:"residual"` // largest relative gap between sales and output
		Scale      float64 `json:"scale"`    // κ of multiplicative deficits
	} `json:"solver"`
	Notes []string `json:"notes"`
}

// maxPairs is how many changed pairs an answer lists.
const maxPairs = 500

// Ask answers a question about a base.
func Ask(base *Base, q Question) (*Answer, error) {
	if len(q.Changes) == 0 {
		return nil, dragoman.Problemf("", "", `say what changes, as in "KAZ,HRV:fta"`, "no change is asked for")
	}
	if err := q.complete(); err != nil {
		return nil, err
	}
	if q.Model == GEPPML {
		var err error
		if base, err = base.Refit(q.Costs); err != nil {
			return nil, err
		}
	}
	s, err := base.applyChanges(q.Changes)
	if err != nil {
		return nil, err
	}
	for variable := range s.logs {
		if !slices.ContainsFunc(q.Coefficients, func(c Coefficient) bool { return c.Variable == variable }) {
			return nil, dragoman.Problemf("", variable, "give it, as in --beta "+variable+"=0.3", "no coefficient is known for this variable")
		}
	}
	r, err := q.solve(base, s)
	if err != nil {
		return nil, err
	}
	return r.answer(&q, s), nil
}

// complete fills in what is left open and checks the rest.
func (q *Question) complete() error {
	switch q.Model {
	case "":
		q.Model = GE
	case GE, ConditionalOnly:
	case GEPPML:
		if len(q.Costs) == 0 {
			return dragoman.Problemf("", "model full", "give the variables of trade costs with --x, or use --model ge",
				"needs trade costs to fit the flows to")
		}
	default:
		return dragoman.Problemf("", "model", "write ge, conditional or full", "%q is no model", q.Model)
	}
	if q.Deficits == "" {
		q.Deficits = Additive
		if q.Model == GEPPML {
			q.Deficits = Multiplicative
		}
	}
	for _, c := range slices.Concat(q.Coefficients, q.Costs) {
		if math.IsNaN(c.Value) || math.Abs(c.Value) > 50 {
			return dragoman.Problemf("", c.Variable, "give a number of a size that occurs, such as 0.3", "the coefficient is %s", spoken(c.Value))
		}
		if c.SE < 0 || c.SE > 50 {
			return dragoman.Problemf("", c.Variable, "give a number of a size that occurs, such as 0.1", "the standard error is %g", c.SE)
		}
	}
	return nil
}

// results are the solutions that an answer is read off.
type results struct {
	base              *Base
	direct            [][]float64
	conditional, full *Outcome
	low, high         *Outcome // the last of the two with coefficients moved; nil without standard errors
}

func (q *Question) solve(base *Base, s *shocks) (*results, error) {
	o := Options{Theta: q.Theta, Deficits: q.Deficits, Reference: q.Reference}
	if q.Reference != "" {
		members, _, err := base.Find(q.Reference)
		if err != nil || len(members) != 1 {
			return nil, dragoman.Problemf("", "reference", "name one country of the data", "%q is no country of the data", q.Reference)
		}
		o.Reference = base.Codes[members[0]]
	}
	r := &results{base: base, direct: s.effects(q.Coefficients, q.Theta, 0)}
	var err error
	if r.conditional, err = Conditional(base.World, r.direct, o); err != nil {
		return nil, err
	}
	last := Conditional
	if q.Model != ConditionalOnly {
		last = Full
		if r.full, err = Full(base.World, r.direct, o); err != nil {
			return nil, err
		}
	}
	if s.uncertain(q.Coefficients) {
		if r.low, err = last(base.World, s.effects(q.Coefficients, q.Theta, -1.96), o); err != nil {
			return nil, err
		}
		if r.high, err = last(base.World, s.effects(q.Coefficients, q.Theta, 1.96), o); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// last is the most complete solution.
func (r *results) last() *Outcome {
	if r.full != nil {
		return r.full
	}
	return r.conditional
}

func (r *results) answer(q *Question, s *shocks) *Answer {
	a := &Answer{Changes: s.applied, Notes: slices.Concat(r.base.homesOf(s.parties), r.base.Notes)}
	a.Base.Title, a.Base.Source, a.Base.Period, a.Base.Unit = r.base.Title, r.base.Source, r.base.Period, r.base.Unit
	a.Base.Countries, a.Base.Missing = r.base.Size(), r.base.Missing
	p := &a.Parameters
	p.Model, p.Theta, p.Sigma, p.ThetaSource, p.Deficits = q.Model, q.Theta, q.Theta+1, q.ThetaSource, q.Deficits
	p.Coefficients, p.Costs = used(q.Coefficients), used(q.Costs)
	p.Numeraire = r.numeraire(q)
	for i := range r.base.Codes {
		a.Countries = append(a.Countries, r.country(i, slices.Contains(s.parties, i)))
	}
	slices.SortStableFunc(a.Countries, func(x, y CountryEffect) int {
		if x.Party != y.Party {
			return cmp.Compare(btoi(y.Party), btoi(x.Party))
		}
		if x.Party {
			return cmp.Compare(slices.Index(s.parties, r.base.Index(x.Code)), slices.Index(s.parties, r.base.Index(y.Code)))
		}
		return byEffect(&x, &y)
	})
	a.Pairs, a.PairsLeft = r.pairs(s)
	a.Totals = r.totals()
	a.Solver.Iterations, a.Solver.Residual, a.Solver.Scale = r.last().Iterations, r.last().Residual, r.last().Scale
	return a
}

// byEffect orders countries by the size of the effect on real income, or on exports where incomes are held; those without one come last.
func byEffect(x, y *CountryEffect) int {
	size := func(c *CountryEffect) float64 {
		p := c.Conditional.Exports
		if c.Full != nil {
			p = c.Full.RealIncome
		}
		if math.IsNaN(float64(p)) {
			return -1
		}
		return math.Abs(float64(p))
	}
	return cmp.Compare(size(y), size(x))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func used(list []Coefficient) []UsedCoefficient {
	out := make([]UsedCoefficient, 0, len(list))
	for _, c := range list {
		u := UsedCoefficient{Variable: c.Variable, Value: c.Value, Direct: percent(math.Exp(c.Value)), Observations: c.Observations,
			Source: c.Source, Note: c.Note}
		if !math.IsNaN(c.SE) {
			u.SE = &c.SE
		}
		out = append(out, u)
	}
	return out
}

func (r *results) numeraire(q *Question) string {
	reference := strings.ToUpper(q.Reference)
	if reference == "" {
		w := r.base.World
		spending := w.Expenditure()
		largest := w.Codes[slices.Index(spending, slices.Max(spending))]
		if q.Model == ConditionalOnly {
			return "price index of " + largest
		}
		return "world output; in the conditional answer the price index of " + largest
	}
	return "price index of " + reference
}

func percent(factor float64) Percent { return Percent(100 * (factor - 1)) }

// change is the change of a value in percent; undefined where there was none before.
func change(before, after float64) Percent {
	if before == 0 {
		return Percent(math.NaN())
	}
	return percent(after / before)
}

func (o *Outcome) effect(i int) *Effect {
	return &Effect{Exports: change(o.Exports(i)), Imports: change(o.Imports(i)), Price: percent(o.Price[i]), Index: percent(o.Index[i]),
		Outward: percent(o.Outward[i]), RealOutput: percent(o.Price[i] / o.Index[i]), RealIncome: percent(o.Welfare[i])}
}

func (r *results) country(i int, party bool) CountryEffect {
	w := r.base.World
	c := CountryEffect{Code: w.Codes[i], Name: r.base.Name(i), Party: party, Conditional: r.conditional.effect(i)}
	c.Conditional.RealOutput, c.Conditional.RealIncome = Percent(math.NaN()), Percent(math.NaN())
	c.Exports, _ = r.conditional.Exports(i)
	c.Imports, _ = r.conditional.Imports(i)
	c.Output, c.Expenditure = c.Exports+w.Flow[i][i], c.Imports+w.Flow[i][i]
	if r.full != nil {
		c.Full = r.full.effect(i)
		if gain := c.Expenditure * (r.full.Welfare[i] - 1); !math.IsNaN(gain) {
			c.Gain = &gain
			if r.base.GDP != nil {
				of := Percent(100 * gain / r.base.GDP[i])
				c.GainOfGDP = &of
			}
		}
	}
	if r.low != nil {
		low, high := r.low.effect(i), r.high.effect(i)
		c.ExportSpan = span(low.Exports, high.Exports)
		if r.full != nil {
			c.IncomeSpan = span(low.RealIncome, high.RealIncome)
		}
	}
	return c
}

func span(a, b Percent) *Span { return &Span{Low: min(a, b), High: max(a, b)} }

func (r *results) pairs(s *shocks) (list []PairEffect, left int) {
	w := r.base.World
	for i, row := range s.touched {
		for j, touched := range row {
			if !touched {
				continue
			}
			before := w.Flow[i][j]
			p := PairEffect{Exporter: w.Codes[i], Importer: w.Codes[j], Before: before, Direct: percent(r.direct[i][j]),
				Conditional: change(before, r.conditional.Flow[i][j]), Full: Percent(math.NaN()), After: r.last().Flow[i][j]}
			if r.full != nil {
				p.Full = change(before, r.full.Flow[i][j])
			}
			if r.low != nil && before > 0 {
				p.Span = span(change(before, r.low.Flow[i][j]), change(before, r.high.Flow[i][j]))
			}
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b PairEffect) int { return cmp.Compare(b.Before, a.Before) })
	if left = max(0, len(list)-maxPairs); left > 0 {
		list = list[:maxPairs]
	}
	return list, left
}

func (r *results) totals() Totals {
	var before, conditional, full, spent, gain float64
	expenditure := r.base.Expenditure()
	for i := range r.base.Codes {
		b, c := r.conditional.Exports(i)
		before, conditional = before+b, conditional+c
		if r.full != nil {
			_, f := r.full.Exports(i)
			full += f
			if g := expenditure[i] * (r.full.Welfare[i] - 1); !math.IsNaN(g) {
				gain += g
			}
		}
		spent += expenditure[i]
	}
	t := Totals{Trade: before, Conditional: change(before, conditional)}
	if r.full != nil {
		f, income := change(before, full), Percent(100*gain/spent)
		t.Full, t.RealIncome, t.Gain = &f, &income, &gain
	}
	return t
}
