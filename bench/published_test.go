package main

import (
	"bytes"
	"math"
	"strings"
	"testing"
)

func TestThePublishedTableIsSound(t *testing.T) {
	all, err := readPublished(publishedTable)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if p.What == "" || len(p.want) == 0 || len(p.flags) == 0 {
			t.Errorf("%+v lacks something", p)
		}
	}
}

func TestBadLinesOfThePublishedTableAreNamed(t *testing.T) {
	for bad, want := range map[string]string{
		"a\tb\tc\t1":               "published.tsv:3: has 4 cells",
		"a\tb\tc\tmany\tdist -0.7": "published.tsv:3: strconv",
		"a\tb\tc\t1\tdist":         `published.tsv:3: "dist" is not name`,
		"a\tb\tc\t\tdist near":     "published.tsv:3: strconv",
	} {
		if _, err := readPublished("# a\nwhat\tfile\tflags\tobservations\tvalues\n" + bad + "\n"); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s...", bad, err, want)
		}
	}
}

func TestGapsCountLastDigits(t *testing.T) {
	for _, c := range []struct {
		printed   string
		got, want float64
	}{{"-0.750", -0.7504, 0.4}, {"0.1022", 0.1024, 2}, {"12", 13, 1}, {"-0.222490", -0.222490, 0}} {
		if off := (printed{text: c.printed}).off(c.got); math.Abs(off-c.want) > 1e-6 {
			t.Errorf("%v is %v last digits off %s, want %v", c.got, off, c.printed, c.want)
		}
	}
}

func TestAGapThatIsNoNumberIsNotMet(t *testing.T) {
	e := equality{Goal: 1e-6}
	e.compare(1, 1, 1)
	if !e.Met() {
		t.Errorf("%+v is not met", e)
	}
	if e.compare(math.NaN(), 1, 1); e.Met() {
		t.Errorf("%+v is met", e)
	}
}

func TestPagesCanBeFilled(t *testing.T) {
	m, trade := &machine{CPU: "a processor"}, &tradeSpeed{Rows: 1, Worlds: []worldSpeed{{Name: "w"}}}
	ways := &corridorSpeed{Losses: []lossSpeed{{}}, Grids: []gridSpeed{{}}, Questions: []questionSpeed{{}}}
	for _, r := range []*reproduction{nil, {Estimations: []published{{What: "a table", Largest: 2}}}} {
		for name, data := range map[string]any{
			"performance.md": performance{m, &speed{Trees: []*treeSpeed{{}}}, trade, ways},
			"accuracy.md": struct {
				Machine  *machine
				Accuracy *accuracy
			}{m, &accuracy{Calibration: newCalibration(), Reproduced: r}},
			"trade.md": struct {
				performance
				Reproduced *reproduction
			}{performance{Machine: m, Trade: trade}, r},
			"corridor.md": struct {
				performance
				Fits []fitScore
			}{performance{Machine: m, Corridor: ways}, []fitScore{{Commodity: "crude", Flows: 3, Near: 2}}},
		} {
			var out bytes.Buffer
			if err := fill(&out, name, data); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if name != "accuracy.md" && strings.Contains(out.String(), "\n\n\n") {
				t.Errorf("%s has gaps:\n%s", name, out.String())
			}
			if told := strings.Contains(out.String(), "not at hand"); name == "trade.md" && told != (r == nil) {
				t.Errorf("%s says that data were not at hand: %v", name, told)
			}
		}
	}
}

// The first two countries are to get an agreement, so they have none.
func TestTheGeneratedWorldLeavesRoomForAnAgreement(t *testing.T) {
	var out bytes.Buffer
	if err := worldTable(&out, 5); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 26 {
		t.Fatalf("%d lines, want 26", len(lines))
	}
	for _, l := range lines {
		if (strings.HasPrefix(l, "C000,C001,") || strings.HasPrefix(l, "C001,C000,")) && !strings.HasSuffix(l, ",0") {
			t.Error(l)
		}
	}
}
