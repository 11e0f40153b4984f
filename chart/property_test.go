package chart

import (
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

func TestTreemapAreasAreProportionalAndInside(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		c := Treemap{}
		for range 1 + r.IntN(60) {
			c.Items = append(c.Items, Item{Name: "x", Group: string(rune('a' + r.IntN(7))), Value: math.Exp(r.NormFloat64() * 2.5)})
		}
		groups, total, err := c.groups()
		if err != nil {
			t.Fatal(err)
		}
		in := box{3, 5, 100 + 900*r.Float64(), 100 + 500*r.Float64()}
		frames, cells := layout(groups, in)
		var all []box
		for i, g := range groups {
			if !near(frames[i].w*frames[i].h, g.total/total*in.w*in.h, 1e-6*in.w*in.h) {
				t.Fatalf("round %d: group %s has the area %g", round, g.name, frames[i].w*frames[i].h)
			}
			for k, it := range g.items {
				b := cells[i][k]
				if !near(b.w*b.h, it.Value/total*in.w*in.h, 1e-6*in.w*in.h) {
					t.Fatalf("round %d: an item of %g of %g has the area %g of %g", round, it.Value, total, b.w*b.h, in.w*in.h)
				}
				if !b.inside(box{frames[i].x - 1e-6, frames[i].y - 1e-6, frames[i].w + 2e-6, frames[i].h + 2e-6}) {
					t.Fatalf("round %d: %v is not inside %v", round, b, frames[i])
				}
				all = append(all, box{b.x + 1e-6, b.y + 1e-6, max(0, b.w-2e-6), max(0, b.h-2e-6)})
			}
		}
		for i, a := range all {
			if !a.inside(in) || slices.ContainsFunc(all[:i], func(b box) bool { return a.w*a.h*b.w*b.h > 0 && a.meets(b) }) {
				t.Fatalf("round %d: %v runs out or lies on another", round, a)
			}
		}
	}
}

// The example of Bruls, Huizing and van Wijk (2000), section 3.1: a rectangle of 6 by 4 among areas 6, 6, 4, 3, 2, 2, 1.
func TestSquarifyFollowsThePublishedExample(t *testing.T) {
	got := squarify([]float64{6, 6, 4, 3, 2, 2, 1}, box{0, 0, 6, 4})
	want := []box{{0, 0, 3, 2}, {0, 2, 3, 2}, {3, 0, 12. / 7, 7. / 3}, {3 + 12./7, 0, 9. / 7, 7. / 3}}
	for i, w := range want {
		if g := got[i]; !near(g.x, w.x, 1e-9) || !near(g.y, w.y, 1e-9) || !near(g.w, w.w, 1e-9) || !near(g.h, w.h, 1e-9) {
			t.Errorf("part %d lies at %.3f, not %.3f", i, g, w)
		}
	}
}

// network is a random flow through stages, with links that skip some.
func network(r *rand.Rand) *Sankey {
	c := &Sankey{}
	stages := 2 + r.IntN(4)
	for s := range stages {
		for n := range 1 + r.IntN(5) {
			c.Nodes = append(c.Nodes, Node{ID: string(rune('A'+s)) + string(rune('0'+n)), Stage: s + 1})
		}
	}
	for _, from := range c.Nodes {
		for _, to := range c.Nodes {
			if to.Stage > from.Stage && r.IntN(3) == 0 {
				c.Links = append(c.Links, Link{From: from.ID, To: to.ID, Value: math.Exp(r.NormFloat64()), Closed: r.IntN(8) == 0})
			}
		}
	}
	return c
}

func TestSankeyRibbonsConserveVolume(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for round := range 200 {
		c := network(r)
		l, err := c.layout()
		if err != nil {
			t.Fatal(err)
		}
		for i := range l.stations {
			st := &l.stations[i]
			for _, in := range []bool{true, false} {
				checkSide(t, round, c, l, st, in)
			}
			if st.centre-st.size/2 < -1e-6 || st.centre+st.size/2 > l.height+1e-6 {
				t.Fatalf("round %d: a node leaves the drawing", round)
			}
		}
		for _, stage := range l.stages {
			for n := 1; n < len(stage); n++ {
				a, b := l.stations[stage[n-1]], l.stations[stage[n]]
				if a.centre+a.size/2 > b.centre-b.size/2+1e-6 {
					t.Fatalf("round %d: nodes overlap", round)
				}
			}
		}
	}
}

// checkSide sees that the ribbons on a side of a station lie side by side within it, as high together as their volume.
func checkSide(t *testing.T, round int, c *Sankey, l *flowLayout, st *station, in bool) {
	t.Helper()
	type stretch struct{ top, bottom float64 }
	var ribbons []stretch
	volume := 0.0
	for _, k := range st.side(in) {
		half := c.Links[l.segments[k].link].Value * l.perUnit / 2
		y := l.segments[k].y0
		if in {
			y = l.segments[k].y1
		}
		ribbons = append(ribbons, stretch{y - half, y + half})
		volume += 2 * half
	}
	if volume > st.size+1e-6 || st.node < 0 && !near(volume, st.size, 1e-6) {
		t.Fatalf("round %d: %g flows through %g", round, volume, st.size)
	}
	slices.SortFunc(ribbons, func(a, b stretch) int { return int(math.Copysign(1, a.top-b.top)) })
	for i, r := range ribbons {
		if r.top < st.centre-st.size/2-1e-6 || r.bottom > st.centre+st.size/2+1e-6 || i > 0 && !near(r.top, ribbons[i-1].bottom, 1e-6) {
			t.Fatalf("round %d: ribbons do not lie side by side", round)
		}
	}
}

