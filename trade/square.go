package trade

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"dragoman"
	"dragoman/trade/codes"
)

// Square is what every country sold to every other in a year, in all goods.
type Square struct {
	Source Source
	Unit   string      // currency of Value
	Year   string      // "2023"
	Basis  string      // whose words the values are
	Codes  []string    // countries, ascending
	Value  [][]float64 // from Codes[i] to Codes[j]; 0 within countries

	Mirrored  []string // exporters that did not report: their sales are what others report to have bought
	Unknown   int      // directed pairs of which neither side reported: taken as no trade
	Elsewhere Measure  // share of what was reported with areas that are no country: unspecified, bunkers, free zones
}

// ReadSquare reads what all countries traded in a year: reconciled figures, else the exporter's word (FOB), and the importer's (CIF) where the
// exporter did not report the whole year. An empty year is the last one that enough countries report. A dataset that holds too few countries
// or selected products only is a Problem: the rest of world trade would look like none.
func ReadSquare(ctx context.Context, t Table, dataset, year string) (*Square, error) {
	d, err := datasetOf(ctx, t, dataset)
	if err != nil {
		return nil, err
	}
	if year, err = yearOfSquare(ctx, t, d, year); err != nil {
		return nil, err
	}
	if err := allGoods(ctx, t, d, year); err != nil {
		return nil, err
	}
	sold, err := tell(ctx, t, d, Export, []string{year})
	if err != nil {
		return nil, err
	}
	bought := &told{}
	if !d.Reconciled {
		if bought, err = tell(ctx, t, d, Import, []string{year}); err != nil {
			return nil, err
		}
	}
	s := &Square{Source: source(d), Unit: d.Currency, Year: year, Basis: "exporters' reports (FOB), importers' (CIF) where the exporter did not report"}
	if d.Reconciled {
		s.Basis = "reconciled figures (FOB)"
	}
	s.fill(sold, bought)
	return s, nil
}

