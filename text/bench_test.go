package text

import (
	"strings"
	"testing"

	"dragoman"
)

const newsParagraph = `BELGRADE, Feb 3 (Reuters) - Serbia's President Aleksandar Vucic said on Monday that trade with Kazakhstan had risen by 12.5% to $282 million, and that the two countries wouldn't stop there. "We are working on a new agreement," he told reporters, adding that Mr. Tokayev would visit in May.
The U.S. State Department did not comment. Energy-rich Kazakhstan, which exports oil via the Adria pipeline (JANAF), has been a long-term partner; its cross-border projects amount to €1.2bn.
`

func BenchmarkSegment(b *testing.B) {
	d := dragoman.Document{Text: strings.Repeat(newsParagraph, 20)}
	s := English()
	words := 0
	b.ReportAllocs()
	for b.Loop() {
		a := s.Segment(d)
		words = 0
		for i := range a.Sentences {
			words += len(a.Sentences[i].Tokens)
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mwords/s")
}

func BenchmarkPlain(b *testing.B) {
	d := dragoman.Document{Text: strings.Repeat(newsParagraph, 5)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := FromPlain(d); err != nil {
			b.Fatal(err)
		}
	}
}
