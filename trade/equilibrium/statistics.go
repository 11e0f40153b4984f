package equilibrium

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dragoman"
	"dragoman/trade"
	"dragoman/trade/bilateral"
	"dragoman/trade/codes"
	"dragoman/trade/frame"
)

// Statistics is what a world of imported statistics is made of.
type Statistics struct {
	Square    *trade.Square
	Output    map[string]float64 // gross output of goods by country, in the currency of the square; nil or a country missing: assumed
	Variables []string           // as in Table, of dist (km), contig, lang, colony and fta
	Changed   []string           // as in Table
}

// million is what flows are counted in: numbers of the size that is printed.
const million = 1e6

// FromStatistics makes a world of what countries report to trade, with the distances, ties and agreements that the program knows.
//
// Trade statistics hold no domestic sales. They are output less exports where Output has the country. Elsewhere a country is assumed to sell
// at home the multiple of its exports that it did in the base world of 2006, or the median multiple where the base world lacks it; the
// answer says so. Countries that export nothing are left out, as nothing tells their sales.
func FromStatistics(s *Statistics) (*Base, error) {
	keep, left := s.countries()
	f, err := s.frame(keep)
	if err != nil {
		return nil, err
	}
	b, err := ReadBase(&Table{Frame: f, Exporter: "exporter", Importer: "importer", Trade: "trade", Variables: s.Variables, Changed: s.Changed})
	if err != nil {
		return nil, err
	}
	q := s.Square
	b.Title, b.Period, b.Unit = q.Cite(), q.Year, "million "+q.Unit
	b.Covers, b.Missing, b.Notes = map[string]string{}, q.Unknown, nil
	if err := s.fillHomes(b); err != nil {
		return nil, err
	}
	b.Notes = append(b.Notes, q.Notes()...)
	b.Notes = append(b.Notes, left...)
	b.Notes = append(b.Notes, fmt.Sprintf("Agreements are those in force on %s (trade/bilateral/data/agreements.tsv).", bilateral.Midyear(q.Year)))
	return b, nil
}

// countries lists the positions of the countries to take, and says which are left out and why.
func (s *Statistics) countries() (keep []int, left []string) {
	var idle, unplaced []string
	for i, row := range s.Square.Value {
		code := s.Square.Codes[i]
		switch {
		case sum(row) <= 0:
			idle = append(idle, code)
		case len(s.Variables) > 0 && !bilateral.Has(code):
			unplaced = append(unplaced, code)
		default:
			keep = append(keep, i)
		}
	}
	if len(idle) > 0 {
		left = append(left, fmt.Sprintf("Left out, as they export nothing in these figures: %d (%s).", len(idle), named(idle, 12)))
	}
	if len(unplaced) > 0 {
		left = append(left, fmt.Sprintf("Left out, as no distances of them are known: %d (%s).", len(unplaced), named(unplaced, 12)))
	}
	return keep, left
}

// frame lays the statistics out as a table with a row for every directed pair.
func (s *Statistics) frame(keep []int) (*frame.Frame, error) {
	q := s.Square
	if len(keep) < 2 {
		return nil, dragoman.Problemf("", q.Source.ID, "import a dataset of more countries", "holds exports of %d countries", len(keep))
	}
	agreements := bilateral.NetworkOn(bilateral.Midyear(q.Year), q.Codes)
	text := []byte("exporter,importer,trade," + bilateral.Columns + "\n")
	for _, i := range keep {
		for _, j := range keep {
			if i == j {
				continue
			}
			a, b := q.Codes[i], q.Codes[j]
			text = append(text, a+","+b+","...)
			text = strconv.AppendFloat(text, q.Value[i][j]/million, 'g', -1, 64)
			text = append(agreements.AppendCells(append(text, ','), a, b), '\n')
		}
	}
	return frame.Read(bytes.NewReader(text), q.Source.ID, int64(len(text)))
}

// incomplete is how many times the median a country's domestic sales over exports may be in the base world before its exports there are
// taken to be incomplete: those of Serbia and Montenegro are, whose successors report under other codes.
const incomplete = 10

// multiples gives domestic sales over exports in the base world by country, with their median.
func multiples() (of map[string]float64, median, domestic float64, err error) {
	p, _ := Default("domestic")
	w, err := BaseWorld(0, nil, nil)
	if err != nil {
		return nil, 0, 0, err
	}
	of = map[string]float64{}
	var all []float64
	for i, sales := range w.Output() {
		if exports := sales - w.Flow[i][i]; exports > 0 {
			of[w.Codes[i]] = w.Flow[i][i] / exports
			all = append(all, w.Flow[i][i]/exports)
		}
	}
	slices.Sort(all)
	n := len(all)
	median = (all[(n-1)/2] + all[n/2]) / 2
	for present, holder := range w.Covers {
		if m, known := of[holder]; known {
			of[present] = m
		}
	}
	for code, m := range of {
		if m > incomplete*median {
			delete(of, code)
		}
	}
	return of, median, p.Value, nil
}

