package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dragoman/chart/outline"
)

// drawn is what a test reads back from a drawing.
type drawn struct {
	w, h  float64
	root  map[string]string
	ids   []string
	title string
	desc  string
	texts []caption
}

// caption is a text with the place it takes.
type caption struct {
	s string
	box
}

var number = regexp.MustCompile(`^-?[0-9]+(\.[0-9])?$`)

// parse reads a drawing as XML and fails the test where an attribute is no plain number or leads outside.
func parse(t *testing.T, raw []byte) drawn {
	t.Helper()
	d := drawn{root: map[string]string{}}
	dec := xml.NewDecoder(bytes.NewReader(raw))
	depth, current := 0, ""
	var attrs map[string]string
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return d
		}
		if err != nil {
			t.Fatalf("not XML: %v", err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			attrs = map[string]string{}
			for _, a := range e.Attr {
				attrs[a.Name.Local] = a.Value
			}
			current = e.Name.Local
			d.element(t, depth, current, attrs)
			depth++
		case xml.EndElement:
			depth--
			current = ""
		case xml.CharData:
			switch {
			case current == "text":
				d.texts = append(d.texts, placed(string(e), attrs))
			case current == "title" && d.title == "":
				d.title = string(e)
			case current == "desc":
				d.desc = string(e)
			}
		}
	}
}

func (d *drawn) element(t *testing.T, depth int, name string, attrs map[string]string) {
	t.Helper()
	if depth == 0 {
		if name != "svg" {
			t.Fatalf("root is %s", name)
		}
		d.root = attrs
		d.w, _ = strconv.ParseFloat(attrs["width"], 64)
		d.h, _ = strconv.ParseFloat(attrs["height"], 64)
	}
	if slices.Contains([]string{"script", "image", "use", "foreignObject", "a", "set", "animate"}, name) {
		t.Errorf("element %s", name)
	}
	for k, v := range attrs {
		switch k {
		case "id":
			d.ids = append(d.ids, v)
		case "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "font-size", "stroke-width":
			if !number.MatchString(v) {
				t.Errorf("%s %s=%q is not a number rounded to tenths", name, k, v)
			}
		case "d":
			if strings.ContainsAny(v, "NIeE+") {
				t.Errorf("path %q", v)
			}
		case "href", "style":
			t.Errorf("%s has %s", name, k)
		}
		if strings.HasPrefix(k, "on") {
			t.Errorf("%s has %s", name, k)
		}
	}
}

// placed is the box of a text: a little less than its line, because neighbours may touch.
func placed(s string, attrs map[string]string) caption {
	class := strings.Fields(attrs["class"])
	size := labelSize
	for c, v := range map[string]float64{"t": titleSize, "n": noteSize, "f": footSize, "place": 10.5} {
		if slices.Contains(class, c) {
			size = v
		}
	}
	if v, ok := attrs["font-size"]; ok {
		size, _ = strconv.ParseFloat(v, 64)
	}
	x, _ := strconv.ParseFloat(attrs["x"], 64)
	y, _ := strconv.ParseFloat(attrs["y"], 64)
	w := textWidth(s, size, slices.Contains(class, "b"))
	switch {
	case slices.Contains(class, "e"):
		x -= w
	case slices.Contains(class, "m"):
		x -= w / 2
	}
	return caption{s, box{x, y - 0.72*size, w, 0.8 * size}}
}

func TestDrawingsAreSoundAtEveryWidth(t *testing.T) {
	for name, c := range stories() {
		for _, width := range []int{240, 360, 600, 860, 1600, 4000} {
			t.Run(fmt.Sprint(name, "/", width), func(t *testing.T) {
				raw := svg(t, c, Options{Width: width})
				d := parse(t, raw)
				if d.root["role"] != "img" || d.title == "" || d.desc == "" {
					t.Errorf("role %q, title %q, description %q", d.root["role"], d.title, d.desc)
				}
				if d.root["viewBox"] != fmt.Sprintf("0 0 %s %s", d.root["width"], d.root["height"]) {
					t.Errorf("viewBox %q", d.root["viewBox"])
				}
				for _, id := range d.ids {
					if n := strings.Count(string(raw), `id="`+id+`"`); n != 1 {
						t.Errorf("id %s stands %d times", id, n)
					}
				}
				for i, a := range d.texts {
					if !a.inside(box{-1, -1, d.w + 2, d.h + 2}) {
						t.Errorf("%q runs out of the drawing: %.0f", a.s, a.box)
					}
					for _, b := range d.texts[:i] {
						if a.meets(b.box) {
							t.Errorf("%q lies on %q", a.s, b.s)
						}
					}
				}
				if !bytes.Equal(raw, svg(t, c, Options{Width: width})) {
					t.Error("drawn differently the second time")
				}
			})
		}
	}
}

