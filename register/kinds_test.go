package register

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dragoman"
)

func stored[T any](d dragoman.DocumentRef, x T) dragoman.Stored[T] {
	return dragoman.Stored[T]{Record: x, Document: d}
}

func quoted(d dragoman.DocumentRef, quote string) []dragoman.Evidence {
	return []dragoman.Evidence{{Document: d.ID, Quote: quote}}
}

func agreement(d dragoman.DocumentRef, kind string, st dragoman.AgreementState, status dragoman.Status, date, subject, quote string, parties ...dragoman.Actor) dragoman.Stored[dragoman.Agreement] {
	return stored(d, dragoman.Agreement{ID: "a" + dragoman.ContentID(d.ID, quote, string(st)), Kind: kind, State: st, Status: status, Count: 1, Date: on(date), Subject: subject,
		Parties: parties, Evidence: quoted(d, quote)})
}

func stages(list []Station) string {
	var out []string
	for _, s := range list {
		out = append(out, fmt.Sprintf("%s (%s) %s [%d]", s.State, s.Status, inWords(s.Date), len(s.Reports)))
	}
	return strings.Join(out, "; ")
}

func TestMergeAgreements(t *testing.T) {
	kmg, janaf, mol := company("KAZ", "KazMunayGas"), company("HRV", "JANAF"), company("HUN", "MOL")
	reports := []dragoman.Stored[dragoman.Agreement]{
		agreement(doc("A", "2024-01-20", report), "MoU", dragoman.AgreementSigned, dragoman.Planned, "2024-01", "oil transport through the Adria pipeline",
			"KazMunayGas and JANAF are to sign a memorandum on oil transport.", kmg, janaf),
		agreement(doc("A", "2024-01-27", report), "MoU", dragoman.AgreementSigned, dragoman.Happened, "2024-01-26", "the transportation of crude oil",
			"KazMunayGas and JANAF signed a memorandum of understanding on the transportation of oil.", kmg, janaf),
		agreement(doc("B", "2024-01-28", report), "agreement", dragoman.AgreementSigned, dragoman.Happened, "2024-01-26", "",
			"The companies' agreement was signed in Zagreb.", kmg, janaf),
		agreement(doc("A", "2024-01-27", report), "agreement", dragoman.AgreementSigned, dragoman.Happened, "", "",
			"The document was signed by both chairmen on the sidelines of the session.", kmg, dragoman.Actor{ID: "HRV.BUS", Kind: dragoman.ActorCompany, Country: "HRV", Sector: dragoman.SectorBUS}),
		agreement(doc("C", "2025-12-01", opinion), "MoU", dragoman.AgreementImplemented, dragoman.Happened, "2025-08", "",
			"The memorandum with JANAF bore its first fruit when oil was pumped.", kmg, janaf),
		agreement(doc("A", "2025-08-05", report), "contract", dragoman.AgreementSigned, dragoman.Happened, "2025-08-04", "oil",
			"KMG and MOL then signed a contract.", kmg, mol),
		agreement(doc("A", "2024-01-27", report), "treaty", dragoman.AgreementSigned, dragoman.Happened, "2024-01-26", "tourism",
			"A treaty on tourism was signed as well.", country("KAZ"), country("HRV")),
	}
	var got []string
	for _, a := range MergeAgreements(reports) {
		got = append(got, fmt.Sprintf("%s %s %d: %s", a.Record.Kind, a.Record.State, a.Publishers, stages(a.Stations)))
	}
	want := []string{
		"treaty signed 1: signed (happened) 26 January 2024 [1]",
		"MoU implemented 3: signed (planned) January 2024 [1]; signed (happened) 26 January 2024 [3]; implemented (happened) August 2025 [1]",
		"contract signed 1: signed (happened) 4 August 2025 [1]",
	}
	same(t, got, want)
}

