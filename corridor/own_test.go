package corridor

import (
	"strings"
	"testing"
)

func with(t *testing.T, name, data string) (*Network, error) {
	t.Helper()
	return small(t).With(Source{name, []byte(data)})
}

func TestOwnCSVAddsAndOverridesLinks(t *testing.T) {
	n, err := with(t, "mine.csv", "from,to,capacity,unit,cost,mode,id\nfield,terminal,100,kb/d,7,pipeline,bypass\nfield,mid,1,Mt/y,4,pipeline,pipe-1\n")
	if err != nil {
		t.Fatal(err)
	}
	f := solved(t, n, "2024").Base()
	near(t, "bypass", f.passing("bypass", false), 4) // Croatia takes no more
	near(t, "pipe", f.passing("pipe-1", false), 1)   // in the user's data less may pass; the rest goes by rail
	near(t, "rail", f.passing("rail-1", false), 3)
}

func TestOwnGeoJSON(t *testing.T) {
	n, err := with(t, "mine.geojson", `{"type":"FeatureCollection","features":[
 {"type":"Feature","geometry":{"type":"Point","coordinates":[20,45]},"properties":{"id":"tank","name":"Tank farm","country":"SRB"}},
 {"type":"Feature","geometry":{"type":"LineString","coordinates":[[53,46],[30,47],[20,45]]},"properties":{"id":"east-west","from":"field","to":"tank","cost":3,"capacity":2.5,"both":true}}]}`)
	if err != nil {
		t.Fatal(err)
	}
	l := n.Link("east-west")
	if l == nil || !l.Both || len(l.Route) != 1 || n.Node("tank").Country != "SRB" || n.FiguresOf("east-west", "capacity")[0].Value != 2.5 {
		t.Errorf("%+v", l)
	}
}

func TestOwnTableOverridesFiguresOfTheSameYear(t *testing.T) {
	n, err := with(t, "mine.tsv", "item\tquantity\tvalue\tunit\tyear\tcommodity\tsource\tasof\tconfidence\nfield\tsupply\t6\tMt/y\t2024\tcrude\tme\t2026\thigh\n")
	if err != nil {
		t.Fatal(err)
	}
	f := solved(t, n, "2024").Base()
	near(t, "supply", f.Sources[0].Offered, 6)
}

