package source

import (
	"regexp"
	"slices"
	"strings"

	"dragoman"
	"dragoman/trade/codes"
)

var baciName = regexp.MustCompile(`BACI_(HS\d\d)_Y\d{4}_(V\d{6}[a-z]?)`)

// baci recognises CEPII's BACI: year t, exporter i, importer j, product k, value v in thousand dollars, quantity q in tonnes. Revision
// and release stand in the file's name only.
func baci(name string, header []string) (*layout, error) {
	plain := make([]string, len(header))
	for i, h := range header {
		plain[i] = plainName(h)
	}
	if len(header) != 6 || !slices.Equal(plain, []string{"t", "i", "j", "k", "v", "q"}) {
		return nil, nil
	}
	l := newLayout("BACI", header)
	l.columns[period], l.columns[reporter], l.columns[partner], l.columns[product] = 0, 1, 2, 3
	l.area, l.flow, l.dyadic, l.width = numbered(codes.ByBACI), 0, true, 6
	l.measures = []measure{{column: 4, flow: 0, role: value, move: 3}, {column: 5, flow: 0, role: weight, move: 3}}
	l.about = dragoman.Dataset{Source: "baci", Currency: "USD", Reconciled: true, Rank: 30, URL: "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
		Licence: "Etalab Open Licence 2.0", Note: "one value of both sides' reports, free on board; quantities in tonnes, some estimated"}
	if m := baciName.FindStringSubmatch(name); m != nil {
		l.about.Classification, l.about.Vintage = m[1], m[2]
		l.about.Title = "BACI " + strings.Join(m[1:], " ") + " (CEPII)"
	}
	return l, nil
}