func TestNoTextOfTheDataCanBreakOut(t *testing.T) {
	nasty := `<script>&"'` + "\x00\x1b[31m\ufffe]]> a\nb"
	about := About{ID: nasty, Title: nasty, Note: nasty, Desc: nasty, Source: nasty}
	for _, c := range []Chart{
		&Lines{About: about, Periods: []string{"2023"}, Series: []Series{{nasty, []float64{1}}}, Unit: Unit{Before: nasty}, Partial: []Partial{{"2023", nasty}}},
		&Area{About: about, Periods: []string{"2023"}, Series: []Series{{nasty, []float64{1}}}},
		&Mirror{About: about, Periods: []string{"2023"}, Up: Series{nasty, []float64{1}}, Down: Series{nasty, []float64{1}}},
		&Sides{About: about, Periods: []string{"2023"}, A: Series{nasty, []float64{1}}, B: Series{nasty, []float64{9}}},
		&Bars{About: about, Rows: []Bar{{Label: nasty, Value: 1, Note: nasty}}},
		&Dumbbell{About: about, A: nasty, B: nasty, Rows: []Pair{{nasty, 1, 2}}},
		&Treemap{About: about, Items: []Item{{nasty, nasty, 1, nasty}}},
		&Sankey{About: about, Heads: []string{nasty}, Nodes: []Node{{ID: nasty}, {ID: "b"}}, Links: []Link{{From: nasty, To: "b", Value: 1, Note: nasty}}},
		&Map{About: about, Box: Eurasia, Lines: []Way{{Points: [][2]float64{{1, 40}, {9, 50}}, Width: 1, Class: nasty, Title: nasty}}, Points: []Point{{20, 40, nasty, ""}}},
	} {
		d := parse(t, svg(t, c, Options{}))
		for _, id := range d.ids {
			if identifier(id) != id {
				t.Errorf("%T: id %q", c, id)
			}
		}
		if out := string(text(t, c, 80, false)); strings.ContainsAny(out, "\x00\x1b") {
			t.Errorf("%T: control characters reach the terminal", c)
		}
		var b bytes.Buffer
		if err := Figure(&b, c, Options{}); err != nil || strings.Contains(b.String(), "<script") {
			t.Errorf("%T: %v %s", c, err, b.String())
		}
	}
}

func TestChartsInOnePageKeepTheirIDsApart(t *testing.T) {
	seen := map[string]string{}
	for name, c := range stories() {
		for _, id := range parse(t, svg(t, c, Options{})).ids {
			if other, ok := seen[id]; ok {
				t.Errorf("%s and %s share the id %s", name, other, id)
			}
			seen[id] = name
		}
	}
	d := parse(t, svg(t, &Lines{About: About{ID: "kaz-hrv"}}, Options{}))
	if !slices.Equal(d.ids, []string{"kaz-hrv-t", "kaz-hrv-d"}) {
		t.Error(d.ids)
	}
}

func TestBareDrawingsLeaveStyleAndTitleToThePage(t *testing.T) {
	c := stories()["lines"]
	bare := string(svg(t, c, Options{Bare: true, Untitled: true}))
	if strings.Contains(bare, "<style") {
		t.Error("style in a bare drawing")
	}
	for _, l := range parse(t, []byte(bare)).texts {
		if strings.HasPrefix(l.s, "Oil carries") {
			t.Error("title drawn")
		}
	}
	if !strings.Contains(bare, "current prices. ") {
		t.Error("the note is not in the description")
	}
	if strings.ContainsAny(Style, "&<") {
		t.Error("the style sheet would have to be escaped in XML")
	}
}

func TestWithoutDataTheDrawingSaysSo(t *testing.T) {
	gone := []float64{nan, nan}
	for _, c := range []Chart{
		&Lines{}, &Area{}, &Mirror{}, &Sides{}, &Bars{}, &Dumbbell{}, &Treemap{}, &Sankey{},
		&Lines{Periods: years(2022, 2023), Series: []Series{{"A", gone}}}, &Lines{Log: true, Periods: years(2022, 2023), Series: []Series{{"A", []float64{0, nan}}}},
		&Area{Periods: years(2022, 2023), Series: []Series{{"A", gone}}}, &Mirror{Periods: years(2022, 2023), Up: Series{"A", gone}, Down: Series{"B", gone}},
		&Sides{Periods: years(2022, 2023), A: Series{"A", gone}, B: Series{"B", gone}}, &Dumbbell{Rows: []Pair{{"A", nan, nan}}},
		&Treemap{Items: []Item{{Name: "A"}}}, &Sankey{Nodes: []Node{{ID: "a"}, {ID: "b"}}, Links: []Link{{From: "a", To: "b"}}},
	} {
		if out := string(svg(t, c, Options{})); !strings.Contains(out, ">No data<") {
			t.Errorf("%T: %s", c, out)
		}
		if out := string(text(t, c, 60, false)); !strings.Contains(out, "No data") {
			t.Errorf("%T: %s", c, out)
		}
		c.Table()
	}
}

