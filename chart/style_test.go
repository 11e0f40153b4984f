package chart

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// linear is an sRGB colour as light.
type linear [3]float64

func colour(t *testing.T, hex string) linear {
	t.Helper()
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	var out linear
	for k := range 3 {
		c := float64(n>>(16-8*k)&255) / 255
		if c <= 0.04045 {
			out[k] = c / 12.92
		} else {
			out[k] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return out
}

// dimmed lays a colour over a ground with the opacity given, as browsers do: in sRGB.
func dimmed(t *testing.T, over, ground string, opacity float64) string {
	t.Helper()
	a, err := strconv.ParseUint(over, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	b, err := strconv.ParseUint(ground, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	out := uint64(0)
	for k := range 3 {
		x, y := float64(a>>(16-8*k)&255), float64(b>>(16-8*k)&255)
		out |= uint64(math.Round(opacity*x+(1-opacity)*y)) << (16 - 8*k)
	}
	return fmt.Sprintf("%06x", out)
}

func (c linear) luminance() float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }

// contrast is that of WCAG 2.
func contrast(a, b linear) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// seen is a colour as seen without red- or green-sensitive cones: Machado, Oliveira and Fernandes (2009), severity 1.
func (c linear) seen(m [3][3]float64) linear {
	var out linear
	for i := range 3 {
		out[i] = max(0, min(1, m[i][0]*c[0]+m[i][1]*c[1]+m[i][2]*c[2]))
	}
	return out
}

var sights = map[string][3][3]float64{
	"all cones":    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
}

// distance is ΔE of CIE 1976.
func distance(a, b linear) float64 {
	x, y := a.lab(), b.lab()
	return math.Sqrt((x[0]-y[0])*(x[0]-y[0]) + (x[1]-y[1])*(x[1]-y[1]) + (x[2]-y[2])*(x[2]-y[2]))
}

func (c linear) lab() [3]float64 {
	f := func(t float64) float64 {
		if t > 0.008856 {
			return math.Cbrt(t)
		}
		return 7.787*t + 16.0/116
	}
	x := f((0.4124*c[0] + 0.3576*c[1] + 0.1805*c[2]) / 0.9505)
	y := f(c.luminance())
	z := f((0.0193*c[0] + 0.1192*c[1] + 0.9505*c[2]) / 1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// Names stand in the colour of their series, and names of parts on it: both need the contrast of text (WCAG 2, 4.5 to 1).
// Neighbouring series have to be told apart by everyone.
func TestColoursAreReadAndToldApart(t *testing.T) {
	found := regexp.MustCompile(`--k([0-8]):var\(--chart-[0-8],#([0-9a-f]{6})\)`).FindAllStringSubmatch(Style, -1)
	if !strings.Contains(Style, "fill-opacity:.82") {
		t.Error("parts of a treemap are dimmed otherwise than this test thinks")
	}
	if len(found) != 2*(hues+1) {
		t.Fatalf("%d colours", len(found))
	}
	for mode, p := range map[string]struct {
		ground, on string
		hues       [][]string
	}{"light": {"fbfaf7", "ffffff", found[:9]}, "dark": {"14181e", "14181e", found[9:]}} {
		var all []linear
		for i, f := range p.hues {
			if f[1] != fmt.Sprint(i) {
				t.Fatalf("colour %s stands at %d", f[1], i)
			}
			c := colour(t, f[2])
			if mode == "dark" { // parts of a treemap are dimmed there
				if k := contrast(colour(t, dimmed(t, f[2], p.ground, 0.82)), colour(t, p.on)); k < 4.5 {
					t.Errorf("dark: names on a dimmed --k%s have a contrast of %.2f", f[1], k)
				}
			}
			if a, b := contrast(c, colour(t, p.ground)), contrast(c, colour(t, p.on)); min(a, b) < 4.5 {
				t.Errorf("%s: --k%s has a contrast of %.2f on the ground, %.2f to what stands on it", mode, f[1], a, b)
			}
			all = append(all, c)
		}
		for sight, m := range sights {
			for i := range all {
				for k := range i {
					need := 11.0
					if k == 0 || i > 6 { // the neutral one, and those that few charts reach
						need = 7
					}
					if d := distance(all[i].seen(m), all[k].seen(m)); d < need {
						t.Errorf("%s, %s: --k%d and --k%d differ by %.1f only", mode, sight, i, k, d)
					}
				}
			}
		}
	}
}
