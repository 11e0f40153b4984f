package main

import (
	_ "embed"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dragoman/trade/frame"
)

//go:embed published.tsv
var publishedTable string

// published is an estimation that somebody printed, and how near the program comes to it.
type published struct {
	What         string
	file         string   // under the folder of trade data
	flags        []string // of `dragoman gravity fit`
	observations int      // 0: not told
	want         []printed

	Values  int     // compared
	Largest float64 // gap, in units of the last digit printed
	At      string  // the coefficient it is at
}

// printed is a number as printed.
type printed struct {
	name  string
	error bool // of the coefficient, not the coefficient
	text  string
}

// Met says that no value differs by more than one in its last digit: printed numbers were rounded.
func (p *published) Met() bool { return p.Largest <= 1.01 }

// readPublished reads bench/published.tsv.
func readPublished(table string) ([]published, error) {
	var out []published
	header := false
	for n, line := range strings.Split(strings.TrimSuffix(table, "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if !header {
			header = true
			continue
		}
		p, err := parsePublished(strings.Split(line, "\t"))
		if err != nil {
			return nil, fmt.Errorf("published.tsv:%d: %w", n+1, err)
		}
		out = append(out, p)
	}
	return out, nil
}

func parsePublished(cells []string) (published, error) {
	if len(cells) != 5 {
		return published{}, fmt.Errorf("has %d cells instead of 5", len(cells))
	}
	p := published{What: cells[0], file: filepath.FromSlash(cells[1]), flags: strings.Fields(cells[2])}
	if cells[3] != "" {
		var err error
		if p.observations, err = strconv.Atoi(cells[3]); err != nil {
			return p, err
		}
	}
	for value := range strings.SplitSeq(cells[4], "; ") {
		words := strings.Fields(value)
		if len(words) < 2 || len(words) > 3 {
			return p, fmt.Errorf("%q is not name, estimate and perhaps standard error", value)
		}
		for i, text := range words[1:] {
			if _, err := strconv.ParseFloat(text, 64); err != nil {
				return p, err
			}
			p.want = append(p.want, printed{words[0], i == 1, text})
		}
	}
	return p, nil
}

// off is the gap between a value and this number, in units of its last digit.
func (p printed) off(got float64) float64 {
	want, err := strconv.ParseFloat(p.text, 64)
	if err != nil {
		return math.Inf(1)
	}
	_, decimals, _ := strings.Cut(p.text, ".")
	return math.Abs(got-want) * math.Pow(10, float64(len(decimals)))
}

// equality is how near answers come to another program's, number by number.
type equality struct {
	What, Unit    string
	N             int
	Largest, Goal float64
}

func (e equality) Met() bool { return e.Largest <= e.Goal }

// reproduction is what docs/accuracy.md tells of published results in trade.
type reproduction struct {
	Estimations []published
	Equilibria  []equality
	Separation  separation
}

// separation counts rows whose likelihood has no maximum, flagged by the program and by an exact linear programme.
type separation struct{ Cases, Rows, Separated, Wrong int }

func (s separation) Met() bool { return s.Wrong == 0 }

// reproduce repeats published results; nil if no data of them are at hand.
func reproduce(binary, shared string) (*reproduction, error) {
	folder := filepath.Join(shared, "data", "trade")
	r := &reproduction{}
	all, err := readPublished(publishedTable)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		if !present(filepath.Join(folder, p.file)) {
			continue
		}
		if err := p.repeat(binary, folder); err != nil {
			return nil, err
		}
		r.Estimations = append(r.Estimations, p)
	}
	if err := r.enlargement(binary, filepath.Join(folder, "ge_gravity", "TradeData0014_Results.csv.gz")); err != nil {
		return nil, err
	}
	if err := r.borders(binary, filepath.Join(folder, "agtpa")); err != nil {
		return nil, err
	}
	if err := r.separated(binary, filepath.Join(folder, "separation")); err != nil {
		return nil, err
	}
	if len(r.Estimations)+len(r.Equilibria)+r.Separation.Cases == 0 {
		return nil, nil
	}
	return r, nil
}

