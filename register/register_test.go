package register

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dragoman"
	"dragoman/lexicon"
)

// The tests tell events in short form. doc is a document of a publisher with its date; report, opinion and so on are kinds.
func doc(publisher, published string, kind dragoman.DocumentKind) dragoman.DocumentRef {
	return dragoman.DocumentRef{ID: "d" + dragoman.ContentID(publisher, published, string(kind)), Publisher: publisher, Published: published, Kind: kind}
}

func country(code string) dragoman.Actor {
	return dragoman.Actor{ID: code, Name: code, Kind: dragoman.ActorCountry, Country: code, Text: code}
}

func body(code string, sector dragoman.Sector) dragoman.Actor {
	return dragoman.Actor{ID: code + "." + string(sector), Kind: dragoman.ActorBody, Country: code, Sector: sector}
}

func named(code, name string) dragoman.Actor {
	return dragoman.Actor{Name: name, Text: name, Kind: dragoman.ActorPerson, Country: code, Sector: dragoman.SectorGOV}
}

func company(code, name string) dragoman.Actor {
	return dragoman.Actor{ID: "org:" + lexicon.Slug(name), Name: name, Text: name, Kind: dragoman.ActorCompany, Country: code, Sector: dragoman.SectorBUS}
}

func city(name, code string) dragoman.Place {
	return dragoman.Place{Name: name, Country: code, Level: "city"}
}

