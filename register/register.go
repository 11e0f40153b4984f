// Package register finds out which reports tell of the same thing: events become happenings, reports of agreements the life of
// an agreement, and likewise missions, offices, gatherings and figures. Merging adds a view and destroys nothing: every report is
// kept with its document, and where reports disagree, both are told.
//
// The result never depends on the order of the reports. docs/register.md states the rules.
package register

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"dragoman"
	"dragoman/lexicon"
)

// Report is one telling of a thing.
type Report[T any] struct {
	Document  dragoman.DocumentRef `json:"document"`
	Record    T                    `json:"record"`
	Duplicate bool                 `json:"duplicate"` // the same wording stands in another document already counted
}

// Told is a thing that one or more reports tell.
type Told[T any] struct {
	ID             string      `json:"id"`               // derived from the earliest report
	Record         T           `json:"record"`           // the merged view
	Reports        []Report[T] `json:"reports"`          // best first
	Publishers     int         `json:"publishers"`       // independent ones
	OpinionOnly    bool        `json:"opinion_only"`     // no report or press release tells it
	StateMediaOnly bool        `json:"state_media_only"` //
	Contradictions []string    `json:"contradictions"`   // what the reports disagree about, in words
}

// traits says where a kind of record keeps what all kinds have.
type traits[T any] struct {
	prefix     string // of the ids of what is told
	id         func(x *T) string
	date       func(x *T) dragoman.DateRange
	evidence   func(x *T) []dragoman.Evidence
	confidence func(x *T) float64
	parties    func(x *T) []dragoman.Actor
	status     func(x *T) dragoman.Status
}

// item is a record with what is compared.
type item[T any] struct {
	dragoman.Stored[T]
	id        string
	date      dragoman.DateRange
	when      interval
	words     []uint64 // content words of the evidence
	named     int      // parties that are more than a country
	published string   // for ordering: what has no date comes last
	publisher string   // folded name
	duplicate bool
}

// items puts the records in an order that does not depend on theirs, each once.
func (k *traits[T]) items(list []dragoman.Stored[T], undated int) []*item[T] {
	out := make([]*item[T], 0, len(list))
	for i := range list {
		x := &item[T]{Stored: list[i]}
		x.id, x.date = k.id(&x.Record), k.date(&x.Record)
		x.when = when(x.date, &x.Document, k.status(&x.Record), undated)
		x.words = content(k.quotes(x), k.names(x))
		x.published, x.publisher = cmp.Or(x.Document.Published, "9999"), publisherKey(&x.Document)
		for _, a := range k.parties(&x.Record) {
			if a.Kind == dragoman.ActorPerson || a.Kind == dragoman.ActorCompany || a.Kind == dragoman.ActorOrganisation {
				x.named++
			}
		}
		out = append(out, x)
	}
	slices.SortFunc(out, canonical)
	return slices.CompactFunc(out, func(a, b *item[T]) bool { return a.id == b.id && a.Document.ID == b.Document.ID })
}

func canonical[T any](a, b *item[T]) int {
	return cmp.Or(cmp.Compare(a.published, b.published), cmp.Compare(a.Document.ID, b.Document.ID), cmp.Compare(a.id, b.id))
}

// quotes are the sentences in which a record stands.
func (k *traits[T]) quotes(x *item[T]) string {
	var parts []string
	for _, e := range k.evidence(&x.Record) {
		parts = append(parts, e.Quote)
	}
	return strings.Join(parts, " ")
}

// names are the words that name the parties and the date, which any two reports compared have in common anyhow.
func (k *traits[T]) names(x *item[T]) map[string]bool {
	drop := map[string]bool{}
	add := func(s string) {
		for w := range strings.FieldsSeq(lexicon.Fold(s)) {
			drop[w] = true
		}
	}
	for _, a := range k.parties(&x.Record) {
		add(a.Name)
		if a.Kind != dragoman.ActorGroup {
			add(a.Text)
		}
		add(a.Role)
	}
	add(x.date.Text)
	return drop
}

// told makes the thing that the members tell, without its merged view, which is left to the caller; the first report is the
// best one.
func (k *traits[T]) told(members []*item[T]) Told[T] {
	slices.SortFunc(members, canonical)
	out := Told[T]{ID: k.prefix + dragoman.ContentID(members[0].Document.ID, members[0].id), OpinionOnly: true, StateMediaOnly: true,
		Contradictions: []string{}}
	k.markDuplicates(members)
	publishers := map[string]bool{}
	for _, m := range members {
		if !m.duplicate {
			publishers[m.publisher] = true
		}
		if m.Document.Kind == dragoman.KindReport || m.Document.Kind == dragoman.KindPressRelease {
			out.OpinionOnly = false
		}
		out.StateMediaOnly = out.StateMediaOnly && m.Document.State
	}
	out.Publishers = len(publishers)
	ranked := slices.Clone(members)
	slices.SortFunc(ranked, better)
	for _, m := range ranked {
		out.Reports = append(out.Reports, Report[T]{Document: m.Document, Record: m.Record, Duplicate: m.duplicate})
	}
	out.Record = ranked[0].Record
	return out
}

// markDuplicates finds reports that repeat the wording of an earlier one in another document.
func (k *traits[T]) markDuplicates(members []*item[T]) {
	if len(members) < 2 {
		return
	}
	wordings := make([]wording, len(members))
	for i, m := range members {
		m.duplicate = false
		wordings[i] = wordingOf(k.quotes(m))
		for j := range i {
			if !members[j].duplicate && members[j].Document.ID != m.Document.ID && wordings[j].same(wordings[i]) {
				m.duplicate = true
				break
			}
		}
	}
}

// better orders reports: original wording, plain reporting, independent media, exact dates and named parties first.
func better[T any](a, b *item[T]) int {
	rank := func(x *item[T]) int { return slices.Index(kindOrder, x.Document.Kind) }
	return cmp.Or(truth(a.duplicate)-truth(b.duplicate), rank(a)-rank(b), truth(a.Document.State)-truth(b.Document.State),
		int(a.when.level)-int(b.when.level), b.named-a.named, canonical(a, b))
}

// kindOrder are the kinds of document, the best witness first. An unknown kind stands before all, as it is a plain report.
var kindOrder = []dragoman.DocumentKind{dragoman.KindReport, dragoman.KindPressRelease, dragoman.KindInterview, dragoman.KindAnalysis,
	dragoman.KindOpinion}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// publisherKey is what makes two documents come from one publisher.
func publisherKey(d *dragoman.DocumentRef) string {
	if p := lexicon.Fold(d.Publisher); p != "" {
		return p
	}
	if h := host(d.URL); h != "" {
		return h
	}
	return cmp.Or(lexicon.Fold(d.Author), d.ID)
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// PublisherName is who published a document, as it is printed.
func PublisherName(d *dragoman.DocumentRef) string {
	return cmp.Or(d.Publisher, host(d.URL), d.Author, d.Title, d.ID)
}
