package text

import (
	"errors"
	"strings"
	"testing"
	"time"

	"dragoman"
)

func testClock() time.Time { return time.Date(2025, 11, 20, 12, 0, 0, 0, time.UTC) }

func TestDateline(t *testing.T) {
	for _, c := range []struct{ in, line, rest string }{
		{"ASTANA, Feb 3 (Reuters) - Kazakhstan said", "ASTANA, Feb 3 (Reuters)", "Kazakhstan said"},
		{"BRUSSELS (AP) -- The EU", "BRUSSELS (AP)", "The EU"},
		{"BAKU, Azerbaijan, November 15. Azerbaijan will", "BAKU, Azerbaijan, November 15", "Azerbaijan will"},
		{"BAKU, Azerbaijan, November 15 (Trend) – The", "BAKU, Azerbaijan, November 15 (Trend)", "The"},
		{"ASTANA – Kazakhstan opened", "ASTANA", "Kazakhstan opened"},
		{"NEW YORK, 12 May 2025 — The envoy", "NEW YORK, 12 May 2025", "The envoy"},
		{"ASTANA. KAZINFORM - The head", "ASTANA. KAZINFORM", "The head"},
		{"Brussels, 3 February 2025 – the Council", "Brussels, 3 February 2025", "the Council"},
		{"ASTANA /Kazinform/ – The President", "ASTANA /Kazinform/", "The President"},
		{"TASHKENT, May 12 (UzA). The President", "TASHKENT, May 12 (UzA)", "The President"},
		{"NUR-SULTAN, April 30 – Kazakhstan", "NUR-SULTAN, April 30", "Kazakhstan"},
		{"Kazakhstan – the largest economy in Central Asia – grew", "", ""},
		{"(CNN) -- A leader said", "(CNN)", "A leader said"},
		{"NATO - the alliance of 32 states - met", "", ""},
		{"In February 2025 – as reported – senators met", "", ""},
		{"President Tokayev said on Monday (May 5) - at noon", "", ""},
		{"COVID-19 cases rose", "", ""},
		{"", "", ""},
	} {
		d := parseDateline(c.in)
		rest := ""
		if d.end > 0 {
			rest = c.in[d.end:]
		}
		if d.text != c.line || rest != c.rest {
			t.Errorf("%q: %q then %q, want %q then %q", c.in, d.text, rest, c.line, c.rest)
		}
	}
	if d := parseDateline("NEW YORK, 12 May 2025 — The envoy"); d.date != "2025-05-12" {
		t.Errorf("date %q", d.date)
	}
}

func TestBoilerplate(t *testing.T) {
	for _, c := range []struct{ block, reason string }{
		{"Read the full article here", "read more"},
		{"READ MORE: Kazakhstan and Croatia sign deal", "read more"},
		{"[Photo by the Ministry of Foreign Affairs]", "photo credit"},
		{"The views and opinions expressed in this article are those of the author.", "disclaimer"},
		{"Subscribe to our newsletter", "subscribe"},
		{"© 2025 Example News. All rights reserved.", "copyright"},
		{"Media contact: press@example.org", "contact"},
		{"Editor’s note: This story has been corrected.", "editor's note"},
		{"(Reporting by A. B. in Astana; Editing by C. D.)", "credits"},
		{"We use cookies to improve your experience.", "cookie notice"},
		{"Advertisement", "advertisement"},
		{"The author is a researcher in Tirana.", "author note"},
		{"Share", "share"},
		{"The ministers signed a contract on energy.", ""},
		{"Contact between the two governments has increased, the minister said.", ""},
		{"Share prices of KazMunayGas rose by five percent on Monday.", ""},
		{"The author of the bill is the minister of energy.", ""},
		{"Related industries in Croatia grew as well.", ""},
		{"Home to two million people, Astana hosts the forum.", ""},
	} {
		if got := boilerplate(c.block, fold(c.block)); got != c.reason {
			t.Errorf("%q: %q, want %q", c.block, got, c.reason)
		}
	}
}

func TestGlued(t *testing.T) {
	for _, c := range []struct{ block, prose string }{
		{"He covers Russia and Ukraine. Read the full article here", "He covers Russia and Ukraine. "},
		{"He covers Russia and Ukraine.Read the full article here", "He covers Russia and Ukraine."},
		{"The forum opened. [Photo by the ministry]", "The forum opened. "},
		{"He asked her to read the full article here before the talks.", ""},
		{"They came to read more: books, papers and letters of the embassy, and all that they could find about the pipeline and its long history in the region and beyond it.", ""},
	} {
		at, reason := glued(c.block, fold(c.block))
		prose := ""
		if reason != "" {
			prose = c.block[:at]
		}
		if prose != c.prose {
			t.Errorf("%q: prose %q (%s), want %q", c.block, prose, reason, c.prose)
		}
	}
}