func on(s string) dragoman.DateRange {
	if s == "" {
		return dragoman.DateRange{}
	}
	if from, to, ok := strings.Cut(s, "/"); ok {
		return dragoman.DateRange{Start: from, End: to, Precision: dragoman.PrecisionRange}
	}
	d, err := dragoman.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// event makes an event with one doer and one recipient, unless the options say more.
func event(d dragoman.DocumentRef, t dragoman.EventType, from, to dragoman.Actor, date, quote string, more ...func(*dragoman.Event)) dragoman.Stored[dragoman.Event] {
	e := dragoman.Event{Type: t, Status: dragoman.Happened, Actors: []dragoman.Actor{from}, Recipients: []dragoman.Actor{to}, Date: on(date),
		Confidence: 0.8, Evidence: []dragoman.Evidence{{Document: d.ID, Quote: quote}}}
	for _, m := range more {
		m(&e)
	}
	e.ID = "e" + dragoman.ContentID(d.ID, string(t), quote, fmt.Sprint(e.Actors, e.Recipients, e.Status))
	return dragoman.Stored[dragoman.Event]{Record: e, Document: d}
}

func in(p dragoman.Place) func(*dragoman.Event)  { return func(e *dragoman.Event) { e.Place = p } }
func is(s dragoman.Status) func(*dragoman.Event) { return func(e *dragoman.Event) { e.Status = s } }
func mode(m string) func(*dragoman.Event)        { return func(e *dragoman.Event) { e.Mode = m } }
func beforePublication(day string) func(*dragoman.Event) {
	return func(e *dragoman.Event) {
		e.Date = dragoman.DateRange{End: day, Precision: dragoman.PrecisionBefore, Derived: dragoman.BeforePublication}
	}
}
func frame(f string) func(*dragoman.Event) { return func(e *dragoman.Event) { e.Why.Frame = f } }
func state(s dragoman.Stored[dragoman.Event]) dragoman.Stored[dragoman.Event] {
	s.Document.State = true
	return s
}

const (
	report  = dragoman.KindReport
	opinion = dragoman.KindOpinion
	release = dragoman.KindPressRelease
)

var (
	wire     = doc("Specimen Wire", "2024-11-19", report)
	caster   = doc("Demo State Broadcaster", "2024-11-20", report)
	gazette  = doc("Model Gazette", "2024-11-21", report)
	essay    = doc("Model Gazette", "2024-12-10", opinion)
	tokayev  = named("KAZ", "Kassym-Jomart Tokayev")
	vucic    = named("SRB", "Aleksandar Vučić")
	vucevic  = named("SRB", "Miloš Vučević")
	belgrade = city("Belgrade", "SRB")
	talks    = "Kazakhstan's President Kassym-Jomart Tokayev held talks with his Serbian counterpart Aleksandar Vučić in Belgrade on Tuesday during the first official visit of his presidency to Serbia."
)

type list = []dragoman.Stored[dragoman.Event]

// mergeTests say for events how many happenings they are.
var mergeTests = []struct {
	name   string
	events list
	want   []string // for every happening: number of reports, independent publishers, contradictions
}{
	{"one meeting in two papers", list{
		event(wire, dragoman.Consult, tokayev, vucic, "2024-11-19", talks, in(belgrade), mode("visit")),
		event(caster, dragoman.Consult, named("KAZ", "Tokayev"), named("SRB", "Vučić"), "", "Negotiations with President Vučić resulted in a package of documents.", in(belgrade)),
	}, []string{"2 reports by 2"}},
	{"told twice in one document", list{
		event(wire, dragoman.Consult, tokayev, vucic, "2024-11-19", talks, in(belgrade)),
		event(wire, dragoman.Consult, vucic, tokayev, "2024-11-19", "The two presidents first met in a narrow format and then with their delegations."),
	}, []string{"2 reports by 1"}},
	{"other persons, other meeting", list{
		event(wire, dragoman.Consult, tokayev, vucic, "2024-11-19", talks, in(belgrade)),
		event(wire, dragoman.Consult, tokayev, vucevic, "2024-11-19", "Tokayev also met Prime Minister Miloš Vučević.", in(belgrade)),
	}, []string{"1 reports by 1", "1 reports by 1"}},
	{"other branches, other meeting", list{
		event(essay, dragoman.Consult, body("KAZ", dragoman.SectorLEG), body("HRV", dragoman.SectorLEG), "2025-02", "Kazakhstani senators held a meeting with members of Croatia's parliament in Astana."),
		event(essay, dragoman.Consult, body("HRV", dragoman.SectorLEG), body("KAZ", dragoman.SectorGOV), "2025-02", "Croatia's parliamentary delegation also met with Deputy Minister Vasilenko."),
	}, []string{"1 reports by 1", "1 reports by 1"}},
	{"a bare country fits every branch", list{
		event(wire, dragoman.Consult, body("KAZ", dragoman.SectorLEG), body("HRV", dragoman.SectorLEG), "2024-11-18", "Senators met members of parliament in Astana."),
		event(gazette, dragoman.Consult, country("KAZ"), country("HRV"), "2024-11-18", "Kazakhstan and Croatia held talks."),
	}, []string{"2 reports by 2"}},
	{"a day apart", list{
		event(wire, dragoman.Support, country("KAZ"), country("MKD"), "2024-05-12", "Kazakhstan opened an embassy in Skopje with a ceremony.", frame("open.v")),
		event(gazette, dragoman.Support, country("KAZ"), country("MKD"), "2024-05-13", "An embassy of Kazakhstan was opened in Skopje at a ceremony.", frame("open.v")),
	}, []string{"2 reports by 2: Specimen Wire says 12 May 2024, Model Gazette says 13 May 2024"}},
	{"a month apart", list{
		event(wire, dragoman.Consult, country("KAZ"), country("SRB"), "2024-05-12", "The two held talks on oil."),
		event(gazette, dragoman.Consult, country("KAZ"), country("SRB"), "2024-06-12", "The two held talks on oil."),
	}, []string{"1 reports by 1", "1 reports by 1"}},
	{"a day within a month", list{
		event(wire, dragoman.Consult, body("KAZ", dragoman.SectorLEG), body("HRV", dragoman.SectorLEG), "2024-02-20", "Senators received a group of Croatian lawmakers to speak about trade."),
		event(essay, dragoman.Consult, body("KAZ", dragoman.SectorLEG), body("HRV", dragoman.SectorLEG), "2024-02", "Senators met lawmakers and spoke about trade."),
	}, []string{"2 reports by 2"}},
	{"a denial", list{
		event(wire, dragoman.Cooperate, company("KAZ", "KazMunayGas"), country("ROU"), "2024-11", "KazMunayGas sold half of its Petromidia refinery in an auction."),
		event(gazette, dragoman.Cooperate, company("KAZ", "KazMunayGas"), country("ROU"), "2024-11", "KazMunayGas did not sell half of the Petromidia refinery.", is(dragoman.Negated)),
	}, []string{"2 reports by 2: Model Gazette says that it did not happen"}},
	{"what one text denies is another thing than what it tells", list{
		event(wire, dragoman.Support, country("KAZ"), country("ALB"), "2024-11", "Kazakhstan and Albania signed an agreement on flights."),
		event(wire, dragoman.Support, country("KAZ"), country("ALB"), "2024-11", "No agreement on flights was signed.", is(dragoman.Negated)),
	}, []string{"1 reports by 1", "1 reports by 1"}},
	{"a plan and its fulfilment", list{
		event(wire, dragoman.Consult, tokayev, vucic, "2024-11-19", "Tokayev will visit Vučić in Belgrade.", is(dragoman.Planned)),
		event(gazette, dragoman.Consult, tokayev, vucic, "2024-11-19", "Tokayev visited Vučić in Belgrade."),
	}, []string{"1 reports by 1", "1 reports by 1"}},
	{"one attack and the answer to it", list{
		event(wire, dragoman.Assault, country("AZE"), country("ARM"), "2024-09-13", "Artillery shelled positions near the border town."),
		event(gazette, dragoman.Assault, country("ARM"), country("AZE"), "2024-09-13", "Artillery shelled positions near the border town."),
	}, []string{"1 reports by 1", "1 reports by 1"}},
	{"other acts of the same day", list{
		event(wire, dragoman.Support, country("KAZ"), country("SRB"), "2024-11-19", "Tokayev thanked the Serbian people for their solidarity during the spring floods.", frame("thank.v")),
		event(wire, dragoman.Support, country("KAZ"), country("SRB"), "2024-11-19", "He signed agreements on defence, space and telecommunications.", frame("sign.v")),
	}, []string{"1 reports by 1", "1 reports by 1"}},
	{"other places", list{
		event(wire, dragoman.Consult, country("KAZ"), country("SRB"), "2024-11-19", "The ministers met.", in(belgrade)),
		event(gazette, dragoman.Consult, country("KAZ"), country("SRB"), "2024-11-19", "The ministers met.", in(city("Astana", "KAZ"))),
	}, []string{"1 reports by 1", "1 reports by 1"}},
	{"another place for what is else the same", list{
		event(wire, dragoman.Consult, tokayev, vucic, "2024-11-19", "Tokayev and Vučić discussed flights and industrial projects at the palace.", in(belgrade)),
		event(gazette, dragoman.Consult, tokayev, vucic, "2024-11-19", "Flights and industrial projects were discussed by Tokayev and Vučić at the palace.", in(city("Novi Sad", "SRB"))),
	}, []string{"2 reports by 2: Specimen Wire says Belgrade, Model Gazette says Novi Sad"}},
	{"a copied text", list{
		event(wire, dragoman.Consult, tokayev, vucic, "2024-11-19", talks, in(belgrade)),
		event(gazette, dragoman.Consult, tokayev, vucic, "2024-11-19", "(SW) "+talks, in(belgrade)),
	}, []string{"2 reports by 1"}},
	{"two pieces of one paper", list{
		event(gazette, dragoman.Consult, tokayev, vucic, "2024-11-19", "Tokayev went to Belgrade for talks with Vučić."),
		event(essay, dragoman.Consult, tokayev, vucic, "2024-11-19", "Vučić had a guest from the steppe."),
	}, []string{"2 reports by 1"}},
	{"without dates, by the dates of publication", list{
		event(wire, dragoman.Sanction, country("SRB"), country("RUS"), "", "Serbia froze the accounts of the oil company.", frame("freeze.v")),
		event(gazette, dragoman.Sanction, country("SRB"), country("RUS"), "", "Accounts of the Russian oil company were frozen by Serbia.", frame("freeze.v")),
		event(doc("Example Wire", "2025-06-01", report), dragoman.Sanction, country("SRB"), country("RUS"), "", "Serbia froze the accounts of the oil company.", frame("freeze.v")),
	}, []string{"2 reports by 2", "1 reports by 1"}},
	{"not dated but as told before publication", list{
		event(wire, dragoman.Consult, tokayev, vucic, "2024-11-19", "They spoke about trade."),
		event(gazette, dragoman.Consult, tokayev, vucic, "", "They spoke about trade.", beforePublication("2024-11-21")),
	}, []string{"2 reports by 2"}},
	{"the same told long after", list{
		event(wire, dragoman.Support, company("KAZ", "KazMunayGas"), company("HUN", "MOL"), "2024-11-19", "KMG and MOL signed a framework agreement on supplies."),
		event(doc("Model Gazette", "2025-02-02", dragoman.KindInterview), dragoman.Support, company("KAZ", "KazMunayGas"), company("HUN", "MOL"), "", "KMG and MOL have signed a framework agreement.", beforePublication("2025-02-02")),
	}, []string{"2 reports by 2"}},
	{"a company known by description only", list{
		event(wire, dragoman.Support, company("KAZ", "KazMunayGas"), company("HRV", "JANAF"), "2024-11-19", "The companies signed a memorandum on storage of oil."),
		event(gazette, dragoman.Support, company("KAZ", "KazMunayGas"), dragoman.Actor{ID: "HRV.BUS", Kind: dragoman.ActorCompany, Country: "HRV", Sector: dragoman.SectorBUS, Name: "operator of Croatia"}, "2024-11-19", "KMG and the pipeline operator signed a memorandum."),
	}, []string{"2 reports by 2"}},
	{"phone and visit", list{
		event(wire, dragoman.Consult, tokayev, vucic, "2024-11-19", "They spoke by telephone about trade.", mode("phone")),
		event(gazette, dragoman.Consult, tokayev, vucic, "2024-11-19", "They spoke about trade in Belgrade.", mode("visit")),
	}, []string{"1 reports by 1", "1 reports by 1"}},
}

func TestMerge(t *testing.T) {
	for _, test := range mergeTests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, h := range Merge(test.events) {
				s := fmt.Sprintf("%d reports by %d", len(h.Reports), h.Publishers)
				if len(h.Contradictions) > 0 {
					s += ": " + strings.Join(h.Contradictions, "; ")
				}
				got = append(got, s)
			}
			slices.Sort(got)
			want := slices.Sorted(slices.Values(test.want))
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestMergedView(t *testing.T) {
	one := event(essay, dragoman.Consult, country("KAZ"), vucic, "2024-11", "The guest from Kazakhstan and Vučić spoke of flights.")
	two := event(caster, dragoman.Consult, named("KAZ", "Tokayev"), named("SRB", "Vučić"), "2024-11-18/2024-11-19", "Vučić and Tokayev spoke of flights.", in(belgrade), mode("visit"))
	three := event(wire, dragoman.Consult, vucic, tokayev, "2024-11-19", "Tokayev and Vučić spoke about flights at length.")
	two.Record.Score, two.Record.Confidence = 4, 0.95
	list := Merge([]dragoman.Stored[dragoman.Event]{one, state(two), three})
	if len(list) != 1 {
		t.Fatalf("%d happenings", len(list))
	}
	h := list[0]
	var who []string
	for _, a := range slices.Concat(h.Event.Actors, h.Event.Recipients) {
		who = append(who, a.Name)
	}
	got := fmt.Sprint(h.Event.Date.Start, " ", h.Event.Date.End, " ", h.Event.Place.Name, " ", h.Event.Mode, " ", h.Event.Score, " ", h.Event.Confidence, " ",
		strings.Join(who, ", "), "; ", len(h.Event.Evidence), " sentences; first ", h.Reports[0].Document.Publisher, ", last ", h.Reports[2].Document.Kind)
	want := "2024-11-19 2024-11-19 Belgrade visit 4 0.95 Aleksandar Vučić, Kassym-Jomart Tokayev; 3 sentences; first Specimen Wire, last opinion"
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if h.OpinionOnly || h.StateMediaOnly || h.Publishers != 3 || len(h.Contradictions) != 0 {
		t.Errorf("opinion only %v, state media only %v, %d publishers, %q", h.OpinionOnly, h.StateMediaOnly, h.Publishers, h.Contradictions)
	}
	if h.ID != "h"+dragoman.ContentID(wire.ID, three.Record.ID) {
		t.Errorf("the id is not the earliest report's")
	}
}

func TestWitnesses(t *testing.T) {
	quote := "Tokayev and Vučić spoke about flights."
	alone := Merge([]dragoman.Stored[dragoman.Event]{event(essay, dragoman.Consult, tokayev, vucic, "2024-11-19", quote)})
	if !alone[0].OpinionOnly || alone[0].StateMediaOnly {
		t.Errorf("an essay alone: %+v", alone[0])
	}
	stately := Merge([]dragoman.Stored[dragoman.Event]{state(event(caster, dragoman.Consult, tokayev, vucic, "2024-11-19", quote)),
		state(event(doc("Example Press Service", "2024-11-19", release), dragoman.Consult, tokayev, vucic, "2024-11-19", "They met and were seen to laugh."))})
	if len(stately) != 1 || stately[0].OpinionOnly || !stately[0].StateMediaOnly {
		t.Errorf("state media alone: %+v", stately)
	}
}

func TestSameReportTwice(t *testing.T) {
	e := event(wire, dragoman.Consult, tokayev, vucic, "2024-11-19", talks)
	if list := Merge([]dragoman.Stored[dragoman.Event]{e, e}); len(list) != 1 || len(list[0].Reports) != 1 {
		t.Errorf("%+v", list)
	}
	if list := Merge(nil); list == nil || len(list) != 0 {
		t.Errorf("nothing gives %v", list)
	}
}

// randomEvents make many events that are alike, so that merging has much to decide.
func randomEvents(seed uint64, n int) []dragoman.Stored[dragoman.Event] {
	r := rand.New(rand.NewPCG(seed, 1))
	some := func(list ...string) string { return list[r.IntN(len(list))] }
	kinds := []dragoman.DocumentKind{report, opinion, release}
	var out []dragoman.Stored[dragoman.Event]
	for len(out) < n {
		d := doc(some("A", "B", "C", "D", "E"), some("2024-11-18", "2024-11-19", "2024-11-25", "2024-12", ""), kinds[r.IntN(3)])
		words := "they " + some("signed", "discussed", "praised") + " " + some("oil", "gas", "flights") + " " + some("pipeline", "terms", "plans") + " " + some("at length", "in the palace hall", "over lunch with guests")
		types := []dragoman.EventType{dragoman.Consult, dragoman.Support, dragoman.Assault}
		from := []dragoman.Actor{country("KAZ"), tokayev, named("KAZ", "Tokayev"), body("KAZ", dragoman.SectorLEG)}[r.IntN(4)]
		to := []dragoman.Actor{country("SRB"), vucic, vucevic}[r.IntN(3)]
		if r.IntN(3) == 0 {
			from, to = to, from
		}
		e := event(d, types[r.IntN(3)], from, to, some("", "2024-11-18", "2024-11-19", "2024-11-18/2024-11-20", "2024-11", "2024"), words,
			is(dragoman.Statuses[r.IntN(len(dragoman.Statuses))]), in(city(some("", "Belgrade", "Astana"), "")), mode(some("", "", "visit")))
		out = append(out, e)
	}
	return out
}

// TestOrderDoesNotMatter merges the same reports in many orders.
func TestOrderDoesNotMatter(t *testing.T) {
	for seed := range uint64(40) {
		events := randomEvents(seed, 60)
		want := text(t, Merge(events))
		r := rand.New(rand.NewPCG(seed, 2))
		for range 4 {
			r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
			if got := text(t, Merge(events)); got != want {
				t.Fatalf("seed %d: another order gives another result\n got %s\nwant %s", seed, got, want)
			}
		}
	}
}

func text(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestNothingIsLost finds every report in exactly one happening, and no two in one that contradict each other.
func TestNothingIsLost(t *testing.T) {
	for seed := range uint64(20) {
		events := randomEvents(seed, 80)
		want := map[string]bool{}
		for _, e := range events {
			want[e.Document.ID+e.Record.ID] = true
		}
		seen := map[string]bool{}
		for _, h := range Merge(events) {
			for _, r := range h.Reports {
				key := r.Document.ID + r.Event.ID
				if seen[key] || !want[key] {
					t.Fatalf("seed %d: %s is told twice or from nowhere", seed, key)
				}
				seen[key] = true
				if r.Event.Type != h.Event.Type || class(r.Event.Status) == planned != (class(h.Event.Status) == planned) {
					t.Errorf("seed %d: %s %s among %s %s", seed, r.Event.Type, r.Event.Status, h.Event.Type, h.Event.Status)
				}
			}
			if h.Publishers < 1 || h.Publishers > len(h.Reports) {
				t.Errorf("seed %d: %d publishers of %d reports", seed, h.Publishers, len(h.Reports))
			}
		}
		if len(seen) != len(want) {
			t.Errorf("seed %d: %d of %d reports kept", seed, len(seen), len(want))
		}
	}
}