func datasetOf(ctx context.Context, t Table, id string) (*dragoman.Dataset, error) {
	sets, err := t.Datasets(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(sets, func(d dragoman.Dataset) bool { return d.ID == id })
	if i < 0 {
		return nil, noDataset(sets, id)
	}
	return &sets[i], nil
}

// yearOfSquare checks that enough countries report a year, or finds the last such year.
func yearOfSquare(ctx context.Context, t Table, d *dragoman.Dataset, year string) (string, error) {
	reporters := map[string]map[string]bool{} // by year
	for _, flow := range []Flow{Export, Import} {
		margins, err := t.Margins(ctx, MarginQuery{Dataset: d.ID, From: year, To: year, Flow: flow, Side: ByReporter})
		if err != nil {
			return "", err
		}
		for code, s := range seriesByArea(margins) {
			for _, y := range s.years() {
				if s.covered(y) == wholeYear && isCountry(code) {
					if reporters[y] == nil {
						reporters[y] = map[string]bool{}
					}
					reporters[y][code] = true
				}
			}
		}
	}
	for _, y := range slices.Backward(slices.Sorted(maps.Keys(reporters))) {
		if len(reporters[y]) >= leastReporters {
			return y, nil
		}
	}
	most := 0
	for _, r := range reporters {
		most = max(most, len(r))
	}
	if year != "" && most == 0 {
		return "", &dragoman.Problem{Place: "--year", Cause: fmt.Sprintf("%s has no whole year %s", d.ID, year),
			Mend: fmt.Sprintf("choose one from %s to %s", yearOf(d.From), yearOf(d.To)), Usage: true}
	}
	return "", dragoman.Problemf("", d.ID, "import BACI, or Comtrade for all reporters",
		"holds whole years of %d countries at most; the world takes %d, or what the others trade would look like nothing", most, leastReporters)
}

// seriesByArea gathers the totals of each area by period.
func seriesByArea(margins []Margin) map[string]series {
	out := map[string]series{}
	for _, m := range margins {
		if out[m.Area] == nil {
			out[m.Area] = series{}
		}
		out[m.Area][m.Period] = m.Value
	}
	return out
}

// isCountry says whether an area can be one side of a flow between countries.
func isCountry(code string) bool {
	a, ok := codes.ByISO3(code)
	return ok && (a.Kind == codes.Country || a.Kind == codes.Former)
}

// allGoods refuses a dataset of selected products.
func allGoods(ctx context.Context, t Table, d *dragoman.Dataset, year string) error {
	if d.Classification == "" {
		return nil
	}
	chapters := map[string]bool{}
	for _, flow := range []Flow{Export, Import} {
		world, err := t.Margins(ctx, MarginQuery{Dataset: d.ID, From: year, To: year, Areas: []string{World}, Flow: flow, Side: ByPartner, Products: true})
		if err != nil {
			return err
		}
		for _, m := range world {
			for _, c := range m.Products {
				chapters[prefix(c.Code, 2)] = true
			}
			if len(m.Products) == 0 && m.Value > 0 {
				return nil // totals
			}
		}
	}
	if n := len(chapters); n < fewChapters {
		return dragoman.Problemf("", d.ID, "import all products, or totals", "holds goods of %d chapters only, which are not the trade of countries", n)
	}
	return nil
}

// told is what countries report of their trade with each other, summed over years.
type told struct {
	with  map[string]map[string]float64 // by teller, by the other country
	years map[string]int                // whole years that a teller reported

	all, elsewhere float64 // everything told, and what of it is with areas that are no country
}

// tell gathers what countries report under one flow. A teller's year of fewer than twelve months is left out.
func tell(ctx context.Context, t Table, d *dragoman.Dataset, flow Flow, years []string) (*told, error) {
	out := &told{with: map[string]map[string]float64{}, years: map[string]int{}}
	for _, year := range years {
		margins, err := t.Margins(ctx, MarginQuery{Dataset: d.ID, From: year, To: year, Flow: flow, Side: ByReporter, Partners: true})
		if err != nil {
			return nil, err
		}
		totals := seriesByArea(margins)
		seen := map[string]bool{}
		for _, m := range inYear(margins, year) {
			if !isCountry(m.Area) || totals[m.Area].covered(year) != wholeYear {
				continue
			}
			if !seen[m.Area] {
				seen[m.Area] = true
				out.years[m.Area]++
			}
			out.add(&m)
		}
	}
	return out, nil
}

func (s *told) add(m *Margin) {
	if s.with[m.Area] == nil {
		s.with[m.Area] = make(map[string]float64, len(m.Partners))
	}
	s.all += m.Value
	within := 0.0
	for _, c := range m.Partners {
		if isCountry(c.Code) && c.Code != m.Area {
			s.with[m.Area][c.Code] += c.Value
			within += c.Value
		}
	}
	s.elsewhere += max(0, m.Value-within)
}

// countries adds the tellers and whom they name.
func (s *told) countries(into map[string]bool) {
	for teller, with := range s.with {
		into[teller] = true
		for code := range with {
			into[code] = true
		}
	}
}

func (s *Square) fill(sold, bought *told) {
	all := map[string]bool{}
	sold.countries(all)
	bought.countries(all)
	s.Codes = slices.Sorted(maps.Keys(all))
	s.Elsewhere = Share(sold.elsewhere+bought.elsewhere, sold.all+bought.all)
	for _, i := range s.Codes {
		row := make([]float64, len(s.Codes))
		own, reports := sold.with[i]
		mirrored := false
		for k, j := range s.Codes {
			switch buys, told := bought.with[j]; {
			case i == j:
			case reports:
				row[k] = own[j]
			case told:
				row[k] = buys[i]
				mirrored = mirrored || buys[i] > 0
			case !s.Source.Reconciled:
				s.Unknown++
			}
		}
		if mirrored {
			s.Mirrored = append(s.Mirrored, i)
		}
		s.Value = append(s.Value, row)
	}
}

// Notes says what to know of the figures before using them.
func (s *Square) Notes() []string {
	var out []string
	if n := len(s.Mirrored); n > 0 {
		named := strings.Join(s.Mirrored[:min(n, mirroredNamed)], ", ")
		if n > mirroredNamed {
			named += " and " + strconv.Itoa(n-mirroredNamed) + " more"
		}
		out = append(out, fmt.Sprintf("Countries that did not report exports, theirs being what others report to have bought, with freight and insurance: %d (%s).", n, named))
	}
	if s.Unknown > 0 {
		out = append(out, fmt.Sprintf("Directed pairs of which neither side reported, taken as no trade: %d.", s.Unknown))
	}
	if s.Elsewhere.OK() && s.Elsewhere.Value >= 0.0005 {
		out = append(out, fmt.Sprintf("%s of what was reported is with areas that are no country (unspecified, bunkers, free zones) and left out.", Percent(s.Elsewhere)))
	}
	return out
}

const mirroredNamed = 12

// Cite names the source for readers.
func (s *Square) Cite() string { return cmp.Or(s.Source.Title, s.Source.ID) }

// mean lays out what an assessment takes, a mean year: the pairs of countries that both report. Where the teller of a pair did not
// report a year, his mean is over the others; reconciled figures have every year.
func (b *basis) mean(s *told) (countries []string, value [][]float64) {
	all := map[string]bool{}
	if b.reconciled {
		s.countries(all)
	} else {
		for teller := range s.with {
			all[teller] = true
		}
	}
	countries = slices.Sorted(maps.Keys(all))
	for _, i := range countries {
		row := make([]float64, len(countries))
		for k, j := range countries {
			teller, other := i, j
			if b.flow == Import {
				teller, other = j, i
			}
			n := s.years[teller]
			if b.reconciled {
				n = len(b.years)
			}
			if row[k] = s.with[teller][other] / float64(n); n == 0 {
				row[k] = math.NaN()
			}
		}
		value = append(value, row)
	}
	return countries, value
}
