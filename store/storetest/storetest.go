// Package storetest is the suite that every store must pass, and what its tests have in common.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"dragoman"
)

// Backend is an empty store of one kind.
type Backend struct {
	Open  func() (dragoman.Store, error) // opens the store, every time the same one
	Check func(t *testing.T)             // examines the integrity of the database
}

// Run runs the suite; fresh makes a backend for each test.
func Run(t *testing.T, fresh func(t *testing.T) Backend) {
	tests := []struct {
		name string
		run  func(t *testing.T, b Backend, s dragoman.Store)
	}{
		{"gives back what was added", testRoundTrip},
		{"adds once", testAddOnce},
		{"replaces another version", testReplace},
		{"replaces within a transaction", testReplaceTogether},
		{"adds all or none", testAllOrNone},
		{"says what is not there", testNotFound},
		{"finds by short id", testShortID},
		{"filters", testFilters},
		{"searches", testSearch},
		{"survives any search", testAnySearch},
		{"keeps odd text", testOddText},
		{"quotes evidence", testEvidence},
		{"keeps over closing", testReopen},
		{"answers like the model", testModel},
		{"serves many at once", testConcurrent},
		{"obeys a cancelled context", testCancelled},
		{"keeps statistics", testStatistics},
		{"extends statistics by periods", testExtend},
		{"keeps the old statistics when new ones fail", testFailingBlocks},
		{"gives the blocks asked for", testBlockQueries},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := fresh(t)
			s := open(t, b)
			test.run(t, b, s)
			if err := s.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
			b.Check(t)
		})
	}
}

