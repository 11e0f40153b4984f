package text

import (
	"fmt"
	"strings"
	"testing"

	"dragoman"
)

func render(a *dragoman.Article) string {
	var b strings.Builder
	for _, s := range a.Sentences {
		for i, t := range s.Tokens {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(t.Form)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestDump(t *testing.T) {
	a := English().Segment(dragoman.Document{Text: "Kazakhstan’s President Kassym-Jomart Tokayev stated: “We consider Albania as a very important partner in the Balkan Peninsula.” Trade was $282 million, up 5%. The U.S. Senate won't meet Mr. Smith at 5 p.m. The workers' party can't (cross-border). He left the U.S. He lives in the E.U."})
	fmt.Println(render(a))
}