func TestBadFilesAreRefusedWithFileAndLine(t *testing.T) {
	for name, c := range map[string][3]string{
		"no table":       {"x.tsv", "a\tb\n1\t2\n", "x.tsv: is none of the tables"},
		"bad capacity":   {"x.csv", "from,to,capacity\nfield,mid,-3\n", `x.csv: line 2: capacity is "-3"`},
		"bad unit":       {"x.csv", "from,to,capacity,unit\nfield,mid,3,barrels\n", `x.csv: line 2: unit of capacity is "barrels"`},
		"bad column":     {"x.csv", "from,to,color\n", `x.csv: line 1: column "color" is not known`},
		"bad date":       {"x.csv", "from,to,from_date\nfield,mid,soon\n", `x.csv: line 2: from_date: "soon" is no`},
		"cells":          {"x.csv", "from,to\na\n", "x.csv: line 2: has 1 cells"},
		"off the globe":  {"x.geojson", `{"type":"Feature","geometry":{"type":"Point","coordinates":[45,120]},"properties":{"id":"a"}}`, "x.geojson: feature 1: its coordinates"},
		"no geometry":    {"x.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"a"}}]}`, "x.geojson: feature 1: has no geometry"},
		"no JSON":        {"x.json", "{\n\n,", "x.json: line 3: is no JSON"},
		"unknown status": {"x.tsv", "id\telement\tfrom\tto\tboth\tmode\tcommodities\tcountries\tstates\tsource\na\t\tfield\tmid\tno\trail\tcrude\t\tbroken@2020\tme\n", `x.tsv: line 2: "broken" is no status`},
	} {
		_, err := with(t, c[0], c[1])
		if err == nil || !strings.HasPrefix(err.Error(), strings.Replace(c[2], `is no`, `is no`, 1)) && !strings.Contains(err.Error(), strings.SplitN(c[2], `: "soon"`, 2)[0]) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	n, err := small(t).With(
		Source{"l.csv", []byte("id,from,to,length,source\nghost,field,nowhere,,me\nshort,field,port,10,me\npipe-1,field,field,,me\n")},
		Source{"e.tsv", []byte("id\tname\tnames\tkind\tcountries\towner\tabout\tsource\tasof\tpart_of\na\tA\t\tpipeline\tXXX\t\t\tme\t\tb\nb\tB\t\tpipeline\tKAZ\t\t\t\t\ta\n")},
		Source{"n.tsv", []byte("id\tname\tkind\tcountry\tlon\tlat\telement\tsource\nisland\tIsland\tport\tHRV\t15\t43\t\tme\n")},
		Source{"f.tsv", []byte("item\tquantity\tvalue\tunit\tyear\tcommodity\tsource\tasof\tconfidence\nnobody\tsupply\t1\tMt/y\t\tcrude\tme\t\tlow\npipe-2\tcapacity\t9000\tMt/y\t\tcrude\tme\t\tlow\nrail-1\tflow\t9\tMt/y\t2024\tcrude\tme\t\tlow\nrail-1\tcost\t9\tUSD/TEU\t\tcrude\tme\t\tlow\n")},
		Source{"s.tsv", []byte("id\telement\tfrom\tto\tboth\tmode\tcommodities\tcountries\tstates\tsource\nback\t\tfield\tmid\tno\trail\tcrude\t\toperating@2020;idle@2010\tme\n")})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range n.Check() {
		got = append(got, f.Error())
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{
		"l.csv: line 2: link ghost ends at nowhere, which is no node",
		"l.csv: line 3: short is 10 km long, its ends are",
		"l.csv: line 4: link pipe-1 leads from field to itself",
		`e.tsv: line 2: a names country "XXX"`,
		"e.tsv: line 3: element b has no source",
		"is part of itself",
		"n.tsv: line 2: no link touches node island",
		"f.tsv: line 2: supply of nobody",
		"f.tsv: line 3: capacity of pipe-2 is 9000",
		"f.tsv: line 4: flow of rail-1 in 2024 is 9 Mt/y, above every stated capacity",
		"f.tsv: line 5: cost of rail-1 is in USD/TEU",
		`s.tsv: line 2: link back is idle from "2010" after being operating from "2020"`,
	} {
		if !strings.Contains(all, want) {
			t.Errorf("missing: %s\nin:\n%s", want, all)
		}
	}
}

func FuzzOwnFile(f *testing.F) {
	f.Add("a.csv", []byte("from,to,capacity\nfield,mid,3\n"))
	f.Add("a.geojson", []byte(`{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},"properties":{"from":"field","to":"mid"}}`))
	f.Add("a.tsv", []byte("item\tquantity\tvalue\tunit\tyear\tcommodity\tsource\tasof\tconfidence\nfield\tsupply\t1\tMt/y\t\tcrude\tme\t\tlow\n"))
	f.Add("a.tsv", []byte("id\tname\tkind\tcountry\tlon\tlat\telement\tsource\nx\tX\tport\tHRV\t15\t43\t\tme\n"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		n := &Network{}
		if n.take(name, data) != nil {
			return
		}
		n.index()
		n.Check()
	})
}

func FuzzStatesAndRoutes(f *testing.F) {
	f.Add("operating@2001-10;idle@2022-03", "28.66 44.11;29.1 41.2")
	f.Fuzz(func(t *testing.T, states, route string) {
		if s, err := parseStates(states); err == nil {
			(&Link{States: s}).On("2024-05-05")
		}
		if r, err := parseRoute(route); err == nil {
			for _, p := range r {
				if !onGlobe(p[:]) {
					t.Errorf("%v lies off the globe", p)
				}
			}
		}
	})
}

func FuzzVolume(f *testing.F) {
	f.Add("20Mt", "crude")
	f.Fuzz(func(t *testing.T, s, commodity string) {
		if v, err := parseVolume(s, commodity); err == nil && !(v >= 0) {
			t.Errorf("%q is %g", s, v)
		}
	})
}