func open(t *testing.T, b Backend) dragoman.Store {
	t.Helper()
	s, err := b.Open()
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return s
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func add(t *testing.T, s dragoman.Store, r *dragoman.Reading, want bool) {
	t.Helper()
	if added := must[bool](t)(s.Add(t.Context(), r)); added != want {
		t.Fatalf("Add(%s) added = %v, want %v", r.Document.ID, added, want)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got %+v\nwant %+v", what, got, want)
	}
}

func testRoundTrip(t *testing.T, _ Backend, s dragoman.Store) {
	for n := range uint64(20) {
		r := Generate(n, int(n)*8)
		add(t, s, r, true)
		same(t, "reading", must[*dragoman.Reading](t)(s.Reading(t.Context(), r.Document.ID)), r)
	}
}

func testAddOnce(t *testing.T, _ Backend, s dragoman.Store) {
	r := Generate(1, 4)
	add(t, s, r, true)
	before := must[map[string]int](t)(s.Counts(t.Context()))
	add(t, s, r, false)
	same(t, "counts", must[map[string]int](t)(s.Counts(t.Context())), before)
	if n := must[int](t)(s.AddAll(t.Context(), []*dragoman.Reading{r, Generate(2, 4), Generate(2, 4), r})); n != 1 {
		t.Errorf("AddAll added %d, want 1", n)
	}
}

func testReplace(t *testing.T, _ Backend, s dragoman.Store) {
	old := Generate(1, 9)
	add(t, s, old, true)
	fresh := Generate(1, 9)
	fresh.Version.Lexicon = "corrected"
	fresh.Events, fresh.Figures = fresh.Events[:1], []dragoman.Figure{}
	add(t, s, fresh, true)
	same(t, "reading", must[*dragoman.Reading](t)(s.Reading(t.Context(), old.Document.ID)), fresh)
	counts := must[map[string]int](t)(s.Counts(t.Context()))
	if counts["documents"] != 1 || counts["events"] != 1 || counts["figures"] != 0 {
		t.Errorf("counts after replacing: %v", counts)
	}
	respaced := Generate(1, 9) // the same words, and so the same id, in other places
	respaced.Version = fresh.Version
	respaced.Document.Text += "  zanzibar"
	add(t, s, respaced, true)
	if refs := must[[]dragoman.DocumentRef](t)(s.Search(t.Context(), "zanzibar", 0)); len(refs) != 1 {
		t.Errorf("the index still holds the old text: %v", refs)
	}
}

// testReplaceTogether gives two versions of a document at once: the first is not in the index yet when the second takes its place.
func testReplaceTogether(t *testing.T, _ Backend, s dragoman.Store) {
	old, fresh := Generate(1, 9), Generate(1, 9)
	old.Document.Text += " mombasa"
	fresh.Document.Text += " zanzibar"
	if n := must[int](t)(s.AddAll(t.Context(), []*dragoman.Reading{old, Generate(2, 4), fresh})); n != 3 {
		t.Errorf("AddAll added %d, want 3", n)
	}
	same(t, "reading", must[*dragoman.Reading](t)(s.Reading(t.Context(), old.Document.ID)), fresh)
	for word, want := range map[string]int{"mombasa": 0, "zanzibar": 1} {
		if refs := must[[]dragoman.DocumentRef](t)(s.Search(t.Context(), word, 0)); len(refs) != want {
			t.Errorf("%s is in %d documents, want %d", word, len(refs), want)
		}
	}
}

func testAllOrNone(t *testing.T, _ Backend, s dragoman.Store) {
	bad := Generate(3, 2)
	bad.Document.Text = "not UTF-8: \xff"
	_, err := s.AddAll(t.Context(), []*dragoman.Reading{Generate(1, 2), bad})
	var p *dragoman.Problem
	if !errors.As(err, &p) || p.Mend == "" {
		t.Errorf("want a problem with a mend, got %v", err)
	}
	if n := must[map[string]int](t)(s.Counts(t.Context()))["documents"]; n != 0 {
		t.Errorf("%d documents after a refused batch", n)
	}
	if n := must[int](t)(s.AddAll(t.Context(), nil)); n != 0 {
		t.Errorf("an empty batch added %d", n)
	}
}

func testNotFound(t *testing.T, _ Backend, s dragoman.Store) {
	add(t, s, Generate(1, 3), true)
	for _, id := range []string{"", "d", "d0", "nothing", "d0123456789abcdef", "%", "______", "d'; DROP TABLE documents", "\x00\x00\x00\x00\x00\x00"} {
		if _, err := s.Reading(t.Context(), id); !errors.Is(err, dragoman.ErrNotFound) {
			t.Errorf("Reading(%q): %v, want not found", id, err)
		}
		if _, err := s.Record(t.Context(), id); !errors.Is(err, dragoman.ErrNotFound) {
			t.Errorf("Record(%q): %v, want not found", id, err)
		}
	}
}

func testShortID(t *testing.T, _ Backend, s dragoman.Store) {
	r := Generate(5, 12)
	r.Events = r.Events[:2]
	r.Events[0].ID, r.Events[1].ID = "e12345600000000a", "e12345600000000b"
	add(t, s, r, true)
	x := must[*dragoman.Found](t)(s.Record(t.Context(), "e12345600000000b"))
	if x.Kind != "event" || x.Index != 1 || x.Reading.Document.ID != r.Document.ID {
		t.Errorf("found %s %d of %s", x.Kind, x.Index, x.Reading.Document.ID)
	}
	office := must[*dragoman.Found](t)(s.Record(t.Context(), r.Offices[1].ID[:9]))
	if office.Kind != "office" || office.Index != 1 {
		t.Errorf("found %s %d", office.Kind, office.Index)
	}
	var p *dragoman.Problem
	_, err := s.Record(t.Context(), "e123456")
	if !errors.As(err, &p) || !strings.Contains(err.Error(), "e12345600000000a, e12345600000000b") {
		t.Errorf("an ambiguous id: %v", err)
	}
	if _, err := s.Record(t.Context(), "e1234"); !errors.Is(err, dragoman.ErrNotFound) {
		t.Errorf("an id of five characters: %v", err)
	}
	must[*dragoman.Reading](t)(s.Reading(t.Context(), r.Document.ID[:8]))
}

func meeting(id, date string, status dragoman.Status, actors ...string) dragoman.Event {
	ev := dragoman.Event{ID: id, Type: dragoman.Consult, Status: status, Evidence: []dragoman.Evidence{{Sentence: 0, Span: dragoman.Span{0, 6}}}}
	if date != "" {
		ev.Date, _ = dragoman.ParseDate(date)
	}
	for _, c := range actors {
		ev.Actors = append(ev.Actors, dragoman.Actor{ID: c, Country: c})
	}
	return ev
}

func testFilters(t *testing.T, _ Backend, s dragoman.Store) {
	r := &dragoman.Reading{Document: dragoman.Document{ID: "d1", Published: "2025-05-12", Text: "A met B."}, Sentences: []dragoman.Span{{0, 8}},
		Events: []dragoman.Event{
			meeting("e-day", "2025-05-10", dragoman.Happened, "KAZ", "HRV"),
			meeting("e-month", "2025-04", dragoman.Planned, "KAZ", "HRV", "ALB"),
			meeting("e-undated", "", dragoman.Happened, "KAZ"),
			meeting("e-open", "", dragoman.Negated, "HRV"),
			meeting("e-told", "", dragoman.Happened, "TUR"),
		},
		Agreements: []dragoman.Agreement{{ID: "a-mou", Kind: "MoU", Parties: []dragoman.Actor{{Country: "KAZ"}}}}}
	r.Events[3].Date = dragoman.DateRange{End: "2025-03-01", Precision: dragoman.PrecisionBefore}
	r.Events[4].Date = dragoman.DateRange{End: "2025-05-12", Precision: dragoman.PrecisionBefore, Derived: dragoman.BeforePublication}
	add(t, s, r, true)
	undated := &dragoman.Reading{Document: dragoman.Document{ID: "d2"}, Events: []dragoman.Event{meeting("e-never", "", dragoman.Happened, "KAZ")}}
	add(t, s, undated, true)
	tests := []struct {
		f    dragoman.Filter
		want string
	}{
		{dragoman.Filter{}, "e-open e-month e-day e-told e-undated e-never"},
		{dragoman.Filter{Countries: []string{"KAZ"}}, "e-month e-day e-undated e-never"},
		{dragoman.Filter{Countries: []string{"hrv", "KAZ"}}, "e-month e-day"},
		{dragoman.Filter{Countries: []string{"KAZ", "SRB"}}, ""},
		{dragoman.Filter{From: "2025-04-30", To: "2025-05-10"}, "e-month e-day"},
		{dragoman.Filter{From: "2025-05-12"}, "e-told e-undated"},
		{dragoman.Filter{To: "1999-01-01"}, "e-open"},
		{dragoman.Filter{Statuses: []dragoman.Status{dragoman.Planned, dragoman.Negated}}, "e-open e-month"},
		{dragoman.Filter{Types: []dragoman.EventType{dragoman.Assault}}, ""},
		{dragoman.Filter{Types: []dragoman.EventType{dragoman.Consult}, Kinds: []string{"MoU"}, Limit: 2}, "e-open e-month"},
		{dragoman.Filter{Document: "d2"}, "e-never"},
	}
	for _, test := range tests {
		events := must[[]dragoman.Stored[dragoman.Event]](t)(s.Events(t.Context(), test.f))
		if got := strings.Join(ids(events, func(x dragoman.Event) string { return x.ID }), " "); got != test.want {
			t.Errorf("%+v: %q, want %q", test.f, got, test.want)
		}
	}
	if a := must[[]dragoman.Stored[dragoman.Agreement]](t)(s.Agreements(t.Context(), dragoman.Filter{Kinds: []string{"mou"}})); len(a) != 1 {
		t.Errorf("kinds are compared with case: %v", a)
	}
}

func ids[T any](list []dragoman.Stored[T], id func(T) string) []string {
	out := []string{}
	for _, x := range list {
		out = append(out, id(x.Record))
	}
	return out
}

func document(id, title, text string) *dragoman.Reading {
	return &dragoman.Reading{Document: dragoman.Document{ID: id, Title: title, Text: text}}
}

func testSearch(t *testing.T, _ Backend, s dragoman.Store) {
	must[int](t)(s.AddAll(t.Context(), []*dragoman.Reading{
		document("d1", "Vučić in Astana", "The presidents discussed direct flights. Kazakhstan's oil was not mentioned."),
		document("d2", "Oil for Croatia", "The pipeline operator JANAF agreed on co-operation with KazMunayGas."),
		document("d3", "Budget", "The oil price fell to 29-30 dollars, the minister said. Flights direct from Zagreb were postponed."),
	}))
	tests := []struct{ query, want string }{
		{"vucic", "d1"},
		{"VUČIĆ astana", "d1"},
		{"president", "d1"},
		{"oil", "d2 d1 d3"},
		{"oil -janaf -minister", "d1"},
		{`"direct flights"`, "d1"},
		{"direct flight", "d1 d3"},
		{"co-operation", "d2"},
		{"Kazakhstan’s oil", "d1"},
		{"29 30", "d3"},
		{"oil elephants", ""},
		{"", ""},
		{"-oil", ""},
	}
	for _, test := range tests {
		got := []string{}
		for _, ref := range must[[]dragoman.DocumentRef](t)(s.Search(t.Context(), test.query, 0)) {
			got = append(got, ref.ID)
		}
		if test.query != "oil" { // ranks differ between databases, but a title counts most in all
			slices.Sort(got)
		} else {
			slices.Sort(got[1:])
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("Search(%q) = %v, want %s", test.query, got, test.want)
		}
	}
	if n := len(must[[]dragoman.DocumentRef](t)(s.Search(t.Context(), "oil", 2))); n != 2 {
		t.Errorf("limited to 2, %d found", n)
	}
}

func testAnySearch(t *testing.T, _ Backend, s dragoman.Store) {
	add(t, s, document("d1", "Oil", "Oil for the port."), true)
	for _, query := range []string{`"`, `"""`, `oil"`, `AND OR NOT NEAR(`, `title:oil*`, `oil:*A`, `'; DROP TABLE documents; --`, `^oil + -`, `(oil`, `\`, "\x00oil", "\xff\xfe",
		`$1 ? ?`, `!oil & | <->`, `{oil}`, strings.Repeat("oil ", 300), `-"oil"`, `- oil`} {
		must[[]dragoman.DocumentRef](t)(s.Search(t.Context(), query, 5))
	}
	if n := len(must[[]dragoman.DocumentRef](t)(s.Search(t.Context(), `"oil`, 5))); n != 1 {
		t.Errorf("an open quotation finds %d", n)
	}
}

func testOddText(t *testing.T, _ Backend, s dragoman.Store) {
	text := "A\x00B “Ω” 🛢 \u2028 \\u0000 ' \" ? $1 %"
	add(t, s, document("d1", text, text), true)
	got := must[*dragoman.Reading](t)(s.Reading(t.Context(), "d1"))
	if want := strings.Replace(text, "\x00", " ", 1); got.Document.Text != want || got.Document.Title != want {
		t.Errorf("got %q, want %q", got.Document.Text, want)
	}
	long := document("d2", "", strings.Repeat("Ž a long document about pipelines, with ever new words like w1234. ", 20000)+"end")
	add(t, s, long, true)
	if got := must[*dragoman.Reading](t)(s.Reading(t.Context(), "d2")); got.Document.Text != long.Document.Text {
		t.Error("a long text comes back changed")
	}
	if _, err := s.Add(t.Context(), &dragoman.Reading{}); err == nil {
		t.Error("a document without id was stored")
	}
	outside := document("d3", "", "short")
	outside.Sentences = []dragoman.Span{{0, 99}}
	if _, err := s.Add(t.Context(), outside); err == nil {
		t.Error("a sentence outside of the text was stored")
	}
}

func testEvidence(t *testing.T, _ Backend, s dragoman.Store) {
	r := Generate(4, 40)
	add(t, s, r, true)
	for i, x := range must[[]dragoman.Stored[dragoman.Statement]](t)(s.Statements(t.Context(), dragoman.Filter{})) {
		ev := x.Record.Evidence[0]
		if ev.Document != r.Document.ID || ev.Quote != ev.Span.Of(r.Document.Text) || ev.Quote == "" {
			t.Errorf("statement %d: evidence %+v", i, ev)
		}
		same(t, "document", x.Document, r.Document.Ref())
	}
	if ev := r.Statements[0].Evidence[0]; ev.Document != "" || ev.Quote != "" {
		t.Error("Add changed the reading it was given")
	}
}

func testReopen(t *testing.T, b Backend, s dragoman.Store) {
	add(t, s, Generate(1, 5), true)
	again := open(t, b) // beside the open one, as two programs would
	add(t, again, Generate(2, 5), true)
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	again = open(t, b)
	for n := uint64(1); n <= 2; n++ {
		r := Generate(n, 5)
		same(t, "reading", must[*dragoman.Reading](t)(again.Reading(t.Context(), r.Document.ID)), r)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

func testModel(t *testing.T, _ Backend, s dragoman.Store) {
	g := generator{rand.New(rand.NewPCG(7, 7))}
	var m model
	for range 120 {
		r := Generate(g.Uint64N(80), 3)
		r.Version.Reader = fmt.Sprint(g.IntN(3))
		add(t, s, r, m.add(r))
	}
	for range 150 {
		compare(t, s, &m, g.filter(&m))
	}
}

// filter makes a filter with a few demands.
func (g generator) filter(m *model) (f dragoman.Filter) {
	for range g.IntN(3) {
		f.Countries = append(f.Countries, pick(g, countries))
	}
	if g.IntN(3) == 0 {
		f.From = pick(g, days)
	}
	if g.IntN(3) == 0 {
		f.To = pick(g, days)
	}
	for range g.IntN(3) {
		f.Statuses = append(f.Statuses, pick(g, dragoman.Statuses))
	}
	if g.IntN(4) == 0 {
		f.Types = []dragoman.EventType{pick(g, dragoman.EventTypes), pick(g, dragoman.EventTypes)}
	}
	if g.IntN(4) == 0 {
		f.Kinds = []string{pick(g, topics), strings.ToLower(pick(g, topics))}
	}
	if g.IntN(6) == 0 {
		f.Document = pick(g, m.readings).Document.ID
	}
	if g.IntN(3) == 0 {
		f.Limit = 1 + g.IntN(20)
	}
	return f
}

func compare(t *testing.T, s dragoman.Store, m *model, f dragoman.Filter) {
	t.Helper()
	ctx := t.Context()
	what := fmt.Sprintf("%+v", f)
	compareKind(t, what+" events", s.Events, ctx, f, m, func(r *dragoman.Reading) []dragoman.Event { return r.Events }, eventFacts)
	compareKind(t, what+" statements", s.Statements, ctx, f, m, func(r *dragoman.Reading) []dragoman.Statement { return r.Statements }, statementFacts)
	compareKind(t, what+" figures", s.Figures, ctx, f, m, func(r *dragoman.Reading) []dragoman.Figure { return r.Figures }, figureFacts)
	compareKind(t, what+" agreements", s.Agreements, ctx, f, m, func(r *dragoman.Reading) []dragoman.Agreement { return r.Agreements }, agreementFacts)
	compareKind(t, what+" missions", s.Missions, ctx, f, m, func(r *dragoman.Reading) []dragoman.Mission { return r.Missions }, missionFacts)
	compareKind(t, what+" gatherings", s.Gatherings, ctx, f, m, func(r *dragoman.Reading) []dragoman.Gathering { return r.Gatherings }, gatheringFacts)
	compareKind(t, what+" offices", s.Offices, ctx, f, m, func(r *dragoman.Reading) []dragoman.Office { return r.Offices }, officeFacts)
	compareKind(t, what+" commitments", s.Commitments, ctx, f, m, func(r *dragoman.Reading) []dragoman.Commitment { return r.Commitments }, commitmentFacts)
	got := []string{}
	for _, ref := range must[[]dragoman.DocumentRef](t)(s.Documents(ctx, f)) {
		got = append(got, ref.ID)
	}
	same(t, what+" documents", got, m.documents(f))
}

func compareKind[T any](t *testing.T, what string, list func(context.Context, dragoman.Filter) ([]dragoman.Stored[T], error), ctx context.Context,
	f dragoman.Filter, m *model, of func(*dragoman.Reading) []T, get func(*T) facts) {
	t.Helper()
	got := ids(must[[]dragoman.Stored[T]](t)(list(ctx, f)), func(x T) string { return get(&x).id })
	same(t, what, got, find(m, of, get, f))
}

func testConcurrent(t *testing.T, _ Backend, s dragoman.Store) {
	var wait sync.WaitGroup
	var mu sync.Mutex
	added := 0
	for w := range uint64(4) {
		wait.Go(func() {
			for i := range uint64(20) {
				n := (i + w*5) % 20 // all write the same documents, in another order
				ok, err := s.Add(t.Context(), Generate(n, 4))
				mu.Lock()
				if err != nil {
					t.Errorf("Add: %v", err)
				}
				if ok {
					added++
				}
				mu.Unlock()
			}
		})
		wait.Go(func() {
			for n := range uint64(20) {
				want := Generate(n, 4)
				got, err := s.Reading(t.Context(), want.Document.ID)
				if errors.Is(err, dragoman.ErrNotFound) {
					continue
				}
				if err != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("a reading seen while others write: %v", err)
				}
			}
		})
	}
	wait.Wait()
	if added != 20 {
		t.Errorf("20 documents were added %d times", added)
	}
}

func testCancelled(t *testing.T, _ Backend, s dragoman.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Add(ctx, Generate(1, 3)); !errors.Is(err, context.Canceled) {
		t.Errorf("Add: %v", err)
	}
	if _, err := s.Events(ctx, dragoman.Filter{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Events: %v", err)
	}
	add(t, s, Generate(1, 3), true)
}