func TestWhatCannotBeTrueIsAnError(t *testing.T) {
	p, inf := years(2022, 2023), math.Inf(1)
	a, b := Node{ID: "a"}, Node{ID: "b"}
	way := func(w float64, points ...[2]float64) *Map {
		return &Map{Box: Eurasia, Lines: []Way{{Points: points, Width: w, Title: "L"}}}
	}
	for want, c := range map[string]Chart{
		"A, 2023: value is infinite":       &Lines{Periods: p, Series: []Series{{"A", []float64{1, inf}}}},
		"1 values for 2 periods":           &Lines{Periods: p, Series: []Series{{"A", []float64{1}}}},
		"value -2 is negative":             &Lines{Log: true, Periods: p, Series: []Series{{"A", []float64{1, -2}}}},
		`period "2022" comes after "2023"`: &Lines{Periods: []string{"2023", "2022"}},
		`period "2023" comes after "2023"`: &Lines{Periods: []string{"2023", "2023"}},
		"years and months":                 &Lines{Periods: []string{"2023", "2023-04"}},
		`period "2023-13" is neither`:      &Area{Periods: []string{"2023-13"}},
		`period "last" is neither`:         &Mirror{Periods: []string{"last"}},
		"A, 2022: value -1 is negative":    &Area{Periods: p, Series: []Series{{"A", []float64{-1, 1}}}},
		"Imports, 2023: value -1":          &Mirror{Periods: p, Up: Series{"Exports", []float64{1, 1}}, Down: Series{"Imports", []float64{1, -1}}},
		"B, 2022: value is infinite":       &Sides{Periods: p, A: Series{"A", []float64{1, 1}}, B: Series{"B", []float64{1e200, 1}}},
		"X: value -1 is negative":          &Bars{Total: 3, Rows: []Bar{{Label: "X", Value: -1}}},
		"total: value is not a number":     &Bars{Total: nan},
		"Y: value -1 is negative":          &Dumbbell{Rows: []Pair{{"Y", 1, -1}}},
		"Z: value is not a number":         &Treemap{Items: []Item{{Name: "Z", Value: nan}}},
		`node "a" stands twice`:            &Sankey{Nodes: []Node{a, a}},
		`there is no node "c"`:             &Sankey{Nodes: []Node{a, b}, Links: []Link{{From: "a", To: "c", Value: 1}}},
		"link a to b: value -1":            &Sankey{Nodes: []Node{a, b}, Links: []Link{{From: "a", To: "b", Value: -1}}},
		"round in a circle":                &Sankey{Nodes: []Node{a, b}, Links: []Link{{From: "a", To: "b", Value: 1}, {From: "b", To: "a", Value: 1}}},
		"to a does not lead to a later":    &Sankey{Nodes: []Node{{ID: "a", Stage: 1}, b}, Links: []Link{{From: "b", To: "a", Value: 1}}},
		"is not a stretch of the globe":    &Map{Box: Box{10, 20, 5, 30}},
		`line "L" has 1 points`:            way(1, [2]float64{1, 2}),
		"width 0 is not in":                way(0, [2]float64{1, 2}, [2]float64{1, 3}),
		"300, 2 is not a place":            way(1, [2]float64{300, 2}, [2]float64{1, 3}),
		"stage 99 is not in 0 to 60":       &Sankey{Nodes: []Node{{ID: "a", Stage: 99}}},
		"outline of Nowhere":               &Map{Box: Eurasia, Land: []outline.Country{{Name: "Nowhere", Rings: []outline.Ring{{}}}}},
		`point "P"`:                        &Map{Box: Eurasia, Points: []Point{{1, nan, "P", ""}}},
	} {
		var b bytes.Buffer
		for kind, err := range map[string]error{"SVG": c.SVG(&b, Options{}), "Text": c.Text(&b, 80, false)} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%T.%s: %v, not %q", c, kind, err, want)
			}
		}
		if b.Len() > 0 {
			t.Errorf("%T wrote %q in spite of its error", c, b.String())
		}
	}
	if err := (&Lines{}).SVG(io.Discard, Options{Width: 100}); err == nil {
		t.Error("a width of 100 was drawn")
	}
}

