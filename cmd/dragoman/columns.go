package main

import (
	"fmt"
	"strconv"
	"strings"

	"dragoman"
	"dragoman/dossier"
)

type docRef = dragoman.DocumentRef

var eventColumns = []column[dragoman.Event]{
	{"id", both, func(e *dragoman.Event, _ *docRef) string { return e.ID }},
	{"date", inTable, func(e *dragoman.Event, _ *docRef) string { return when(e.Date) }},
	{"start", inCSV, func(e *dragoman.Event, _ *docRef) string { return e.Date.Start }},
	{"end", inCSV, func(e *dragoman.Event, _ *docRef) string { return e.Date.End }},
	{"precision", inCSV, func(e *dragoman.Event, _ *docRef) string { return string(e.Date.Precision) }},
	{"type", inTable, func(e *dragoman.Event, _ *docRef) string { return slashed(string(e.Type), e.Mode) }},
	{"type", inCSV, func(e *dragoman.Event, _ *docRef) string { return string(e.Type) }},
	{"mode", inCSV, func(e *dragoman.Event, _ *docRef) string { return e.Mode }},
	{"status", both, func(e *dragoman.Event, _ *docRef) string { return string(e.Status) }},
	{"who", inTable | loose, func(e *dragoman.Event, _ *docRef) string {
		return joined(" → ", names(e.Actors), names(e.Recipients))
	}},
	{"actors", inCSV, func(e *dragoman.Event, _ *docRef) string { return names(e.Actors) }},
	{"actor_ids", inCSV, func(e *dragoman.Event, _ *docRef) string { return ids(e.Actors) }},
	{"recipients", inCSV, func(e *dragoman.Event, _ *docRef) string { return names(e.Recipients) }},
	{"recipient_ids", inCSV, func(e *dragoman.Event, _ *docRef) string { return ids(e.Recipients) }},
	{"contexts", inCSV, func(e *dragoman.Event, _ *docRef) string { return strings.Join(e.Contexts, ";") }},
	{"place", both | meek, func(e *dragoman.Event, _ *docRef) string { return e.Place.Name }},
	{"score", both | right, func(e *dragoman.Event, _ *docRef) string { return strconv.FormatFloat(e.Score, 'f', -1, 64) }},
	{"conf", both | right, func(e *dragoman.Event, _ *docRef) string { return confidence(e.Confidence) }},
	{"frame", inCSV, func(e *dragoman.Event, _ *docRef) string { return e.Why.Frame }},
	{"sentence", inCSV, func(e *dragoman.Event, _ *docRef) string { return quote(e.Evidence) }},
	{"source", both | meek, func(_ *dragoman.Event, d *docRef) string { return publisher(d) }},
	{"published", inCSV, func(_ *dragoman.Event, d *docRef) string { return d.Published }},
	{"document", inCSV, func(_ *dragoman.Event, d *docRef) string { return d.ID }},
	{"url", inCSV, func(_ *dragoman.Event, d *docRef) string { return d.URL }},
}

var statementColumns = []column[dragoman.Statement]{
	{"id", both, func(s *dragoman.Statement, _ *docRef) string { return s.ID }},
	{"date", both, func(s *dragoman.Statement, _ *docRef) string { return when(s.Date) }},
	{"speaker", both | loose, func(s *dragoman.Statement, _ *docRef) string { return name(s.Speaker) }},
	{"about", both | loose, func(s *dragoman.Statement, _ *docRef) string { return names(s.About) }},
	{"stance", both | right, func(s *dragoman.Statement, _ *docRef) string { return fmt.Sprintf("%+d", s.Stance) }},
	{"direct", inCSV, func(s *dragoman.Statement, _ *docRef) string { return strconv.FormatBool(s.Direct) }},
	{"said", both | loose, func(s *dragoman.Statement, _ *docRef) string { return s.Quote }},
	{"source", both | meek, func(_ *dragoman.Statement, d *docRef) string { return publisher(d) }},
	{"published", inCSV, func(_ *dragoman.Statement, d *docRef) string { return d.Published }},
	{"document", inCSV, func(_ *dragoman.Statement, d *docRef) string { return d.ID }},
}

