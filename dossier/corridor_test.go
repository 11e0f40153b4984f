package dossier

import (
	"strings"
	"testing"

	"dragoman/corridor"
)

// withNetwork is the sample's brief with the network that ships.
func withNetwork(t *testing.T) *Brief {
	t.Helper()
	n, err := corridor.Default()
	if err != nil {
		t.Fatal(err)
	}
	q := sampleQuery()
	q.Network = n
	b, err := Assemble(t.Context(), sample(), q)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheBriefShowsTheWayOfOil(t *testing.T) {
	b := withNetwork(t)
	if len(b.Corridors) == 0 {
		t.Fatal("no corridor")
	}
	c := &b.Corridors[0]
	if c.From != "KAZ" || c.To != "HRV" || c.Inland == nil || !strings.HasSuffix(c.Route(*c.Inland), "Omišalj terminal → Sisak terminal") {
		t.Errorf("%s to %s by %v", c.From, c.To, c.Inland)
	}
	var md strings.Builder
	if err := b.Markdown(&md); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"## Crude oil from Kazakhstan to Croatia: the way", "● Tengiz (KAZ)", "Caspian Pipeline Consortium pipeline |", "of Kazakhstan find no way"} {
		if !strings.Contains(md.String(), want) {
			t.Errorf("%q is missing in\n%s", want, md.String())
		}
	}
}

func TestEveryClosureIsDrawnBesideTheFlowAsItIs(t *testing.T) {
	c := &withNetwork(t).Corridors[0]
	list, err := c.Scenarios()
	if err != nil || len(list) != 1+scenariosShown {
		t.Fatal(len(list), err)
	}
	for _, s := range list {
		if strings.Count(string(s.Pictures), "<svg") != 2 {
			t.Errorf("%s is drawn %d times", s.Name, strings.Count(string(s.Pictures), "<svg"))
		}
	}
}

func TestCountriesWithoutACorridorHaveNoSection(t *testing.T) {
	n, err := corridor.Default()
	if err != nil {
		t.Fatal(err)
	}
	q := sampleQuery()
	q.A, q.B, q.Network = Country{"MNE", "Montenegro"}, Country{"ISL", "Iceland"}, n
	b, err := Assemble(t.Context(), holding(), q)
	if err != nil || len(b.Corridors) != 0 {
		t.Errorf("%v %v", err, b)
	}
}