func TestExtremeDataAreDrawn(t *testing.T) {
	long := make([]float64, 300)
	for i := range long {
		long[i] = float64(i*i%977) * math.Pow(10, float64(i%40))
	}
	months := []string{}
	for y := 1990; y < 2020; y++ {
		for m := 1; m <= 12; m++ {
			months = append(months, fmt.Sprintf("%d-%02d", y, m))
		}
	}
	many := make([]Series, 25)
	for i := range many {
		many[i] = Series{fmt.Sprintf("Series number %d of a good many", i), []float64{float64(i), 100}}
	}
	flat := func(v float64, n int) []float64 { return slices.Repeat([]float64{v}, n) }
	for name, c := range map[string]Chart{
		"300 years":         &Lines{Unit: USD, Periods: years(1725, 2024), Series: []Series{{"A", long}}},
		"300 years, log":    &Lines{Unit: USD, Log: true, Periods: years(1725, 2024), Series: []Series{{"A", long}}},
		"300 years, area":   &Area{Unit: USD, Periods: years(1725, 2024), Series: []Series{{"A", long}, {"B", long}}},
		"300 years, mirror": &Mirror{Unit: USD, Balance: true, Periods: years(1725, 2024), Up: Series{"A", long}, Down: Series{"B", long}},
		"300 years, sides":  &Sides{Unit: USD, Periods: years(1725, 2024), A: Series{"A", long}, B: Series{"B", flat(3, 300)}},
		"30 years, months":  &Lines{Unit: USD, Periods: months, Series: []Series{{"A", long[:0:0]}, {"B", flat(2, 360)}}[1:]},
		"one year":          &Lines{Unit: USD, Periods: []string{"2023"}, Series: []Series{{"A", []float64{5}}, {"B", []float64{nan}}}},
		"one year, area":    &Area{Unit: USD, Periods: []string{"2023"}, Series: []Series{{"A", []float64{5}}}},
		"one year, sides":   &Sides{Unit: USD, Periods: []string{"2023"}, A: Series{"A", []float64{5}}, B: Series{"B", []float64{0}}},
		"zeros":             &Mirror{Unit: USD, Balance: true, Periods: years(2022, 2023), Up: Series{"A", []float64{0, 0}}, Down: Series{"B", []float64{0, 0}}},
		"huge":              &Lines{Unit: USD, Periods: years(2022, 2023), Series: []Series{{"A", []float64{-1e100, 1e100}}}},
		"huge bars":         &Bars{Unit: USD, Total: 1e100, Rows: []Bar{{Label: "A", Value: 1e100}, {Label: "B", Value: 1e-100}}},
		"tiny":              &Lines{Unit: USD, Periods: years(2022, 2023), Series: []Series{{"A", []float64{1e-90, 3e-90}}}},
		"flat":              &Lines{Unit: USD, Periods: years(2022, 2023), Series: []Series{{"A", []float64{7e6, 7e6}}}},
		"all negative":      &Lines{Unit: USD, Periods: years(2022, 2023), Series: []Series{{"A", []float64{-7e6, -6.9e6}}}},
		"25 series":         &Lines{Unit: USD, Periods: years(2022, 2023), Series: many},
		"25 parts":          &Area{Unit: USD, Periods: years(2022, 2023), Series: many},
		"zero bars":         &Bars{Unit: USD, Rows: []Bar{{Label: "A"}, {Label: "B", Value: nan}}},
		"far ends of trees": &Treemap{Unit: USD, Items: []Item{{"A", "x", 1e100, ""}, {"B", "x", 1e-100, ""}, {"C", "y", 1, ""}}},
	} {
		for _, width := range []int{240, 860} {
			d := parse(t, svg(t, c, Options{Width: width}))
			for i, a := range d.texts {
				if !a.inside(box{-1, -1, d.w + 2, d.h + 2}) {
					t.Errorf("%s, %d: %q runs out of the drawing: %.0f", name, width, a.s, a.box)
				}
				for _, b := range d.texts[:i] {
					if a.meets(b.box) {
						t.Errorf("%s, %d: %q lies on %q", name, width, a.s, b.s)
					}
				}
			}
		}
		for _, out := range []string{string(svg(t, c, Options{Bare: true})), string(text(t, c, 80, true))} {
			if strings.Contains(out, "NaN") || strings.Contains(out, "Inf") {
				t.Errorf("%s prints NaN or Inf: %s", name, out)
			}
		}
	}
}

func BenchmarkSVG(b *testing.B) {
	for name, c := range stories() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := c.SVG(io.Discard, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
