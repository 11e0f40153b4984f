package outline

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestTheBuiltInTableIsWhole(t *testing.T) {
	all, err := Countries()
	if err != nil {
		t.Fatal(err)
	}
	if len(embedded) > 150<<10 {
		t.Errorf("the table takes %d bytes", len(embedded))
	}
	for _, code := range []string{"KAZ", "HRV", "SRB", "TUR", "CHN", "ITA", "MNE", "AZE"} {
		i := slices.IndexFunc(all, func(c Country) bool { return c.Code == code })
		if i < 0 || len(all[i].Rings) == 0 {
			t.Errorf("%s has no outline", code)
		}
	}
	for _, c := range all {
		for _, r := range c.Rings {
			for _, p := range r {
				if p[0] < -12 || p[0] > 127 || p[1] < 18 || p[1] > 64 {
					t.Fatalf("%s reaches %v, outside the box", c.Name, p)
				}
			}
		}
	}
}

// Astana lies at 71.4 E, 51.1 N; Zagreb at 16.0 E, 45.8 N.
func TestCapitalsLieWithinTheirCountries(t *testing.T) {
	all, err := Countries()
	if err != nil {
		t.Fatal(err)
	}
	for code, at := range map[string][2]float64{"KAZ": {71.4, 51.1}, "HRV": {16, 45.8}, "SRB": {20.5, 44.8}, "CHN": {116.4, 39.9}, "TUR": {32.9, 39.9}} {
		for _, c := range all {
			if in := slices.ContainsFunc(c.Rings, func(r Ring) bool { return r.holds(at) }); in != (c.Code == code) {
				t.Errorf("%v within %s: %v", at, c.Name, in)
			}
		}
	}
}

// holds says whether a point is inside, by how often a ray from it crosses the ring.
func (r Ring) holds(p [2]float64) bool {
	in := false
	for i, a := range r {
		b := r[(i+1)%len(r)]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
			in = !in
		}
	}
	return in
}

func TestABadLineIsNamed(t *testing.T) {
	for want, in := range map[string]string{
		"t.tsv: there is no header":         "# nothing\n",
		"t.tsv, line 1: the header is":      "code,name\n",
		"t.tsv, line 2: 2 fields, not 3":    header + "\nKAZ\tKazakhstan\n",
		"t.tsv, line 3: a country without":  header + "\n\nKAZ\t\t\n",
		"line 2: K: a ring of 1 points":     header + "\nKAZ\tK\t??\n",
		"line 2: K: a ring is cut short":    header + "\nKAZ\tK\t?\n",
		"line 2: K: character '!' at 1":     header + "\nKAZ\tK\t!?\n",
		"line 2: K: a ring leaves the glob": header + "\nKAZ\tK\t~~~?~~~?\n",
	} {
		if _, err := Read("t.tsv", strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, not %q", in, err, want)
		}
	}
}

// The polyline (38.5, -120.2), (40.7, -120.95), (43.252, -126.453) of Google's description, in this table's order and grid.
func TestRingsComeBackToTheGrid(t *testing.T) {
	in := Ring{{-120.2, 38.5}, {-120.95, 40.7}, {-126.453, 43.252}, {179.99, -89.99}}
	out, err := Decode(Encode(in))
	if err != nil || len(out) != len(in) {
		t.Fatal(out, err)
	}
	for i := range in {
		if math.Abs(out[i][0]-in[i][0]) > 0.0051 || math.Abs(out[i][1]-in[i][1]) > 0.0051 {
			t.Errorf("%v came back as %v", in[i], out[i])
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(header + "\nKAZ\tKazakhstan\tosEczEXEnAPP_@zALh@Oa@AKi@eCF{D}@xBhADP\n"))
	f.Add([]byte("# c\n" + header + "\r\n\tNowhere\t\n"))
	f.Add([]byte(header + "\nA\tB\t~~~~~~~~\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		all, err := Read("f", bytes.NewReader(in))
		if err != nil {
			return
		}
		for _, c := range all {
			for _, r := range c.Rings {
				again, err := Decode(Encode(r))
				if err != nil || !slices.Equal(again, r) {
					t.Fatalf("%v came back as %v: %v", r, again, err)
				}
			}
		}
	})
}
