package chart

import (
	"math"
	"slices"
	"testing"
)

func TestUnitsAreWrittenForPeople(t *testing.T) {
	for _, c := range []struct {
		u    Unit
		v    float64
		want string
	}{
		{USD, 282e6, "$282 M"}, {USD, 1.4849e9, "$1.48 B"}, {USD, 11.2e6, "$11.2 M"}, {USD, 999, "$999"}, {USD, 1000, "$1 K"},
		{USD, 999.6e3, "$1 M"}, {USD, 999.999e9, "$1 T"}, {USD, -3.5e6, "−$3.5 M"}, {USD, 0, "$0"}, {USD, math.Copysign(0, -1), "$0"}, {USD, 0.5, "$0.5"},
		{USD, 2.5e15, "$2,500 T"}, {USD, 1e30, "$1e+18 T"}, {USD, nan, "n/a"}, {USD, math.Inf(1), "n/a"},
		{Percent, 34, "34%"}, {Percent, 1234.5, "1,234%"}, {Percent, -0.021, "−0.021%"}, {Tonnes, 160e3, "160 kt"}, {Tonnes, 1.2e6, "1.2 Mt"},
		{Tonnes, 3e9, "3 Gt"}, {Tonnes, 12, "12 t"}, {Unit{After: " pieces"}, 12500, "12.5 K pieces"},
	} {
		if got := c.u.Format(c.v); got != c.want {
			t.Errorf("%+v.Format(%g) = %q, not %q", c.u, c.v, got, c.want)
		}
	}
}

func TestMarksOfAnAxisShareAScale(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		n      int
		zero   bool
		want   []string
	}{
		{0, 640e6, 5, true, []string{"$0", "$200 M", "$400 M", "$600 M", "$800 M"}},
		{-144e6, 640e6, 6, true, []string{"−$200 M", "$0", "$200 M", "$400 M", "$600 M", "$800 M"}},
		{0, 9, 4, true, []string{"$0", "$2.5", "$5.0", "$7.5", "$10.0"}},
		{96e6, 99e6, 3, false, []string{"$96 M", "$97 M", "$98 M", "$99 M"}},
		{0, 1.1e6, 4, true, []string{"$0", "$0.5 M", "$1.0 M", "$1.5 M"}},
		{7, 7, 4, false, []string{"$2", "$4", "$6", "$8", "$10", "$12"}},
	} {
		if got := newAxis(USD, c.lo, c.hi, c.n, c.zero).labels; !slices.Equal(got, c.want) {
			t.Errorf("%g to %g: %q, not %q", c.lo, c.hi, got, c.want)
		}
	}
	if got := newLogAxis(USD, 3e4, 640e6).labels; !slices.Equal(got, []string{"$10 K", "$100 K", "$1 M", "$10 M", "$100 M", "$1 B"}) {
		t.Error(got)
	}
}

func TestMarksOfTimeKeepTheirDistance(t *testing.T) {
	for _, c := range []struct {
		periods []string
		n       int
		want    []string
	}{
		{[]string{"2019", "2023"}, 9, []string{"2019", "2020", "2021", "2022", "2023"}},
		{[]string{"1725", "2024"}, 8, []string{"1750", "1800", "1850", "1900", "1950", "2000"}},
		{[]string{"2022-11", "2024-01"}, 6, []string{"Jan 2023", "Apr 2023", "Jul 2023", "Oct 2023", "Jan 2024"}},
		{[]string{"2012-03", "2016-01"}, 5, []string{"2013", "2014", "2015", "2016"}},
		{[]string{"2023"}, 5, []string{"2023"}},
		{[]string{"2021", "2024"}, 1, []string{"2021"}},
	} {
		cal, err := newCalendar(c.periods)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, tick := range cal.ticks(c.n) {
			got = append(got, tick.label)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, not %q", c.periods, got, c.want)
		}
	}
}

func TestLinesBreakWherePeriodsAreLeftOut(t *testing.T) {
	cal, err := newCalendar([]string{"2015", "2016", "2018", "2019", "2020"})
	if err != nil {
		t.Fatal(err)
	}
	if got := runs(cal, []float64{1, 2, 3, nan, 5}); !slices.Equal(got, [][2]int{{0, 2}, {2, 3}, {4, 5}}) {
		t.Error(got)
	}
}

func TestRatiosNameOneSidedReports(t *testing.T) {
	for want, v := range map[string][2]float64{"×31": {11, 343}, "": {10, 12}, "one side only": {0, 5}, "×2.5": {5, 2}} {
		if got := ratio(v[0], v[1]); got != want {
			t.Errorf("%v: %q, not %q", v, got, want)
		}
	}
	if ratio(nan, 5) != "" || ratio(0, 0) != "" {
		t.Error("a ratio of what is not reported")
	}
}