func present(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (p *published) repeat(binary, folder string) error {
	var answer struct {
		N            int
		Coefficients []coefficient
	}
	if err := ask(&answer, binary, slices.Concat([]string{"gravity", "fit", filepath.Join(folder, p.file)}, p.flags)...); err != nil {
		return err
	}
	if p.observations > 0 && answer.N != p.observations {
		return fmt.Errorf("%s: %d observations instead of %d", p.What, answer.N, p.observations)
	}
	for _, w := range p.want {
		i := slices.IndexFunc(answer.Coefficients, func(c coefficient) bool { return c.Name == w.name })
		if i < 0 {
			return fmt.Errorf("%s: there is no coefficient of %s", p.What, w.name)
		}
		got, at := answer.Coefficients[i].Estimate, w.name
		if w.error {
			got, at = answer.Coefficients[i].SE, "standard error of "+w.name
		}
		p.Values++
		if off := w.off(got); off >= p.Largest {
			p.Largest, p.At = off, at
		}
	}
	return nil
}

// whatif is what is compared of an answer of `dragoman gravity whatif`.
type whatif struct {
	Countries []struct {
		Code              string
		Conditional, Full struct {
			Exports float64 `json:"exports_pct"`
			Index   float64 `json:"index_pct"`
			Income  float64 `json:"real_income_pct"`
		}
	}
}

const goalEquilibrium = 1e-6

// The enlargement of the EU by which ge_gravity (Baier, Yotov and Zylkin 2019) shows what it does: 44 economies in 2000, θ = 4. Its results are stored in
// single precision, seven digits.
const (
	enlargement       = "EU15+NOR,BGR,CYP,CZE,EST,HRV,HUN,LTU,LVA,MLT,POL,ROU,SVK,SVN:eu_enlargement"
	enlargementEffect = "eu_enlargement=0.22424901"
)

func (r *reproduction) enlargement(binary, path string) error {
	if !present(path) {
		return nil
	}
	for _, c := range []struct{ deficits, column string }{{"additive", "w_eu"}, {"multiplicative", "w_mult"}} {
		want, err := column(path, "exporter", c.column, "year=2000", "exporter=importer")
		if err != nil {
			return err
		}
		var answer whatif
		if err := ask(&answer, binary, "gravity", "whatif", path, "--year", "2000", "--theta", "4", "--beta", enlargementEffect, "--deficits", c.deficits,
			"--change", enlargement, "--top", "0"); err != nil {
			return err
		}
		e := equality{What: "ge_gravity, enlargement of the EU, 44 economies, " + c.deficits + " deficits: welfare", Unit: "relative", Goal: goalEquilibrium}
		for _, x := range answer.Countries {
			e.compare(1+x.Full.Income/100, want[x.Code], want[x.Code])
		}
		if err := r.add(e, len(want)); err != nil {
			return err
		}
	}
	return nil
}

// borders is application 1 of chapter 2 of Yotov et al. (2016): 69 countries in 2006 without borders, σ = 7. Its full effects are no equilibrium
// to more than some digits (docs/equilibrium.md).
func (r *reproduction) borders(binary, folder string) error {
	data, results := filepath.Join(folder, "agtpa_applications_1986_2006.csv.gz"), filepath.Join(folder, "results")
	if !present(data) || !present(results) {
		return nil
	}
	var answer whatif
	if err := ask(&answer, binary, "gravity", "whatif", data, "--year", "2006", "--model", "full", "--sigma", "7", "--reference", "DEU", "--x", "log(dist),cntg,border",
		"--change", "*:border=off", "--top", "0"); err != nil {
		return err
	}
	exports, err := column(filepath.Join(results, "1_TradeWithoutBorder_FULL.csv"), "country", "change_Xi_CDL")
	if err != nil {
		return err
	}
	e := equality{What: "Yotov et al. (2016), chapter 2, no borders, 69 countries: conditional exports", Unit: "percentage points", Goal: goalEquilibrium}
	for _, x := range answer.Countries {
		e.compare(x.Conditional.Exports, exports[x.Code], 1)
	}
	return r.add(e, len(exports))
}

// compare takes a gap into account, as a share of something.
func (e *equality) compare(got, want, of float64) {
	e.N++
	if gap := math.Abs(got-want) / math.Abs(of); !(gap <= e.Largest) { // a gap that is no number is the largest
		e.Largest = gap
	}
}

func (r *reproduction) add(e equality, expected int) error {
	if e.N != expected {
		return fmt.Errorf("%s: %d answers to %d published numbers", e.What, e.N, expected)
	}
	r.Equilibria = append(r.Equilibria, e)
	return nil
}

// column reads numbers by country.
func column(path, key, name string, where ...string) (map[string]float64, error) {
	f, err := frame.Open(path, nil)
	if err != nil {
		return nil, err
	}
	keys, err := f.Levels(key)
	if err != nil {
		return nil, err
	}
	values, err := f.Numbers(name)
	if err != nil {
		return nil, err
	}
	keep := make([]bool, f.Rows())
	for row := range keep {
		keep[row] = true
	}
	for _, condition := range where {
		holds, err := f.Where(condition)
		if err != nil {
			return nil, err
		}
		for row := range keep {
			keep[row] = keep[row] && holds[row]
		}
	}
	out := map[string]float64{}
	for row, yes := range keep {
		if yes {
			out[keys.Labels[keys.Codes[row]]] = values[row]
		}
	}
	return out, nil
}

// separated compares, row by row, the cases of ppmlhdfe (Correia, Guimarães and Zylkin 2019), flagged by an exact linear programme.
func (r *reproduction) separated(binary, folder string) error {
	cases, err := filepath.Glob(filepath.Join(folder, "*.csv"))
	if err != nil {
		return err
	}
	for _, path := range cases {
		if err := r.Separation.add(binary, path); err != nil {
			return err
		}
	}
	return nil
}

func (s *separation) add(binary, path string) error {
	f, err := frame.Open(path, nil)
	if err != nil {
		return err
	}
	want, err := f.Numbers("separated")
	if err != nil {
		return err
	}
	args := []string{"gravity", "fit", path, "--y", "y", "--keep-singletons", "--list-separated", "--correction", "none"} // some leave no degrees of freedom
	for _, c := range f.Columns() {
		switch c[0] {
		case 'x':
			args = append(args, "--x", c)
		case 'i':
			args = append(args, "--fe", c)
		}
	}
	var answer struct {
		Lines []struct{ Line int } `json:"separated_lines"`
	}
	if err := ask(&answer, binary, args...); err != nil {
		return err
	}
	flagged := map[int]bool{}
	for _, l := range answer.Lines {
		flagged[l.Line] = true
	}
	s.Cases++
	s.Rows += len(want)
	for row, w := range want {
		if w == 1 {
			s.Separated++
		}
		if flagged[f.Line(row)] != (w == 1) {
			s.Wrong++
		}
	}
	return nil
}
