// Package expected tells what every two countries would trade if they traded like others that sell, buy and lie as they do: the fitted
// values of a gravity equation estimated on the trade of all of them in one cross-section.
//
//	trade_ij = exp(exporter_i + importer_j + b1 log(dist_ij) + b2 contig_ij + b3 lang_ij + b4 colony_ij + b5 fta_ij) + error
//
// by Poisson pseudo maximum likelihood with exporter and importer effects (Santos Silva and Tenreyro 2006; Anderson and van Wincoop 2003
// say why these effects). The fitted values of an exporter sum to what it exports, those of an importer to what it imports (Fally 2015): a
// country cannot trade more than expected with all. There are no weights and no other choices.
package expected

import (
	"bytes"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"dragoman"
	"dragoman/trade/bilateral"
	"dragoman/trade/frame"
	"dragoman/trade/gravity"
)

// Flows is who trades how much with whom.
type Flows struct {
	Codes []string    // countries, area codes, each once
	Value [][]float64 // from Codes[i] to Codes[j] in one currency; NaN where it is not known; the diagonal does not matter
	Scale float64     // of a unit of the estimate in units of Value: 1e6 estimates on millions; 0 is 1
	Unit  string      // of the estimate: "million USD"
	Year  string      // whose agreements count
}

// Least is how many countries there must be.
const Least = 50

// Variables are the regressors, in the order of the equation.
var Variables = []string{"log(dist)", "contig", "lang", "colony", "fta"}

// Estimate is an estimated equation with its fitted values.
type Estimate struct {
	Equation      string                `json:"equation"`
	Unit          string                `json:"unit"`
	Year          string                `json:"year"`      // whose agreements count
	Countries     int                   `json:"countries"` // in the estimate
	N             int                   `json:"n"`         // directed pairs
	Zeros         int                   `json:"zeros"`     // of them without trade
	Coefficients  []gravity.Coefficient `json:"coefficients"`
	Errors        string                `json:"errors"`
	PseudoR2      *float64              `json:"pseudo_r2"`           // McFadden; that of other units is another
	SquaredCorrel *float64              `json:"squared_correlation"` // of trade and fitted trade
	Omitted       []gravity.Omitted     `json:"omitted"`
	Dropped       []gravity.Dropped     `json:"dropped"`
	Without       []string              `json:"without"` // countries of which nothing bilateral is known
	Derived       []string              `json:"derived"` // countries whose distances are derived
	Steps         int                   `json:"steps"`
	Stopped       string                `json:"stopped"`

	scale float64
	pairs map[[2]string]cell
	known map[string]bool // in the estimate
}

// cell is what is kept of an observation, in units of the estimate.
type cell struct {
	actual, fitted, effects float64
}

// Pair opens the expectation of one pair: Expected = exp(Effects + sum of Coefficient x Value) units of the estimate.
type Pair struct {
	Actual   float64 `json:"actual"`   // in units of Flows.Value
	Expected float64 `json:"expected"` // the same
	Effects  float64 `json:"effects"`  // of exporter and importer together, in the logarithm
	Terms    []Term  `json:"terms"`
	Distance float64 `json:"distance_km"`
	Measured string  `json:"measured"`            // how the distance was
	Treaty   string  `json:"agreement,omitempty"` // in force, that counts for fta
}

// Term is a variable of a pair with its coefficient.
type Term struct {
	Variable    string  `json:"variable"`
	Value       float64 `json:"value"`
	Coefficient float64 `json:"coefficient"`
}

// Fit estimates the equation. Too few countries, trade that determines nothing and no convergence are problems.
func Fit(ctx context.Context, f *Flows) (*Estimate, error) {
	e := &Estimate{Equation: "trade = exp(exporter + importer + " + strings.Join(Variables, " + ") + "), PPML", Unit: f.Unit, Year: f.Year,
		Without: []string{}, Derived: []string{}, scale: f.Scale, known: map[string]bool{}, pairs: map[[2]string]cell{}}
	if e.scale == 0 {
		e.scale = 1
	}
	use := e.covered(f)
	if len(use) < Least {
		return nil, dragoman.Problemf("", "", "import a dataset of more reporters", "%d countries report, of which distances are known; an estimate needs %d",
			len(use), Least)
	}
	table, pairs, err := e.observations(f, use)
	if err != nil {
		return nil, err
	}
	r, err := gravity.Fit(ctx, table, gravity.Spec{Method: gravity.PPML, Y: "trade", X: Variables, FixedEffects: []string{"exporter", "importer"},
		Clusters: []string{"pair"}, Tolerance: 1e-10})
	if err != nil {
		return nil, err
	}
	e.take(r, pairs)
	return e, nil
}

