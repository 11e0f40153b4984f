package dossier

import (
	"fmt"
	"math"
	"strings"
	"time"

	"dragoman"
	"dragoman/trade"
)

var (
	kaz     = dragoman.Actor{ID: "KAZ", Name: "Kazakhstan", Kind: dragoman.ActorCountry, Country: "KAZ"}
	hrv     = dragoman.Actor{ID: "HRV", Name: "Croatia", Kind: dragoman.ActorCountry, Country: "HRV"}
	senate  = dragoman.Actor{ID: "KAZ.LEG", Name: "Senate of Kazakhstan", Kind: dragoman.ActorBody, Country: "KAZ", Sector: dragoman.SectorLEG}
	sabor   = dragoman.Actor{ID: "HRV.LEG", Name: "Croatian parliament", Kind: dragoman.ActorBody, Country: "HRV", Sector: dragoman.SectorLEG}
	kmg     = dragoman.Actor{ID: "org:kazmunaygas", Name: "KazMunayGas", Kind: dragoman.ActorCompany, Country: "KAZ", Sector: dragoman.SectorBUS}
	janaf   = dragoman.Actor{ID: "org:janaf", Name: "JANAF", Kind: dragoman.ActorCompany, Country: "HRV", Sector: dragoman.SectorBUS}
	maric   = dragoman.Actor{ID: "person:ana-maric", Name: "Ana Marić", Kind: dragoman.ActorPerson, Country: "HRV", Sector: dragoman.SectorGOV}
	minTalk = dragoman.Actor{ID: "HRV.GOV", Name: "Ministry of Economy", Kind: dragoman.ActorBody, Country: "HRV", Sector: dragoman.SectorGOV}
)

// paper makes a document out of sentences.
func paper(id, publisher, published string, kind dragoman.DocumentKind, sentences ...string) *dragoman.Reading {
	r := &dragoman.Reading{Document: dragoman.Document{ID: id, Publisher: publisher, Published: published, Kind: kind, Language: "en",
		Title: "Piece " + id, URL: "https://example.org/" + id, Text: strings.Join(sentences, " ")}}
	at := 0
	for _, s := range sentences {
		r.Sentences = append(r.Sentences, dragoman.Span{at, at + len(s)})
		at += len(s) + 1
	}
	return r
}

// stands is the evidence in a sentence.
func stands(r *dragoman.Reading, sentence int) []dragoman.Evidence {
	return []dragoman.Evidence{{Sentence: sentence, Span: r.Sentences[sentence]}}
}