var figureColumns = []column[dragoman.Figure]{
	{"id", both, func(f *dragoman.Figure, _ *docRef) string { return f.ID }},
	{"metric", both, func(f *dragoman.Figure, _ *docRef) string { return f.Metric }},
	{"amount", inTable | right, func(f *dragoman.Figure, _ *docRef) string { return dossier.Amount(f) }},
	{"value", inCSV, func(f *dragoman.Figure, _ *docRef) string { return strconv.FormatFloat(f.Value, 'f', -1, 64) }},
	{"value_max", inCSV, func(f *dragoman.Figure, _ *docRef) string { return optional(f.ValueMax) }},
	{"unit", inCSV, func(f *dragoman.Figure, _ *docRef) string { return f.Unit }},
	{"per", inCSV, func(f *dragoman.Figure, _ *docRef) string { return f.Per }},
	{"approximation", inCSV, func(f *dragoman.Figure, _ *docRef) string { return f.Approximation }},
	{"change", inCSV, func(f *dragoman.Figure, _ *docRef) string { return f.Change }},
	{"period", both, func(f *dragoman.Figure, _ *docRef) string { return when(f.Period) }},
	{"parties", both | loose, func(f *dragoman.Figure, _ *docRef) string { return directed(f) }},
	{"status", both, func(f *dragoman.Figure, _ *docRef) string { return string(f.Status) }},
	{"words", inCSV, func(f *dragoman.Figure, _ *docRef) string { return f.Text }},
	{"sentence", inCSV, func(f *dragoman.Figure, _ *docRef) string { return quote(f.Evidence) }},
	{"source", both | meek, func(_ *dragoman.Figure, d *docRef) string { return publisher(d) }},
	{"published", both, func(_ *dragoman.Figure, d *docRef) string { return d.Published }},
	{"document", inCSV, func(_ *dragoman.Figure, d *docRef) string { return d.ID }},
}

var agreementColumns = []column[dragoman.Agreement]{
	{"id", both, func(g *dragoman.Agreement, _ *docRef) string { return g.ID }},
	{"date", both, func(g *dragoman.Agreement, _ *docRef) string { return when(g.Date) }},
	{"kind", both, func(g *dragoman.Agreement, _ *docRef) string { return times(g.Count, g.Kind) }},
	{"state", both, func(g *dragoman.Agreement, _ *docRef) string { return string(g.State) }},
	{"status", both, func(g *dragoman.Agreement, _ *docRef) string { return string(g.Status) }},
	{"parties", both | loose, func(g *dragoman.Agreement, _ *docRef) string { return names(g.Parties) }},
	{"subject", both | loose, func(g *dragoman.Agreement, _ *docRef) string { return joined(": ", g.Name, g.Subject) }},
	{"sentence", inCSV, func(g *dragoman.Agreement, _ *docRef) string { return quote(g.Evidence) }},
	{"source", both | meek, func(_ *dragoman.Agreement, d *docRef) string { return publisher(d) }},
	{"published", inCSV, func(_ *dragoman.Agreement, d *docRef) string { return d.Published }},
	{"document", inCSV, func(_ *dragoman.Agreement, d *docRef) string { return d.ID }},
}

var missionColumns = []column[dragoman.Mission]{
	{"id", both, func(m *dragoman.Mission, _ *docRef) string { return m.ID }},
	{"date", both, func(m *dragoman.Mission, _ *docRef) string { return when(m.Date) }},
	{"kind", both, func(m *dragoman.Mission, _ *docRef) string { return m.Kind }},
	{"change", both, func(m *dragoman.Mission, _ *docRef) string { return m.Change }},
	{"status", both, func(m *dragoman.Mission, _ *docRef) string { return string(m.Status) }},
	{"of", both, func(m *dragoman.Mission, _ *docRef) string { return m.Of.Country }},
	{"in", both, func(m *dragoman.Mission, _ *docRef) string { return m.In.Country }},
	{"place", both | meek, func(m *dragoman.Mission, _ *docRef) string { return m.Place.Name }},
	{"sentence", inCSV, func(m *dragoman.Mission, _ *docRef) string { return quote(m.Evidence) }},
	{"source", both | meek, func(_ *dragoman.Mission, d *docRef) string { return publisher(d) }},
	{"published", both, func(_ *dragoman.Mission, d *docRef) string { return d.Published }},
	{"document", inCSV, func(_ *dragoman.Mission, d *docRef) string { return d.ID }},
}

var gatheringColumns = []column[dragoman.Gathering]{
	{"id", both, func(g *dragoman.Gathering, _ *docRef) string { return g.ID }},
	{"date", both, func(g *dragoman.Gathering, _ *docRef) string { return when(g.Date) }},
	{"name", both | loose, func(g *dragoman.Gathering, _ *docRef) string { return g.Name }},
	{"kind", both, func(g *dragoman.Gathering, _ *docRef) string { return g.Kind }},
	{"edition", inCSV, func(g *dragoman.Gathering, _ *docRef) string { return g.Edition }},
	{"status", both, func(g *dragoman.Gathering, _ *docRef) string { return string(g.Status) }},
	{"host", both | loose, func(g *dragoman.Gathering, _ *docRef) string { return name(g.Host) }},
	{"participants", both | loose, func(g *dragoman.Gathering, _ *docRef) string { return names(g.Participants) }},
	{"place", both | meek, func(g *dragoman.Gathering, _ *docRef) string { return g.Place.Name }},
	{"sentence", inCSV, func(g *dragoman.Gathering, _ *docRef) string { return quote(g.Evidence) }},
	{"source", both | meek, func(_ *dragoman.Gathering, d *docRef) string { return publisher(d) }},
	{"document", inCSV, func(_ *dragoman.Gathering, d *docRef) string { return d.ID }},
}