// same compares lists of lines.
func same(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("\n got %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

func TestMergeMissions(t *testing.T) {
	mission := func(d dragoman.DocumentRef, kind, change string, status dragoman.Status, date string, place dragoman.Place, quote string) dragoman.Stored[dragoman.Mission] {
		return stored(d, dragoman.Mission{ID: "m" + dragoman.ContentID(d.ID, quote), Kind: kind, Change: change, Status: status, Of: country("KAZ"), In: country("MKD"),
			Place: place, Date: on(date), Evidence: quoted(d, quote)})
	}
	skopje := city("Skopje", "MKD")
	reports := []dragoman.Stored[dragoman.Mission]{
		mission(doc("Model Gazette", "2024-02-16", report), "embassy", "planned", dragoman.Planned, "", skopje, "Kazakhstan is about to open an embassy in Skopje."),
		mission(doc("Sample Dispatch", "2025-05-12", opinion), "embassy", "opened", dragoman.Happened, "2024", dragoman.Place{}, "Kazakhstan opened its first embassy in 2024."),
		mission(doc("Specimen Wire", "2025-07-14", report), "embassy", "opened", dragoman.Happened, "2025-07-14", skopje, "Kazakhstan has officially opened its embassy."),
		mission(doc("Specimen Wire", "2025-07-14", report), "consulate", "opened", dragoman.Happened, "2025-07-14", city("Bitola", "MKD"), "A consulate was opened in Bitola."),
		mission(doc("Model Gazette", "2025-07-15", report), "consulate", "opened", dragoman.Happened, "2025-07-14", city("Ohrid", "MKD"), "A consulate was opened in Ohrid."),
	}
	var got []string
	for _, m := range MergeMissions(reports) {
		got = append(got, fmt.Sprintf("%s in %s, %s %s, %d reports: %s %q", m.Record.Kind, m.Record.Place.Name, m.Record.Change, inWords(m.Record.Date), len(m.Reports),
			stages(m.Stations), m.Contradictions))
	}
	slices.Sort(got)
	same(t, got, []string{
		`consulate in Bitola, opened 14 July 2025, 1 reports: opened (happened) 14 July 2025 [1] []`,
		`consulate in Ohrid, opened 14 July 2025, 1 reports: opened (happened) 14 July 2025 [1] []`,
		`embassy in Skopje, opened 14 July 2025, 3 reports: planned (planned) no date [1]; opened (happened) 14 July 2025 [2] ["opened: Sample Dispatch says 2024, Specimen Wire says 14 July 2025"]`,
	})
}

func TestMergeOffices(t *testing.T) {
	office := func(d dragoman.DocumentRef, code, name, post, to string, former bool) dragoman.Stored[dragoman.Office] {
		return stored(d, dragoman.Office{ID: "o" + dragoman.ContentID(d.ID, name, post), Person: named(code, name), Post: post, Of: code, To: to, Former: former,
			Evidence: quoted(d, name+" is "+post)})
	}
	reports := []dragoman.Stored[dragoman.Office]{
		office(doc("A", "2024-02-16", report), "KAZ", "Zhanibek Abdrashov", "Ambassador", "MKD", false),
		office(doc("B", "2025-01-10", report), "KAZ", "Satybaldy Burshakov", "ambassador", "MKD", false),
		office(doc("C", "2025-07-14", report), "KAZ", "Burshakov", "Ambassador", "", false),
		office(doc("A", "2024-11-01", report), "KAZ", "Murat Nurtleu", "Foreign Minister", "", false),
		office(doc("B", "2025-03-01", report), "KAZ", "Nurtleu", "Minister of Foreign Affairs", "", false),
		office(doc("C", "2025-11-01", report), "KAZ", "M. Nurtleu", "Foreign Minister", "", true),
		office(doc("A", "2025-01-01", report), "AZE", "Ilham Aliyev", "President", "", false),
		office(doc("A", "1999-01-01", report), "AZE", "Heydar Aliyev", "president", "", false),
		office(doc("B", "2025-01-01", report), "AZE", "Aliyev", "president", "", false),
	}
	var got []string
	for _, o := range MergeOffices(reports) {
		got = append(got, fmt.Sprintf("%s %s %s %s %v, %s, %d reports", o.Record.Of, o.Record.Person.Name, postKey(o.Record.Post), o.Record.To, o.Record.Former, inWords(o.Record.At), len(o.Reports)))
	}
	slices.Sort(got)
	same(t, got, []string{
		"AZE Aliyev president  false, 1 January 2025, 1 reports",
		"AZE Heydar Aliyev president  false, 1 January 1999, 1 reports",
		"AZE Ilham Aliyev president  false, 1 January 2025, 1 reports",
		"KAZ Murat Nurtleu foreign minister  true, 1 November 2024 to 1 March 2025, 3 reports",
		"KAZ Satybaldy Burshakov ambassador MKD false, 10 January 2025 to 14 July 2025, 2 reports",
		"KAZ Zhanibek Abdrashov ambassador MKD false, 16 February 2024, 1 reports",
	})
}

func TestMergeGatherings(t *testing.T) {
	gathering := func(d dragoman.DocumentRef, name, edition, date string, status dragoman.Status, more ...dragoman.Actor) dragoman.Stored[dragoman.Gathering] {
		return stored(d, dragoman.Gathering{ID: "g" + dragoman.ContentID(d.ID, name, date), Name: name, Kind: "forum", Edition: edition, Date: on(date), Status: status,
			Host: country("KAZ"), Participants: more, Evidence: quoted(d, name)})
	}
	reports := []dragoman.Stored[dragoman.Gathering]{
		gathering(doc("A", "2025-05-12", opinion), "Astana International Forum", "", "2025-05-29/2025-05-30", dragoman.Planned, country("SRB")),
		gathering(doc("B", "2025-05-31", report), "the Astana International Forum", "2025", "2025-05-29/2025-05-30", dragoman.Happened, country("HRV")),
		gathering(doc("C", "2025-06-01", report), "Astana Forum", "", "", dragoman.Happened),
		gathering(doc("A", "2023-06-08", report), "Astana International Forum", "", "2023-06-08/2023-06-09", dragoman.Happened),
		gathering(doc("A", "2025-06-02", report), "Astana Economic Summit", "", "2025-05-29", dragoman.Happened),
	}
	var got []string
	for _, g := range MergeGatherings(reports) {
		got = append(got, fmt.Sprintf("%s, %s, %s, %d reports, %d guests", g.Record.Name, inWords(g.Record.Date), g.Record.Status, len(g.Reports), len(g.Record.Participants)))
	}
	slices.Sort(got)
	same(t, got, []string{
		"Astana Economic Summit, 29 May 2025, happened, 1 reports, 0 guests",
		"Astana International Forum, 8 to 9 June 2023, happened, 1 reports, 0 guests",
		"the Astana International Forum, 29 to 30 May 2025, happened, 3 reports, 2 guests",
	})
}

func figure(d dragoman.DocumentRef, metric string, value float64, about, period string, status dragoman.Status, directed bool, parties ...dragoman.Actor) dragoman.Stored[dragoman.Figure] {
	return stored(d, dragoman.Figure{ID: "f" + dragoman.ContentID(d.ID, metric, fmt.Sprint(value, about, status, directed), period), Metric: metric, Value: value, Approximation: about, Unit: "USD",
		Period: on(period), Parties: parties, Directed: directed, Status: status})
}

func TestMergeFigures(t *testing.T) {
	kaz, hrv, grc := country("KAZ"), country("HRV"), country("GRC")
	reports := []dragoman.Stored[dragoman.Figure]{
		figure(doc("A", "2025-05-12", opinion), "trade turnover", 282e6, "", "2024", dragoman.Happened, false, kaz, hrv),
		figure(doc("B", "2025-02-20", report), "trade turnover", 282e6, "", "2024", dragoman.Happened, false, hrv, kaz),
		figure(doc("C", "2025-03-20", report), "trade turnover", 280e6, "about", "2024", dragoman.Happened, false, kaz, hrv),
		figure(doc("A", "2025-05-12", opinion), "trade turnover", 2.3e9, "", "2023", dragoman.Happened, false, kaz, grc),
		figure(doc("A", "2024-05-12", report), "trade turnover", 1.15e9, "", "2023", dragoman.Happened, false, kaz, grc),
		figure(doc("A", "2025-05-12", opinion), "trade turnover", 1e9, "", "2030", dragoman.Planned, false, kaz, hrv),
		figure(doc("A", "2025-05-12", opinion), "exports", 3e6, "", "2024", dragoman.Happened, true, kaz, hrv),
		figure(doc("A", "2025-05-12", opinion), "exports", 2e6, "", "2024", dragoman.Happened, true, hrv, kaz),
	}
	var got []string
	for _, f := range MergeFigures(reports) {
		var values []string
		for _, v := range f.Values {
			values = append(values, fmt.Sprintf("%g by %d", v.Value, v.Publishers))
		}
		got = append(got, fmt.Sprintf("%s %s %s target %v: %s; agree %v, ratio %.2f", f.Metric, joined(partiesOf(f.Parties)), inWords(f.Period), f.Target,
			strings.Join(values, ", "), f.Agree, f.Ratio))
	}
	slices.Sort(got)
	same(t, got, []string{
		"exports HRV,KAZ 2024 target false: 2e+06 by 1; agree true, ratio 1.00",
		"exports HRV,KAZ 2024 target false: 3e+06 by 1; agree true, ratio 1.00",
		"trade turnover GRC,KAZ 2023 target false: 1.15e+09 by 1, 2.3e+09 by 1; agree false, ratio 2.00",
		"trade turnover HRV,KAZ 2024 target false: 2.8e+08 by 1, 2.82e+08 by 2; agree true, ratio 1.01",
		"trade turnover HRV,KAZ 2030 target true: 1e+09 by 1; agree true, ratio 1.00",
	})
}

// TestKindsInAnyOrder merges random records of every kind in many orders.
func TestKindsInAnyOrder(t *testing.T) {
	for seed := range uint64(25) {
		r := rand.New(rand.NewPCG(seed, 3))
		some := func(list ...string) string { return list[r.IntN(len(list))] }
		var as []dragoman.Stored[dragoman.Agreement]
		var ms []dragoman.Stored[dragoman.Mission]
		var os []dragoman.Stored[dragoman.Office]
		var gs []dragoman.Stored[dragoman.Gathering]
		var fs []dragoman.Stored[dragoman.Figure]
		for i := range 40 {
			d := doc(some("A", "B", "C"), some("", "2024", "2024-05-01", "2024-05-20", "2025-01-02"), report)
			date, quote := some("", "2024", "2024-05", "2024-05-01", "2024-05-02"), some("oil", "gas", "oil and gas", "flights")+some(" signed", " opened", " held")+fmt.Sprint(i)
			status := dragoman.Statuses[r.IntN(len(dragoman.Statuses))]
			as = append(as, agreement(d, some("MoU", "agreement", "treaty"), dragoman.AgreementStates[r.IntN(5)], status, date, some("", "oil", "gas"), quote, country("KAZ"), country("SRB")))
			ms = append(ms, stored(d, dragoman.Mission{ID: "m" + dragoman.ContentID(d.ID, quote), Kind: "embassy", Change: some("planned", "opened", "closed"), Status: status,
				Of: country("KAZ"), In: country(some("SRB", "HRV")), Date: on(date), Place: city(some("", "Skopje", "Zagreb"), ""), Evidence: quoted(d, quote)}))
			os = append(os, stored(d, dragoman.Office{ID: "o" + dragoman.ContentID(d.ID, quote), Person: named("KAZ", some("Ali Bek", "Bek", "Omar Bek", "A. Bek", "Ann Lee", "")), Post: some("President", "head of state"),
				Of: "KAZ", To: some("", "SRB", "HRV"), At: on(date), Former: r.IntN(4) == 0, Evidence: quoted(d, quote)}))
			gs = append(gs, stored(d, dragoman.Gathering{ID: "g" + dragoman.ContentID(d.ID, quote), Name: some("", "Astana Forum", "Astana International Forum", "Forum"), Kind: "forum", Status: status,
				Date: on(date), Host: country(some("", "KAZ")), Evidence: quoted(d, quote)}))
			fs = append(fs, figure(d, "exports", float64(r.IntN(3)), some("", "about"), date, status, r.IntN(2) == 0, country("KAZ"), country("SRB")))
		}
		all := func() string {
			return text(t, MergeAgreements(as)) + text(t, MergeMissions(ms)) + text(t, MergeOffices(os)) + text(t, MergeGatherings(gs)) + text(t, MergeFigures(fs))
		}
		want := all()
		for range 3 {
			r.Shuffle(40, func(i, j int) {
				as[i], as[j] = as[j], as[i]
				ms[i], ms[j] = ms[j], ms[i]
				os[i], os[j] = os[j], os[i]
				gs[i], gs[j] = gs[j], gs[i]
				fs[i], fs[j] = fs[j], fs[i]
			})
			if got := all(); got != want {
				t.Fatalf("seed %d: another order gives another result", seed)
			}
		}
	}
}

func TestSameWording(t *testing.T) {
	same := []struct {
		a, b string
		want bool
	}{
		{talks, talks, true},
		{talks, "BELGRADE – " + talks, true},
		{talks, strings.Replace(talks, "on Tuesday", "yesterday", 1), true},
		{talks, "President Tokayev of Kazakhstan met Serbia's Aleksandar Vučić in Belgrade during an official visit to the country on Tuesday.", false},
		{"The two leaders met in Astana.", "The two leaders met in Astana.", false}, // too short to tell
		{talks, talks + " " + "Something quite different was then told at great length by others, among them ministers, envoys, guests from all neighbouring countries, and members of the press who had come along by train from Zagreb that morning.", false},
		{"", "", false},
	}
	for _, test := range same {
		if got := wordingOf(test.a).same(wordingOf(test.b)); got != test.want {
			t.Errorf("same wording %v, want %v:\n%s\n%s", got, test.want, test.a, test.b)
		}
	}
}

func TestStem(t *testing.T) {
	for _, forms := range []string{"signed signing signs sign", "transport transportation transported transports", "cooperation cooperate cooperated",
		"country countries", "discuss discussed discusses discussing", "agreement agreements", "opened opening opens open"} {
		words := strings.Fields(forms)
		for _, w := range words[1:] {
			if stem(w) != stem(words[0]) {
				t.Errorf("%s: %s, %s: %s", words[0], stem(words[0]), w, stem(w))
			}
		}
	}
}

func TestPersons(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"Kassym-Jomart Tokayev", "Tokayev", true},
		{"Kassym-Jomart Tokayev", "K. Tokayev", true},
		{"Kassym-Jomart Tokayev", "Kassym-Jomart Kemeluly Tokayev", true},
		{"Aleksandar Vučić", "Vucic", true},
		{"Orbán Viktor", "Viktor Orban", true},
		{"Ilham Aliyev", "Heydar Aliyev", false},
		{"Vučić", "Vučević", false},
		{"", "Tokayev", false},
	}
	for _, test := range tests {
		a, b := named("KAZ", test.a), named("KAZ", test.b)
		a.Text, b.Text = a.Name, b.Name
		if got := personOf(&a).same(personOf(&b)); got != test.want {
			t.Errorf("%q and %q: %v", test.a, test.b, got)
		}
	}
}