func day(s string) dragoman.DateRange {
	d, err := dragoman.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// sample is a small world: a visit told twice, an agreement, a figure told three ways, a plan, a denial, an opinion.
func sample() shelf {
	wire := paper("d1", "Specimen Wire", "2025-02-20", dragoman.KindReport,
		"Zagreb and Astana have been talking for years.", "Kazakhstan's senators met members of Croatia's parliament in Astana on February 18.",
		"Trade was worth $282 million in 2024.", "Croatia's president will visit Kazakhstan in June.")
	opinion := paper("d2", "", "2025-05-12", dragoman.KindOpinion,
		"In February 2025, Kazakhstan's senators received <their> Croatian colleagues.", "KazMunayGas signed a memorandum with JANAF.",
		"“We are natural partners,” Marić said of Kazakhstan.", "Trade reached $432 million in 2024.")
	opinion.Document.Author = "A. Writer"
	state := paper("d3", "Demo State Broadcaster", "2025-03-01", dragoman.KindReport,
		"Croatia did not close its embassy in Astana.", "Trade turnover stood at about $282 million in 2024.", "Croatia promised to open an office by 2024.")
	state.Document.State = true

	visit := dragoman.Event{ID: "e1", Type: dragoman.Consult, Mode: "visit", Status: dragoman.Happened, Actors: []dragoman.Actor{sabor},
		Recipients: []dragoman.Actor{senate}, Date: day("2025-02-18"), Place: dragoman.Place{Name: "Astana"}, Score: 4, Confidence: 0.9, Evidence: stands(wire, 1)}
	plan := dragoman.Event{ID: "e2", Type: dragoman.Agree, Status: dragoman.Planned, Actors: []dragoman.Actor{hrv}, Recipients: []dragoman.Actor{kaz},
		Date: day("2025-06"), Score: 2.5, Confidence: 0.7, Evidence: stands(wire, 3)}
	wire.Events = []dragoman.Event{visit, plan}
	wire.Figures = []dragoman.Figure{{ID: "f1", Metric: "trade turnover", Value: 282e6, Unit: "USD", Period: day("2024"),
		Parties: []dragoman.Actor{kaz, hrv}, Status: dragoman.Happened, Evidence: stands(wire, 2)}}
	wire.Missions = []dragoman.Mission{{ID: "m1", Kind: "embassy", Change: "exists", Status: dragoman.Happened, Of: hrv, In: kaz,
		Place: dragoman.Place{Name: "Astana"}, Evidence: stands(wire, 0)}}

	again := visit
	again.ID, again.Date, again.Evidence = "e3", day("2025-02"), stands(opinion, 0)
	again.Date.Text, again.Date.Derived = "In February 2025", "stated"
	support := dragoman.Event{ID: "e4", Type: dragoman.Support, Status: dragoman.Happened, Actors: []dragoman.Actor{kmg}, Recipients: []dragoman.Actor{janaf},
		Date: dragoman.DateRange{End: "2025-05-12", Precision: dragoman.PrecisionBefore, Derived: "relative to publication"}, Score: 5, Confidence: 0.6, Evidence: stands(opinion, 1)}
	opinion.Events = []dragoman.Event{again, support}
	opinion.Agreements = []dragoman.Agreement{{ID: "a1", Kind: "MoU", State: dragoman.AgreementSigned, Status: dragoman.Happened, Count: 1,
		Parties: []dragoman.Actor{kmg, janaf}, Subject: "transport of crude oil", Date: support.Date, Evidence: stands(opinion, 1)}}
	opinion.Statements = []dragoman.Statement{{ID: "s1", Speaker: maric, About: []dragoman.Actor{kaz}, Quote: "We are natural partners,", Direct: true, Stance: 2,
		Date: day("2025-05-12"), Evidence: stands(opinion, 2)}}
	opinion.Offices = []dragoman.Office{{ID: "o1", Person: maric, Post: "Minister of Economy", Of: "HRV", At: day("2025-05-12"), Evidence: stands(opinion, 2)}}
	opinion.Figures = []dragoman.Figure{{ID: "f2", Metric: "trade turnover", Value: 432e6, Unit: "USD", Period: day("2024"),
		Parties: []dragoman.Actor{hrv, kaz}, Status: dragoman.Happened, Evidence: stands(opinion, 3)}}

	state.Events = []dragoman.Event{{ID: "e5", Type: dragoman.Sanction, Mode: "withdraw", Status: dragoman.Negated, Actors: []dragoman.Actor{hrv},
		Recipients: []dragoman.Actor{kaz}, Score: -6, Confidence: 0.8, Evidence: stands(state, 0)}}
	state.Figures = []dragoman.Figure{{ID: "f3", Metric: "trade turnover", Value: 282e6, Unit: "USD", Approximation: "about", Period: day("2024"),
		Parties: []dragoman.Actor{kaz, hrv}, Source: &minTalk, Status: dragoman.Happened, Evidence: stands(state, 1)}}
	state.Commitments = []dragoman.Commitment{{ID: "c1", By: []dragoman.Actor{hrv}, To: []dragoman.Actor{kaz}, What: "to open an office",
		Due: day("2024"), Date: day("2025-03-01"), Evidence: stands(state, 2)}}
	return holding(wire, opinion, state)
}

func sampleQuery() Query {
	return Query{A: Country{"KAZ", "Kazakhstan"}, B: Country{"HRV", "Croatia"}, Now: time.Date(2025, 5, 20, 0, 0, 0, 0, time.UTC),
		Statistics: statistics()}
}

// statistics is a small world of trade, made up: what both sides say of three years, Croatia by product.
func statistics() trade.Table {
	m := trade.NewMemory()
	own := dragoman.Dataset{ID: "kaz", Title: "Statistics of Kazakhstan (made up)", Vintage: "2025", Currency: "USD", Rank: 20, Imported: "2025-05-01T00:00:00Z"}
	other := dragoman.Dataset{ID: "hrv", Title: "Statistics of Croatia (made up)", Vintage: "2025", Classification: "HS17", Currency: "USD", Rank: 10, Imported: "2025-05-01T00:00:00Z"}
	var kazakh, croatian []trade.Row
	for i, year := range []string{"2022", "2023", "2024"} {
		v := float64(i + 1)
		kazakh = append(kazakh, row(year, "KAZ", "HRV", trade.Export, trade.Total, 80e6*v), row(year, "KAZ", "ITA", trade.Export, trade.Total, 9e9),
			row(year, "KAZ", "HRV", trade.Import, trade.Total, 14e6*v))
		croatian = append(croatian, row(year, "HRV", "KAZ", trade.Export, "300490", 12e6*v), row(year, "HRV", "KAZ", trade.Export, "841810", 3e6),
			row(year, "HRV", "KAZ", trade.Import, "270900", 160e6*v))
		for chapter := range 12 { // enough chapters that it is taken for all goods
			code := fmt.Sprintf("%02d0100", 60+chapter)
			croatian = append(croatian, row(year, "HRV", "ITA", trade.Export, code, 1e6), row(year, "HRV", "ITA", trade.Import, code, 1e6))
		}
	}
	m.Add(own, kazakh)
	m.Add(other, croatian)
	return m
}

func row(year, reporter, partner string, flow trade.Flow, product string, value float64) trade.Row {
	return trade.Row{Period: year, Reporter: reporter, Partner: partner, Flow: flow, Product: product, Value: value, Weight: math.NaN(), Quantity: math.NaN()}
}