// covered lists the positions of the countries that bilateral data are there for, and names the others.
func (e *Estimate) covered(f *Flows) []int {
	var use []int
	for i, code := range f.Codes {
		if !bilateral.Has(code) {
			e.Without = append(e.Without, code)
			continue
		}
		use = append(use, i)
	}
	slices.Sort(e.Without)
	slices.SortFunc(use, func(a, b int) int { return strings.Compare(f.Codes[a], f.Codes[b]) })
	return use
}

// observations makes a table with a row for every directed pair whose trade is known.
func (e *Estimate) observations(f *Flows, use []int) (*frame.Frame, [][2]string, error) {
	agreements := bilateral.NetworkOn(bilateral.Midyear(f.Year), f.Codes)
	var pairs [][2]string
	text := []byte("exporter,importer,pair,trade," + bilateral.Columns + "\n")
	for _, i := range use {
		for _, j := range use {
			a, b, v := f.Codes[i], f.Codes[j], f.Value[i][j]
			if _, known := bilateral.Of(a, b); i == j || !known || math.IsNaN(v) {
				continue
			}
			pairs = append(pairs, [2]string{a, b})
			text = append(text, a+","+b+","+min(a, b)+max(a, b)+","...)
			text = strconv.AppendFloat(text, v/e.scale, 'g', -1, 64)
			text = append(agreements.AppendCells(append(text, ','), a, b), '\n')
		}
	}
	if len(pairs) == 0 {
		return nil, nil, dragoman.Problemf("", "", "import a dataset of more reporters", "trade of no pair is known")
	}
	table, err := frame.Read(bytes.NewReader(text), "trade of all pairs", int64(len(text)))
	return table, pairs, err
}

func bit(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// take keeps what was estimated.
func (e *Estimate) take(r *gravity.Result, pairs [][2]string) {
	e.N, e.Zeros, e.Coefficients, e.PseudoR2, e.SquaredCorrel = r.N, r.Zeros, r.Coefficients, r.Fit.PseudoR2, r.Fit.SquaredCorrel
	e.Errors, e.Omitted, e.Dropped = r.Errors, r.Omitted, r.Dropped
	e.Steps, e.Stopped = len(r.Iterations), r.Stopped
	for _, p := range r.Predictions() {
		pair := pairs[p.Row]
		e.pairs[pair] = cell{p.Y, p.Fitted, p.Effects}
		e.known[pair[0]], e.known[pair[1]] = true, true
	}
	e.Countries = len(e.known)
	for code := range e.known {
		if derived(code) {
			e.Derived = append(e.Derived, code)
		}
	}
	slices.Sort(e.Derived)
}

// derived says whether the distances of a country are: those to France then are, and to Germany.
func derived(code string) bool {
	p, _ := bilateral.Of(code, "FRA")
	return p.Basis.Derived()
}

// Ratio is actual over expected trade; because says why there is none.
func (e *Estimate) Ratio(exporter, importer string) (ratio float64, because string) {
	c, ok := e.pairs[[2]string{exporter, importer}]
	switch {
	case !ok:
		return 0, e.why(exporter, importer)
	case !(c.fitted > 0):
		return 0, "nothing is expected"
	}
	return c.actual / c.fitted, ""
}

func (e *Estimate) why(exporter, importer string) string {
	for _, code := range []string{exporter, importer} {
		switch {
		case slices.Contains(e.Without, code):
			return "no distances of " + code + " are known"
		case !e.known[code]:
			return code + " does not report in these figures"
		}
	}
	return "the gravity estimate does not cover the two"
}

// Open gives the parts of an expectation; false where there is none.
func (e *Estimate) Open(exporter, importer string) (*Pair, bool) {
	c, ok := e.pairs[[2]string{exporter, importer}]
	if !ok {
		return nil, false
	}
	between, _ := bilateral.Of(exporter, importer)
	p := &Pair{Actual: c.actual * e.scale, Expected: c.fitted * e.scale, Effects: c.effects, Distance: between.Distance, Measured: between.Basis.String()}
	treaty, bound := bilateral.AgreementBetween(exporter, importer, bilateral.Midyear(e.Year))
	if bound {
		p.Treaty = treaty.Name
	}
	values := map[string]float64{"log(dist)": math.Log(between.Distance), "contig": bit(between.Border), "lang": bit(between.Language),
		"colony": bit(between.Colony), "fta": bit(bound)}
	for _, k := range e.Coefficients {
		p.Terms = append(p.Terms, Term{k.Name, values[k.Name], k.Estimate})
	}
	return p, true
}
