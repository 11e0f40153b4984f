package gravity

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"dragoman/trade/frame"
)

// table opens a table of the shared data and skips where they are not at hand.
func table(t testing.TB, parts ...string) *frame.Frame {
	t.Helper()
	path := filepath.Join(append([]string{"..", "..", "..", "shared", "data", "trade"}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skip("no shared data")
	}
	f, err := frame.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func fit(t testing.TB, f *frame.Frame, s Spec) *Result {
	t.Helper()
	r, err := Fit(t.Context(), f, s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// printed compares a value with one printed with so many decimals: it may differ by one in the last.
func printed(t *testing.T, what string, got float64, want string) {
	t.Helper()
	value, err := strconv.ParseFloat(want, 64)
	if err != nil {
		t.Fatal(err)
	}
	decimals := 0
	for i := range want {
		if want[i] == '.' {
			decimals = len(want) - i - 1
		}
	}
	if !(math.Abs(got-value) <= 1.01*math.Pow(10, -float64(decimals))) {
		t.Errorf("%s: %.*f, want %s", what, decimals+2, got, want)
	}
}

func (r *Result) coefficient(name string) Coefficient {
	for _, c := range r.Coefficients {
		if c.Name == name {
			return c
		}
	}
	return Coefficient{Estimate: math.NaN(), SE: math.NaN()}
}

type expected struct{ name, estimate, se string }

func compare(t *testing.T, r *Result, n int, want []expected) {
	t.Helper()
	if n > 0 && r.N != n {
		t.Errorf("%d observations, want %d (%v)", r.N, n, r.Dropped)
	}
	for _, w := range want {
		c := r.coefficient(w.name)
		printed(t, w.name, c.Estimate, w.estimate)
		if w.se != "" {
			printed(t, w.name+" se", c.SE, w.se)
		}
	}
}

// The Log of Gravity (Santos Silva and Tenreyro 2006), tables 3 and 5, on the authors' data; figures of an independent computation in R.
func TestTheLogOfGravity(t *testing.T) {
	f := table(t, "log_of_gravity", "log_of_gravity.csv.gz")
	all := []string{"lypex", "lypim", "lyex", "lyim", "ldist", "border", "comlang", "colony", "landl_ex", "landl_im", "lremot_ex", "lremot_im", "comfrt_wto", "open_wto"}
	few := []string{"ldist", "border", "comlang", "colony", "comfrt_wto"}
	both := []string{"ex_feenstra", "im_feenstra"}
	t.Run("table 3, PPML", func(t *testing.T) {
		r := fit(t, f, Spec{Y: "trade", X: all, Errors: HC0, Reset: true})
		compare(t, r, 18360, []expected{{"constant", "-32.326103", "2.059448"}, {"lypex", "0.732481", "0.026791"}, {"lypim", "0.741078", "0.027414"},
			{"lyex", "0.156712", ""}, {"lyim", "0.135018", ""}, {"ldist", "-0.783801", "0.054604"}, {"border", "0.192911", "0.104315"},
			{"comlang", "0.745984", "0.134719"}, {"colony", "0.025006", "0.149800"}, {"landl_ex", "-0.863474", ""}, {"landl_im", "-0.696420", ""},
			{"lremot_ex", "0.659840", ""}, {"lremot_im", "0.561500", ""}, {"comfrt_wto", "0.181107", "0.088557"}, {"open_wto", "-0.106819", "0.131235"}})
		if r.Zeros != 8747 {
			t.Errorf("%d zeros, want 8747", r.Zeros)
		}
		printed(t, "RESET p (paper: 0.331)", *r.Fit.ResetP, "0.331")
	})
	t.Run("table 3, PPML, positive trade", func(t *testing.T) {
		compare(t, fit(t, f, Spec{Y: "trade", X: all, Where: []string{"trade>0"}}), 9613, []expected{{"lypex", "0.721328", ""},
			{"lypim", "0.731876", ""}, {"ldist", "-0.776316", ""}, {"border", "0.202369", ""}, {"comlang", "0.751281", ""}})
	})
	t.Run("table 3, OLS", func(t *testing.T) {
		r := fit(t, f, Spec{Method: OLS, Y: "log(trade)", X: all})
		compare(t, r, 9613, []expected{{"lypex", "0.937818", ""}, {"lypim", "0.797788", ""}, {"ldist", "-1.166011", ""},
			{"border", "0.313998", ""}, {"comlang", "0.678037", ""}})
		printed(t, "R2", *r.Fit.R2, "0.66234")
	})
	t.Run("table 5, PPML", func(t *testing.T) {
		compare(t, fit(t, f, Spec{Y: "trade", X: few, FixedEffects: both, Errors: HC0}), 18360, []expected{{"ldist", "-0.750039", "0.040608"},
			{"border", "0.369778", "0.090671"}, {"comlang", "0.382877", "0.093033"}, {"colony", "0.078808", "0.133697"}, {"comfrt_wto", "0.376233", "0.076826"}})
	})
	t.Run("table 5, OLS", func(t *testing.T) {
		compare(t, fit(t, f, Spec{Method: OLS, Y: "log(trade)", X: few, FixedEffects: both, Errors: HC1}), 9613, []expected{{"ldist", "-1.346573", "0.031215"},
			{"border", "0.174066", "0.129693"}, {"comlang", "0.405863", "0.067518"}, {"colony", "0.666277", "0.070421"}, {"comfrt_wto", "0.309579", "0.098333"}})
	})
}

const bookYears = "year=1986,1990,1994,1998,2002,2006"

// An Advanced Guide to Trade Policy Analysis (Yotov et al. 2016), chapter 1, table 1.
func TestTheAdvancedGuideTraditionalGravity(t *testing.T) {
	f := table(t, "agtpa", "agtpa_applications_1986_2006.csv.gz")
	output, expenditure := "ln_Y := log(total(trade,exporter^year))", "ln_E := log(total(trade,importer^year))"
	where := []string{bookYears, "exporter!=importer"}
	plain := []string{"ln_dist := log(dist)", "cntg", "lang", "clny"}
	effects := []string{"exporter^year", "importer^year"}
	t.Run("OLS", func(t *testing.T) {
		r := fit(t, f, Spec{Method: OLS, Y: "log(trade)", X: append(plain, output, expenditure), Where: where})
		compare(t, r, 25689, []expected{{"constant", "-11.2831", ""}, {"ln_dist", "-1.0016", ""}, {"cntg", "0.5738", ""}, {"lang", "0.8015", ""},
			{"clny", "0.7349", ""}, {"ln_Y", "1.1902", ""}, {"ln_E", "0.9076", ""}})
		printed(t, "R2", *r.Fit.R2, "0.7585251")
	})
	t.Run("OLS with remoteness", func(t *testing.T) {
		exports := "rem_exp := log(total(dist/(total(trade,importer^year)/total(trade,year)),exporter^year))"
		imports := "rem_imp := log(total(dist/(total(trade,exporter^year)/total(trade,year)),importer^year))"
		r := fit(t, f, Spec{Method: OLS, Y: "log(trade)", X: append(plain, output, expenditure, exports, imports), Where: where})
		compare(t, r, 25689, []expected{{"constant", "-35.2185", ""}, {"ln_dist", "-1.1848", ""}, {"cntg", "0.2466", ""}, {"lang", "0.7394", ""},
			{"clny", "0.8425", ""}, {"ln_Y", "1.1643", ""}, {"ln_E", "0.9026", ""}, {"rem_exp", "0.9718", ""}, {"rem_imp", "0.2737", ""}})
	})
	t.Run("OLS with fixed effects", func(t *testing.T) {
		r := fit(t, f, Spec{Method: OLS, Y: "log(trade)", X: plain, FixedEffects: effects, Where: where})
		compare(t, r, 0, []expected{{"ln_dist", "-1.2156", ""}, {"cntg", "0.2232", ""}, {"lang", "0.6609", ""}, {"clny", "0.6705", ""}})
		printed(t, "R2", *r.Fit.R2, "0.8432")
	})
	t.Run("PPML with fixed effects", func(t *testing.T) {
		r := fit(t, f, Spec{Y: "trade", X: plain, FixedEffects: effects, Clusters: []string{"pair_id"}, Where: where, Reset: true})
		compare(t, r, 28152, []expected{{"ln_dist", "-0.840927", "0.0317"}, {"cntg", "0.437443", "0.0832"}, {"lang", "0.247477", "0.0765"}, {"clny", "-0.222490", "0.1162"}})
		printed(t, "RESET p", *r.Fit.ResetP, "0.6416")
	})
}

func TestTheAdvancedGuideTradeAgreements(t *testing.T) {
	f := table(t, "agtpa", "agtpa_applications_1986_2006.csv.gz")
	effects := []string{"exporter^year", "importer^year"}
	pair := []string{"pair_id"}
	t.Run("PPML", func(t *testing.T) {
		compare(t, fit(t, f, Spec{Y: "trade", X: []string{"ln_dist := log(dist)", "cntg", "lang", "clny", "rta"}, FixedEffects: effects,
			Where: []string{bookYears, "exporter!=importer"}}), 28152, []expected{{"ln_dist", "-0.821570", ""}, {"cntg", "0.415528", ""},
			{"lang", "0.249867", ""}, {"clny", "-0.205438", ""}, {"rta", "0.190718", ""}})
	})
	t.Run("three-way", func(t *testing.T) {
		s := Spec{Y: "trade", X: []string{"rta"}, FixedEffects: append(effects, "pair_id"), Clusters: pair, Where: []string{bookYears}}
		compare(t, fit(t, f, s), 28482, []expected{{"rta", "0.557185", "0.1022"}})
		s.Clusters, s.Correction = nil, Likelihood
		compare(t, fit(t, f, s), 28482, []expected{{"rta", "0.557185", "0.055771"}})
	})
	t.Run("phasing in", func(t *testing.T) {
		s := Spec{Y: "trade", X: []string{"rta", "rta_lead4"}, FixedEffects: append(effects, "pair_id"), Clusters: pair, Where: []string{bookYears}}
		compare(t, fit(t, f, s), 0, []expected{{"rta", "0.5200", ""}, {"rta_lead4", "0.0774", ""}})
		s.X = []string{"rta", "rta_lag4", "rta_lag8", "rta_lag12"}
		compare(t, fit(t, f, s), 0, []expected{{"rta", "0.2914", ""}, {"rta_lag4", "0.4135", ""}, {"rta_lag8", "0.1687", ""}, {"rta_lag12", "0.1189", ""}})
	})
	t.Run("borders of 2006", func(t *testing.T) {
		compare(t, fit(t, f, Spec{Y: "trade", X: []string{"ln_dist := log(dist)", "cntg", "border := (exporter!=importer)"}, FixedEffects: []string{"exporter", "importer"},
			Where: []string{"year=2006"}, Correction: Likelihood}), 0, []expected{{"ln_dist", "-0.7912879", "0.0501494"}, {"cntg", "0.6736456", "0.1073719"}, {"border", "-2.47445", "0.1193816"}})
	})
}

// The sample of the package gegravity; its figures are from ppmlhdfe.
func TestGegravitySample(t *testing.T) {
	f := table(t, "gegravity", "sample_data_set.csv")
	compare(t, fit(t, f, Spec{Y: "trade", X: []string{"lndist", "contiguity", "common_language", "pta", "international"},
		FixedEffects: []string{"exporter", "importer"}, Correction: Likelihood}), 900, []expected{{"lndist", "-0.3898623", "0.0729915"},
		{"contiguity", "0.891577", "0.1327354"}, {"common_language", "0.0326249", "0.0840702"}, {"pta", "0.4711383", "0.1076578"}, {"international", "-3.412584", "0.2151235"}})
}

// The cases of ppmlhdfe, each row flagged by an exact linear programme.
func TestSeparatedObservationsRowByRow(t *testing.T) {
	for n := 1; n <= 18; n++ {
		name := fmt.Sprintf("%02d.csv", n)
		t.Run(name, func(t *testing.T) {
			f := table(t, "separation", name)
			separationCase(t, f, true)
			separationCase(t, f, false)
		})
	}
}

// separationCase checks the rows told as separated. Whether singletons are kept must not matter: none that is a zero is told as a singleton.
func separationCase(t *testing.T, f *frame.Frame, singletons bool) {
	t.Helper()
	s := Spec{Y: "y", KeepSingletons: singletons}.WithDefaults()
	for _, column := range f.Columns() {
		switch column[0] {
		case 'x':
			s.X = append(s.X, column)
		case 'i':
			s.FixedEffects = append(s.FixedEffects, column)
		}
	}
	want, err := f.Numbers("separated")
	if err != nil {
		t.Fatal(err)
	}
	got := map[int]bool{}
	for _, l := range fit(t, f, s).Separated() {
		got[l.Line] = true
	}
	for row := range want {
		if line := f.Line(row); got[line] != (want[row] == 1) {
			t.Errorf("line %d: separated %v, want %v", line, got[line], want[row])
		}
	}
}

// An example of the guide to separation of ppmlhdfe; its figures are from R's glm on what is left.
func TestEstimatesWithoutSeparatedObservations(t *testing.T) {
	f := table(t, "separation", "guides", "example1.csv")
	r := fit(t, f, Spec{Y: "y", X: []string{"x1", "x2", "x3", "x4"}})
	compare(t, r, 11, []expected{{"constant", "0.59095", ""}, {"x3", "-0.47085", ""}, {"x4", "-0.03779", ""}})
	if lost := r.Separated(); len(lost) != 1 || lost[0].Line != 6 {
		t.Errorf("separated %v, want line 6", lost)
	}
}
