package codes_test

import (
	"slices"
	"strings"
	"testing"

	"dragoman/trade/codes"
)

func TestGroupsGiveTheirPresentMembersByAnyName(t *testing.T) {
	for name, want := range map[string]string{
		"EAEU": "ARM BLR KAZ KGZ RUS", "eurasian economic union": "ARM BLR KAZ KGZ RUS", "western balkans": "ALB BIH MKD MNE SRB XKX",
		"the Western-Balkans": "ALB BIH MKD MNE SRB XKX", "Visegrad": "CZE HUN POL SVK", "central asia": "KAZ KGZ TJK TKM UZB", "baltics": "EST LTU LVA",
		"gcc": "ARE BHR KWT OMN QAT SAU",
	} {
		if got, ok := codes.Group(name); !ok || strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", name, got, want)
		}
	}
	if eu, _ := codes.Group("EU"); len(eu) != 27 {
		t.Errorf("the Union has %d members", len(eu))
	}
	if got, ok := codes.Group("League of Nations"); ok {
		t.Errorf("unknown group gave %v", got)
	}
}

func TestMembershipFollowsTheDate(t *testing.T) {
	eu, _ := codes.GroupOf("EU")
	for date, want := range map[string]int{"1958": 6, "1980-06-30": 9, "1994": 12, "1995": 15, "2004-04-30": 15, "2004-05": 25, "2007": 27, "2013-06": 27, "2013": 28,
		"2020-01-31": 28, "2020-02-01": 27, "2020": 27, "": 27} {
		if got := eu.On(date); len(got) != want {
			t.Errorf("%q: %d members, want %d", date, len(got), want)
		}
	}
	if !eu.Has("GBR", "2019") || eu.Has("GBR", "2021") {
		t.Error("the United Kingdom was a member in 2019 and not in 2021")
	}
}

func TestEveryCountryBelongsToOneContinent(t *testing.T) {
	in := map[string][]string{}
	for _, g := range codes.Groups() {
		if g.Kind == "continent" && g.Code != "WORLD" {
			for _, c := range g.On("") {
				in[c] = append(in[c], g.Code)
			}
		}
	}
	world, _ := codes.GroupOf("world")
	for _, a := range codes.Areas() {
		if a.Kind != codes.Country {
			continue
		}
		if len(in[a.Code]) != 1 && a.Code != "ATA" {
			t.Errorf("%s is in %v", a.Code, in[a.Code])
		}
		if !slices.Contains(world.On(""), a.Code) {
			t.Errorf("%s is not in the world", a.Code)
		}
	}
}