func TestSankeyUncrossesWhatNeedNotCross(t *testing.T) {
	c := &Sankey{Nodes: []Node{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "x"}, {ID: "y"}, {ID: "z"}},
		Links: []Link{{From: "a", To: "z", Value: 1}, {From: "b", To: "y", Value: 1}, {From: "c", To: "x", Value: 1}}}
	l, err := c.layout()
	if err != nil || l.crossings() != 0 {
		t.Error(l.crossings(), err)
	}
}

func TestSpreadKeepsThingsApartInOrderAndNear(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		n := 1 + r.IntN(12)
		want, sizes, total := make([]float64, n), make([]float64, n), 0.0
		for i := range want {
			want[i], sizes[i] = 400*r.Float64(), 5+30*r.Float64()
			total += sizes[i]
		}
		hi := max(400, total)
		got := spread(want, sizes, 0, hi)
		for i := range got {
			if got[i]-sizes[i]/2 < -1e-6 || got[i]+sizes[i]/2 > hi+1e-6 {
				t.Fatalf("%v leaves 0 to %g", got, hi)
			}
			for k := range i {
				if math.Abs(got[i]-got[k]) < (sizes[i]+sizes[k])/2-1e-6 || (want[i] < want[k]) != (got[i] < got[k]) {
					t.Fatalf("%v wanted, %v given for sizes %v", want, got, sizes)
				}
			}
		}
	}
	if got := spread([]float64{10, 12, 100}, []float64{10, 10, 10}, 0, 200); !slices.Equal(got, []float64{6, 16, 100}) {
		t.Error(got)
	}
}

func TestTextKeepsToTheWidth(t *testing.T) {
	all := stories()
	all["wide"] = &Bars{About: About{Title: "哈萨克斯坦的出口 ハンガリー"}, Unit: USD, Total: 9, Rows: []Bar{{Label: "原油和天然气以及其他产品", Value: 5}, {Label: "Cе́рбия e\u0301", Value: 4}}}
	all["wide lines"] = &Lines{Unit: USD, Periods: years(2020, 2022), Series: []Series{{"原油和天然气以及其他产品原油和天然气以及其他产品", []float64{1, nan, 3}}, {"B", []float64{3, 2, 1}}}}
	sgr := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for name, c := range all {
		for _, width := range []int{40, 64, 80, 133, 200} {
			plain, coloured := string(text(t, c, width, false)), string(text(t, c, width, true))
			if strings.Contains(plain, "\x1b") {
				t.Errorf("%s: colour where none is asked for", name)
			}
			if _, lines := c.(*Lines); !lines && strings.Join(strings.Fields(sgr.ReplaceAllString(coloured, "")), " ") != strings.Join(strings.Fields(plain), " ") {
				t.Errorf("%s, %d: colour changes the words", name, width)
			}
			for _, out := range []string{plain, coloured} {
				for line := range strings.Lines(out) {
					line = sgr.ReplaceAllString(strings.TrimSuffix(line, "\n"), "")
					if n := cellWidth(line); n > width {
						t.Errorf("%s, %d: a line takes %d: %q", name, width, n, line)
					}
				}
			}
		}
	}
}

func TestBarsAreAsLongAsTheirValues(t *testing.T) {
	for part, want := range map[float64]string{0: "", 0.001: "▏", 1: "█", 1.5: "█▌", 4: "████", 9: "████"} {
		if got := bar(part, 4, 4); got != want {
			t.Errorf("bar(%g) = %q, not %q", part, got, want)
		}
	}
	if got := bar(nan, 4, 4) + leftBar(nan, 4, 4); got != "" {
		t.Errorf("a bar for nothing reported: %q", got)
	}
}

func TestSparklinesKeepGaps(t *testing.T) {
	for want, values := range map[string][]float64{"▁▅█": {0, 4, 8}, "█·▅": {8, nan, 4}, "▄▄": {0, 0}, "··": {nan, math.Inf(1)}, "▁█": {-4, 4}, "": {}} {
		if got := Spark(values); got != want {
			t.Errorf("Spark(%v) = %q, not %q", values, got, want)
		}
	}
}

func TestThousandsOfProductsMakeASmallDrawing(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	c := Treemap{Unit: USD}
	for range 5000 {
		c.Items = append(c.Items, Item{Name: "Some product or other", Group: string(rune('a' + r.IntN(15))), Value: math.Exp(r.NormFloat64() * 3)})
	}
	if n := len(svg(t, &c, Options{})); n > 120<<10 {
		t.Errorf("%d bytes", n)
	}
	if n := len(c.Table().Rows); n != 5000 {
		t.Errorf("%d rows in the table", n)
	}
	groups, _, err := c.groups()
	if err != nil {
		t.Fatal(err)
	}
	for i, g := range gathered(groups, 1) {
		sum := 0.0
		for _, it := range g.items {
			sum += it.Value
		}
		if !near(sum, groups[i].total, 1e-9*sum) {
			t.Errorf("gathered items of %s have %g of %g", g.name, sum, groups[i].total)
		}
	}
}
