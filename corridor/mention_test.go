package corridor

import (
	"strings"
	"testing"

	"dragoman"
)

// mentionsIn gives the mentions of a plain text, sentence by sentence, as a store gives those of a document without records.
func mentionsIn(n *Network, text string, doc dragoman.DocumentRef) []Mention {
	r := &dragoman.Reading{Document: dragoman.Document{Text: text, Published: doc.Published, Publisher: doc.Publisher}, Sentences: []dragoman.Span{{0, len(text)}}}
	return n.Mentions(r)
}

func TestSentencesNameElementsWithTheirEffect(t *testing.T) {
	n := shipped(t).View.Net
	for sentence, want := range map[string]string{
		"A drone attack halted pumping through the Caspian Pipeline Consortium pipeline on Monday.":             "cpc closure",
		"Loadings at the CPC terminal resumed after two days.":                                                  "cpc-terminal restart",
		"Drones struck the Kropotkin pumping station of the pipeline.":                                          "kropotkin-station attack",
		"The Druzhba pipeline leaked near the Polish border.":                                                   "druzhba damage",
		"JANAF will raise its transit fee.":                                                                     "janaf tariff",
		"Baku and Astana signed an agreement on 1.5 million tonnes a year by the Baku–Tbilisi–Ceyhan pipeline.": "btc agreement",
		"The capacity of the TAL pipeline grew.":                                                                "tal step",
		"She spent the summer in Genoa and Marseille.":                                                          "", // towns, no oil
		"He tapped on the table. A tap dripped at the port.":                                                    "", // not TAP
		"Marmaray trains cross the Bosporus.":                                                                   "",
		"Tankers wait at the Bosporus.":                                                                         "bosporus ",
		"The Druzhba pipeline near Płock leaked and pumping stopped.":                                           "druzhba closure", // not the refinery of the town
		"The refinery in Płock was halted.":                                                                     "plock-refinery closure",
		"Slovnaft lost its crude.":                                                                              "slovnaft-refinery ",
		"BTC fell as bitcoin miners paid for energy.":                                                           "",
		"TAP Air Portugal cancelled flights; its cargo business grew.":                                          "",
		"The Caspian Pipeline Consortium shut one of three moorings.":                                           "cpc reduction",
		"Constanta's port workers began a strike.":                                                              "constanta-port strike",
		"The Schwedt refinery cut crude runs by half.":                                                          "schwedt-refinery reduction",
		"Shymkent refinery closes for repairs.":                                                                 "shymkent-refinery closure",
		"Порт Новороссийск приостановил отгрузку нефти.":                                                        "novorossiysk-port closure",
		"Naftovod Družba ponovno radi.":                                                                         "druzhba restart",
		"Croatia's LNG terminal on Krk was shut down.":                                                          "krk-lng-terminal closure",
		"The NISsan plant has a pipeline of projects.":                                                          "",
	} {
		var got []string
		for _, m := range mentionsIn(n, sentence, dragoman.DocumentRef{}) {
			got = append(got, m.Element+" "+string(m.Effect))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s\n  got %q, want %q", sentence, strings.Join(got, ", "), want)
		}
	}
}

func TestWordsOfEffectsLoad(t *testing.T) {
	rows, err := effects()
	if err != nil || len(rows) < 12 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, name := range noEffects {
		if len(rowOf(rows, name).words) == 0 {
			t.Errorf("no words of %s", name)
		}
	}
}

func TestMonthOfMayCastsNoDoubt(t *testing.T) {
	for sentence, want := range map[string]bool{"Oil through the Druzhba stopped on 1 May.": false, "In May the port closed.": false,
		"The port may close.": true, "May the port stay open.": true} {
		if doubtful(sentence) != want {
			t.Errorf("%s: doubtful %v", sentence, !want)
		}
	}
}

func TestAsReportedTheLatestReportWinsAndDoubtDoesNotCount(t *testing.T) {
	n := shipped(t).View.Net
	mentions := map[string][]Mention{}
	tell := func(date, sentence string) {
		for _, m := range mentionsIn(n, sentence, dragoman.DocumentRef{Published: date, Publisher: "Example Wire"}) {
			mentions[m.Element] = append(mentions[m.Element], m)
		}
	}
	tell("2025-01-10", "Oil through the Druzhba pipeline was halted.")
	tell("2025-02-01", "Pumping through the Druzhba pipeline resumed.")
	tell("2025-03-01", "The CPC terminal was shut after a storm damaged the pipeline moorings.")
	tell("2025-04-01", "A closure of the Bosporus could halt all tankers.")
	tell("2025-05-01", "Oil from the Tengiz field was stopped when the Kropotkin station closed.")
	tell("2025-09-01", "The BTC pipeline was halted.")
	changes := n.AsReported(mentions, "2025-06")
	var got []string
	for _, c := range changes {
		got = append(got, c.Target)
		if c.Why == "" || len(c.links) == 0 {
			t.Errorf("%+v", c)
		}
	}
	if strings.Join(got, " ") != "cpc-terminal kropotkin-station" {
		t.Errorf("closed: %v", got)
	}
}

func TestMentionsCarryTheRecordOfTheirSentence(t *testing.T) {
	n := shipped(t).View.Net
	text := "KazMunayGas and JANAF signed a memorandum on oil. Crude passes Omišalj."
	r := &dragoman.Reading{Document: dragoman.Document{ID: "d", Text: text, Published: "2024-01-27"}, Sentences: []dragoman.Span{{0, 49}, {50, len(text)}},
		Agreements: []dragoman.Agreement{{ID: "a1", Kind: "MoU", Status: dragoman.Happened, Evidence: []dragoman.Evidence{{Sentence: 0, Span: dragoman.Span{0, 49}}}}},
		Events:     []dragoman.Event{{ID: "e1", Type: dragoman.Agree, Status: dragoman.Happened, Evidence: []dragoman.Evidence{{Sentence: 0, Span: dragoman.Span{0, 9999}}}}}}
	got := n.Mentions(r)
	if len(got) != 2 || got[0].Record != "a1" || got[0].Element != "janaf" || got[0].Effect != Agreed || got[1].Kind != "sentence" || got[1].Element != "omisalj-terminal" {
		t.Errorf("%+v", got)
	}
}

func FuzzInText(f *testing.F) {
	f.Add("The Druzhba pipeline leaked. Дружба")
	n, err := Default()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, spot := range n.InText(s) {
			if spot.Span[0] < 0 || spot.Span[1] > len(s) || spot.Span[0] >= spot.Span[1] {
				t.Errorf("%q: %+v", s, spot)
			}
		}
		mentionsIn(n, s, dragoman.DocumentRef{})
	})
}