func TestInWords(t *testing.T) {
	for s, want := range map[string]string{"2025-05-12": "12 May 2025", "2025-05": "May 2025", "2025": "2025", "2025-05-29/2025-05-30": "29 to 30 May 2025",
		"2025-05-29/2025-06-02": "29 May 2025 to 2 June 2025", "": "no date", "/2025-03-01": "before 1 March 2025", "2025-03-01/": "after 1 March 2025"} {
		if got := inWords(on(s)); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestKnowledge(t *testing.T) {
	if _, err := load(data); err != nil {
		t.Fatal(err)
	}
	good := func(rules string) fstest.MapFS {
		return fstest.MapFS{"data/rules.tsv": {Data: []byte(rules)}, "data/common.tsv": {Data: []byte("word\nthe\n")}, "data/posts.tsv": {Data: []byte("words\tpost\n")}}
	}
	header := "type\tmutual\tundated\texact\tnear\tfar\n"
	for rules, want := range map[string]string{
		"type\tx\n":                              "data/rules.tsv: line 1: is not the header; write the columns type mutual undated exact near far",
		header + "AGREE\tyes\n":                  "data/rules.tsv: line 2: has 2 cells; separate cells by single tabs",
		header + "AGREE\tno\t-1\t0\t0\t0\n":      `data/rules.tsv: line 2: undated is "-1", not a number of days; correct the cell`,
		header + "#\nAGREE\tmaybe\t1\t0\t0\t0\n": `data/rules.tsv: line 3: mutual is "maybe", not yes or no; correct the cell`,
		header + "AGREE\tno\t1\t0\t0\tNaN\n":     `data/rules.tsv: line 2: "NaN" is not a share between 0 and 1; correct the cell`,
		header + "AGREE\tno\t1\t0\t0.1\t0.2\n":   "data/rules.tsv: has no rule for CONSULT; add a line for it",
	} {
		if _, err := load(good(rules)); err == nil || err.Error() != want {
			t.Errorf("%q: %v", rules, err)
		}
	}
}

// BenchmarkMerge merges 100,000 reports of two years, a tenth of them between one pair of countries.
func BenchmarkMerge(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	codes := strings.Fields("KAZ SRB HRV ALB MKD TUR AZE RUS UKR CHN GRC ROU BGR HUN POL DEU FRA ITA USA GBR")
	words := strings.Fields("oil gas shelling artillery village embassy bank tariff steel wheat drone bridge railway airport fleet border treaty visa loan grant refinery pipeline cable school museum")
	var events []dragoman.Stored[dragoman.Event]
	for i := range 100_000 {
		from, to := codes[r.IntN(len(codes))], codes[r.IntN(len(codes))]
		if i%10 == 0 {
			from, to = "RUS", "UKR"
		}
		day := on("2023-01-01").Start[:5] + fmt.Sprintf("%02d-%02d", 1+r.IntN(12), 1+r.IntN(28))
		quote := fmt.Sprintf("They %s and %s the %s near the %s %d", words[r.IntN(25)], words[r.IntN(25)], words[r.IntN(25)], words[r.IntN(25)], r.IntN(50))
		d := dragoman.DocumentRef{ID: fmt.Sprint("d", i/3), Publisher: fmt.Sprint("p", r.IntN(200)), Published: day, Kind: report}
		date := []string{day, day, day, "", day[:7]}[r.IntN(5)]
		events = append(events, event(d, dragoman.EventTypes[r.IntN(16)], country(from), country(to), date, quote))
	}
	var n int
	for b.Loop() {
		n = len(Merge(events))
	}
	b.ReportMetric(float64(n), "happenings")
}