// fillHomes puts domestic sales in and says how they were had.
func (s *Statistics) fillHomes(b *Base) error {
	of, median, domestic, err := multiples()
	if err != nil {
		return err
	}
	b.Homes = make([]string, b.Size())
	given, own, middle := 0, 0, 0
	for i, exports := range b.Output() {
		code := b.Codes[i]
		b.Known[i][i] = true
		if output, has := s.Output[code]; has {
			if output/million < exports {
				return dragoman.Problemf("", code, fmt.Sprintf("give gross output of goods in %s, not in thousands or millions; a hub that re-exports more than it makes: "+
					"leave it out of the table, and its sales at home are assumed", s.Square.Unit), "output of %.4g is less than its exports, %.4g", output, exports*million)
			}
			b.Flow[i][i] = output/million - exports
			b.Homes[i] = "output given by you less exports"
			given++
			continue
		}
		m, has := of[code]
		if has {
			b.Homes[i] = fmt.Sprintf("%.2f times its exports, as assumed for 2006", m)
			own++
		} else {
			m = median
			b.Homes[i] = fmt.Sprintf("%.2f times its exports, the median of all assumed for 2006", m)
			middle++
		}
		b.Flow[i][i] = m * exports
	}
	b.Source = fmt.Sprintf("%s, %s", s.Square.Cite(), s.Square.Basis)
	b.Notes = append(b.Notes, homesNote(given, own, middle, median, domestic))
	return nil
}

// homesNote tells how domestic sales were had.
func homesNote(given, own, middle int, median, domestic float64) string {
	var parts []string
	if given > 0 {
		parts = append(parts, fmt.Sprintf("of %d countries they are the output that you gave less exports", given))
	}
	if own > 0 {
		parts = append(parts, fmt.Sprintf("of %d countries the multiple of exports that they were in the base world of 2006", own))
	}
	if middle > 0 {
		parts = append(parts, fmt.Sprintf("of %d countries the median of those multiples, %.2f", middle, median))
	}
	text := "Domestic sales are not in trade statistics: " + strings.Join(parts, "; ") + "."
	if own+middle > 0 {
		text = "ASSUMPTION. " + text + fmt.Sprintf(" In the base world they are themselves assumed, %.3g of GDP. Effects on real income hang on them: "+
			"a country that in truth sells less at home gains or loses more. Give output with --output.", domestic)
	}
	return text
}

// ReadOutput reads gross output of goods by country: columns country (a code or an English name) and output.
func ReadOutput(f *frame.Frame) (map[string]float64, error) {
	country, err := f.Levels("country")
	if err != nil {
		return nil, err
	}
	output, err := f.Numbers("output")
	if err != nil {
		return nil, err
	}
	out := map[string]float64{}
	for r, k := range country.Codes {
		if k < 0 {
			return nil, dragoman.Problemf(f.Name(), place(f, r), "name a country", "has no country")
		}
		area, known := codes.FindArea(country.Labels[k])
		if !known || !area.Single() {
			return nil, dragoman.Problemf(f.Name(), place(f, r), "write a code such as KAZ or an English name", "%q is no country", country.Labels[k])
		}
		if _, twice := out[area.Code]; twice {
			return nil, dragoman.Problemf(f.Name(), place(f, r), "keep one row for each country", "%s stands there twice", area.Code)
		}
		v := output[r]
		if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
			return nil, dragoman.Problemf(f.Name(), place(f, r), "mend the value or leave the row out", "output of %s is %s", area.Code, spoken(v))
		}
		out[area.Code] = v
	}
	return out, nil
}

// homesOf says how the domestic sales of some countries were had, where they were not in the data.
func (b *Base) homesOf(parties []int) []string {
	if b.Homes == nil || len(parties) == 0 {
		return nil
	}
	var told []string
	for _, i := range parties[:min(len(parties), homesTold)] {
		told = append(told, b.Codes[i]+" "+b.Homes[i])
	}
	return []string{"Domestic sales of the parties: " + strings.Join(told, "; ") + "."}
}

// homesTold is for how many parties an answer tells their domestic sales.
const homesTold = 6
