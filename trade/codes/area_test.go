package codes_test

import (
	"testing"

	"dragoman/trade/codes"
)

func TestNumbersOfEachSourceLeadToTheirArea(t *testing.T) {
	type lookup func() (*codes.Area, bool)
	comtrade := func(n int) lookup { return func() (*codes.Area, bool) { return codes.ByComtrade(n) } }
	baci := func(n int) lookup { return func() (*codes.Area, bool) { return codes.ByBACI(n) } }
	m49 := func(n int) lookup { return func() (*codes.Area, bool) { return codes.ByM49(n) } }
	eurostat := func(s string) lookup { return func() (*codes.Area, bool) { return codes.ByEurostat(s) } }
	imf := func(s string) lookup { return func() (*codes.Area, bool) { return codes.ByIMF(s) } }
	find := func(s string) lookup { return func() (*codes.Area, bool) { return codes.FindArea(s) } }
	for _, c := range []struct {
		what string
		got  lookup
		want string
	}{
		{"Comtrade 398", comtrade(398), "KAZ"}, {"Comtrade 251", comtrade(251), "FRA"}, {"Comtrade 699", comtrade(699), "IND"},
		{"Comtrade 356 is India to 1974", comtrade(356), "_IND"}, {"Comtrade 842", comtrade(842), "USA"}, {"Comtrade 381", comtrade(381), "ITA"},
		{"Comtrade 490 is Taiwan", comtrade(490), "TWN"}, {"Comtrade 0", comtrade(0), "WLD"}, {"Comtrade 899", comtrade(899), "_NES"},
		{"Comtrade 891", comtrade(891), "SCG"}, {"Comtrade 890", comtrade(890), "YUG"}, {"Comtrade 810", comtrade(810), "SUN"},
		{"Comtrade 200", comtrade(200), "CSK"}, {"Comtrade 58", comtrade(58), "_BLX"}, {"Comtrade 736", comtrade(736), "_SDN"},
		{"Comtrade 530", comtrade(530), "ANT"}, {"Comtrade 492 is no Monaco", comtrade(492), "_EUN"}, {"Comtrade 412", comtrade(412), "XKX"},
		{"BACI 757", baci(757), "CHE"}, {"BACI 579", baci(579), "NOR"}, {"BACI 490", baci(490), "TWN"}, {"BACI 849", baci(849), "_PUS"},
		{"BACI, a number of later releases", baci(638), "REU"},
		{"M49 356", m49(356), "IND"}, {"M49 250", m49(250), "FRA"}, {"M49 492", m49(492), "MCO"}, {"M49 158", m49(158), "TWN"},
		{"Eurostat XS", eurostat("XS"), "SRB"}, {"Eurostat EL", eurostat("EL"), "GRC"}, {"Eurostat KZ", eurostat("KZ"), "KAZ"},
		{"Eurostat 092", eurostat("092"), "HRV"}, {"Eurostat XK", eurostat("XK"), "XKX"}, {"Eurostat QV", eurostat("QV"), "_NES"},
		{"Eurostat EU27_2020", eurostat("EU27_2020"), "_EU27"},
		{"IMF 916", imf("916"), "KAZ"}, {"IMF KOS", imf("KOS"), "XKX"}, {"IMF W00", imf("W00"), "WLD"}, {"IMF KZ", imf("KZ"), "KAZ"},
		{"kaz", find("kaz"), "KAZ"}, {"hr", find("hr"), "HRV"}, {"Türkiye", find("turkiye"), "TUR"}, {"Rep. of Korea", find("Rep. of Korea"), "KOR"},
		{"Cote d'Ivoire", find("Cote d'Ivoire"), "CIV"}, {"World", find("world"), "WLD"}, {"_nes", find("_nes"), "_NES"},
	} {
		if a, ok := c.got(); !ok || a.Code != c.want {
			t.Errorf("%s: got %v, want %s", c.what, a, c.want)
		}
	}
	for what, got := range map[string]lookup{"Comtrade -1": comtrade(-1), "Comtrade 1000": comtrade(1000), "BACI 0": baci(0), "M49 0": m49(0),
		"Eurostat": eurostat(""), "IMF": imf("999"), "a word": find("Atlantis"), "nothing": find("")} {
		if a, ok := got(); ok {
			t.Errorf("%s: got %s, want nothing", what, a.Code)
		}
	}
}

func TestLookupsDoNotAllocate(t *testing.T) {
	codes.Areas()
	if n := testing.AllocsPerRun(100, func() {
		codes.ByComtrade(398)
		codes.ByBACI(191)
		codes.ByISO3("KAZ")
		codes.ByISO2("KZ")
		codes.ByEurostat("XS")
		codes.ByIMF("916")
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