var officeColumns = []column[dragoman.Office]{
	{"id", both, func(o *dragoman.Office, _ *docRef) string { return o.ID }},
	{"person", both, func(o *dragoman.Office, _ *docRef) string { return o.Person.Name }},
	{"post", both | loose, func(o *dragoman.Office, _ *docRef) string { return former(o) }},
	{"body", both | loose, func(o *dragoman.Office, _ *docRef) string { return o.Body }},
	{"of", both, func(o *dragoman.Office, _ *docRef) string { return o.Of }},
	{"to", both, func(o *dragoman.Office, _ *docRef) string { return o.To }},
	{"at", both, func(o *dragoman.Office, _ *docRef) string { return when(o.At) }},
	{"sentence", inCSV, func(o *dragoman.Office, _ *docRef) string { return quote(o.Evidence) }},
	{"source", both | meek, func(_ *dragoman.Office, d *docRef) string { return publisher(d) }},
	{"published", inCSV, func(_ *dragoman.Office, d *docRef) string { return d.Published }},
	{"document", inCSV, func(_ *dragoman.Office, d *docRef) string { return d.ID }},
}

var commitmentColumns = []column[dragoman.Commitment]{
	{"id", both, func(c *dragoman.Commitment, _ *docRef) string { return c.ID }},
	{"date", both, func(c *dragoman.Commitment, _ *docRef) string { return when(c.Date) }},
	{"by", both | loose, func(c *dragoman.Commitment, _ *docRef) string { return names(c.By) }},
	{"to", both | loose, func(c *dragoman.Commitment, _ *docRef) string { return names(c.To) }},
	{"what", both | loose, func(c *dragoman.Commitment, _ *docRef) string { return c.What }},
	{"due", both, func(c *dragoman.Commitment, _ *docRef) string { return when(c.Due) }},
	{"sentence", inCSV, func(c *dragoman.Commitment, _ *docRef) string { return quote(c.Evidence) }},
	{"source", both | meek, func(_ *dragoman.Commitment, d *docRef) string { return publisher(d) }},
	{"document", inCSV, func(_ *dragoman.Commitment, d *docRef) string { return d.ID }},
}

var documentColumns = []column[docRef]{
	{"id", both, func(d, _ *docRef) string { return d.ID }},
	{"published", both, func(d, _ *docRef) string { return d.Published }},
	{"kind", both, func(d, _ *docRef) string { return string(d.Kind) }},
	{"lang", both, func(d, _ *docRef) string { return d.Language }},
	{"publisher", both | meek, func(d, _ *docRef) string { return publisher(d) }},
	{"state_media", inCSV, func(d, _ *docRef) string { return strconv.FormatBool(d.State) }},
	{"author", inCSV, func(d, _ *docRef) string { return d.Author }},
	{"title", both | loose, func(d, _ *docRef) string { return d.Title }},
	{"url", inCSV, func(d, _ *docRef) string { return d.URL }},
}

// when words a date with short names of months, to spare room.
func when(d dragoman.DateRange) string { return shortMonths.Replace(dossier.When(d)) }

var shortMonths = strings.NewReplacer("January", "Jan", "February", "Feb", "March", "Mar", "April", "Apr", "June", "Jun", "July", "Jul",
	"August", "Aug", "September", "Sep", "October", "Oct", "November", "Nov", "December", "Dec")

// name prints an actor with its country where the name is not the country's.
func name(a dragoman.Actor) string {
	s := a.Name
	if s == "" {
		s = a.Text
	}
	if a.Role != "" && a.Kind == dragoman.ActorPerson && !strings.Contains(strings.ToLower(s), strings.ToLower(a.Role)) {
		s = a.Role + " " + s
	}
	if a.Country != "" && a.Kind != dragoman.ActorCountry {
		s += " (" + a.Country + ")"
	}
	return s
}

func names(list []dragoman.Actor) string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = name(a)
	}
	return strings.Join(out, "; ")
}

func ids(list []dragoman.Actor) string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = a.ID
	}
	return strings.Join(out, ";")
}

func directed(f *dragoman.Figure) string {
	if f.Directed && len(f.Parties) == 2 {
		return name(f.Parties[0]) + " → " + name(f.Parties[1])
	}
	return names(f.Parties)
}

func former(o *dragoman.Office) string {
	if o.Former {
		return "former " + o.Post
	}
	return o.Post
}

func times(n int, kind string) string {
	if n > 1 {
		return fmt.Sprintf("%d × %s", n, kind)
	}
	return kind
}

func slashed(t, mode string) string { return joined("/", t, mode) }

func joined(sep string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}

func publisher(d *docRef) string {
	s := d.Publisher
	if s == "" {
		s = d.Author
	}
	switch {
	case d.Kind == dragoman.KindOpinion:
		return s + " (opinion)"
	case d.State:
		return s + " (state media)"
	}
	return s
}

func quote(ev []dragoman.Evidence) string {
	if len(ev) == 0 {
		return ""
	}
	return strings.Join(strings.Fields(ev[0].Quote), " ")
}

func confidence(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

func optional(v float64) string {
	if v == 0 {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