func TestKind(t *testing.T) {
	body := strings.Repeat("The two ministers met in Astana and signed a memorandum on energy. ", 5)
	for _, c := range []struct {
		name, title, text string
		want              dragoman.DocumentKind
		why               string
	}{
		{"report", "Ministers meet", body, dragoman.KindReport, ""},
		{"disclaimer", "", body + "\nThe views and opinions expressed in this article are those of the author.", dragoman.KindOpinion, "The views and opinions expressed in this article are those of the author."},
		{"title", "Opinion: Why Koper matters", body, dragoman.KindOpinion, "Opinion: Why Koper matters"},
		{"quoted view is no opinion", "Ministers meet", body + "\n“I believe that in my view we must act,” the minister said.", dragoman.KindReport, ""},
		{"own voice", "Koper", body + "\nI believe that this is wrong. In my view, the port has a future.", dragoman.KindOpinion, "In my view, the port has a future."},
		{"release", "", "FOR IMMEDIATE RELEASE\n" + body, dragoman.KindPressRelease, "FOR IMMEDIATE RELEASE"},
		{"contact tail", "Delivery to Hungary", body + "\nMedia contact: press@example.org", dragoman.KindPressRelease, "Media contact: press@example.org"},
		{"questions", "A talk", "Q: Where is the oil?\nA: At sea.\nQ: When will it arrive?\nA: In May.", dragoman.KindInterview, "Q: Where is the oil?"},
		{"explainer", "Explained: the Adria pipeline", body, dragoman.KindAnalysis, "Explained: the Adria pipeline"},
	} {
		d, err := NewReader(testClock).Plain(dragoman.Document{Title: c.title, Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		if d.Kind != c.want || d.KindWhy != c.why {
			t.Errorf("%s: %q because %q, want %q because %q", c.name, d.Kind, d.KindWhy, c.want, c.why)
		}
	}
}

func TestAuthorNote(t *testing.T) {
	body := strings.Repeat("The two ministers met in Astana and signed a memorandum on energy. ", 5)
	for _, c := range []struct{ tail, author, note string }{
		{"The author is a Serbian freelance journalist. He writes for many papers. Nikola also covers Russia.", "Nikola", "The author is a Serbian freelance journalist. He writes for many papers. Nikola also covers Russia."},
		{"Jane Doe is a senior fellow at an institute in Brussels.", "Jane Doe", "Jane Doe is a senior fellow at an institute in Brussels."},
		{"Kassym-Jomart Tokayev is the president of Kazakhstan.", "", ""},
		{"The minister is a former journalist, the ministry said.", "", ""},
	} {
		d, err := NewReader(testClock).Plain(dragoman.Document{Title: "T", Text: body + "\n" + c.tail})
		if err != nil {
			t.Fatal(err)
		}
		if d.Author != c.author || d.AuthorWho != c.note {
			t.Errorf("%q: author %q, note %q", c.tail, d.Author, d.AuthorWho)
		}
	}
}

func TestPlainRefuses(t *testing.T) {
	for _, text := range []string{"", " \n ", "a\xffb", strings.Repeat("a", MaxText+1)} {
		_, err := FromPlain(dragoman.Document{File: "a.txt", Text: text})
		var p *dragoman.Problem
		if !errors.As(err, &p) || p.File != "a.txt" || p.Mend == "" {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

func TestStateMedia(t *testing.T) {
	for _, c := range []struct {
		publisher, url string
		want           bool
	}{
		{"Kazinform", "", true}, {"", "https://www.mfa.gov.kz/en/x", true}, {"Reuters", "https://www.reuters.com/x", false},
		{"Start Times", "https://notrt.com/x", false}, {"", "https://rt.com/x", true},
	} {
		if got := belongsToState(&dragoman.Document{Publisher: c.publisher, URL: c.url}); got != c.want {
			t.Errorf("%v: %v", c, got)
		}
	}
}

func TestParagraphs(t *testing.T) {
	wrapped := "The two ministers met in Astana on Tuesday and signed a memorandum on the\ntransport of oil through the Adria pipeline to Hungary and Serbia, which have\nno other route.\n\nA second paragraph follows here and it is long enough to be wrapped at the same\nwidth as the first one was.\n"
	if got := len(paragraphs(wrapped)); got != 2 {
		t.Errorf("wrapped text: %d paragraphs, want 2", got)
	}
	lines := "First line stands alone.\nSecond line stands alone as well.\nThird.\n"
	if got := len(paragraphs(lines)); got != 3 {
		t.Errorf("lines: %d paragraphs, want 3", got)
	}
}

func FuzzHTML(f *testing.F) {
	f.Add([]byte(`<html lang="en"><head><title>A - B</title><meta property="og:site_name" content="B"><script type="application/ld+json">{"@type":"NewsArticle","headline":["x",{"a":1}],"author":[{"name":"Jane"}]}</script></head><body><article><h1>A</h1><p>` + newsParagraph + `</p><ul><li>x</ul></article></body></html>`))
	f.Add([]byte("<div><div><table><tr><td>x<td>y</table>" + strings.Repeat("<p>word word word. ", 30)))
	f.Add([]byte("\xff\xfe<\x00p\x00"))
	f.Fuzz(func(t *testing.T, page []byte) {
		d, err := NewReader(testClock).HTML(page, dragoman.Document{File: "f"})
		if err != nil {
			var p *dragoman.Problem
			if !errors.As(err, &p) {
				t.Fatalf("%T %v", err, err)
			}
			return
		}
		checkArticle(t, English().Segment(d))
	})
}
