package equilibrium

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dragoman"
	"dragoman/internal/tsv"
	"dragoman/trade/codes"
	"dragoman/trade/frame"
)

//go:embed data/world2006.csv.gz data/countries2006.tsv data/parameters.tsv
var data embed.FS

// Base is a world with what is known about it beside its flows. ReadBase makes one of a table; one made by hand needs only the World.
type Base struct {
	*World
	Title     string                 // what the flows are, for the user
	Source    string                 // who says so
	Period    string                 // "2006"
	Unit      string                 // "million US dollars", or "" when the data do not say
	GDP       []float64              // in Unit, by country; nil when not known
	Covers    map[string]string      // present country to the one of the data that held it: SRB to SCG
	Variables map[string][][]float64 // by name: value for each pair; NaN where it is missing
	Known     [][]bool               // pairs that the data have a row for; nil: all
	Notes     []string               // what to know before using the answer
	Missing   int                    // directed pairs without a row, taken as no trade
	Homes     []string               // by country: how its domestic sales were had; nil where they are in the data or noted for all

	table *Table // what it was read from; nil when it was not
}

// Table says where flows stand in a table and which of its rows to take.
type Table struct {
	Frame     *frame.Frame
	Exporter  string   // column with the seller
	Importer  string   // column with the buyer
	Trade     string   // column with the flow
	Where     []string // conditions of frame.Where
	Variables []string // what else to read: expressions of frame.Variable, or Border
	Changed   []string // columns to read where the table has them
}

// Border is a variable that every table has: 1 between countries, 0 within.
const Border = "border"

// known lists the columns of Changed that the table has and Variables does not name.
func (t *Table) known() []string {
	return slices.DeleteFunc(slices.Clone(t.Changed), func(v string) bool {
		return v != Border && !t.Frame.Has(v) || t.expressionOf(v) != v || slices.Contains(t.Variables, v)
	})
}

// expression is how frame reads a variable.
func (t *Table) expression(variable string) string {
	if variable == Border && !t.Frame.Has(Border) {
		return fmt.Sprintf("%s := (`%s`!=`%s`)", Border, t.Exporter, t.Importer)
	}
	return variable
}

// Parameter is a number that answers use by default.
type Parameter struct {
	Name         string
	Kind         string // "elasticity", "share" or "coefficient"
	Value        float64
	SE           float64 // standard error; NaN where there is none
	Observations int
	Source, Note string
}

// parameters are the default numbers in the order of the data file.
var parameters = sync.OnceValue(func() []Parameter {
	var out []Parameter
	err := tsv.Read(data, "data/parameters.tsv", []string{"name", "kind", "value", "se", "observations", "source", "note"}, func(r *tsv.Row) error {
		p := Parameter{Name: r.Get("name"), Kind: r.Get("kind"), Source: r.Get("source"), Note: r.Get("note")}
		n, err := r.Number("observations", 0)
		if err == nil {
			p.Observations = int(n)
			p.SE, err = r.Number("se", math.NaN())
		}
		if err == nil {
			p.Value, err = r.Number("value", math.NaN())
		}
		if err == nil && math.IsNaN(p.Value) {
			err = r.Problem("write a number", "value is empty")
		}
		out = append(out, p)
		return err
	})
	if err != nil {
		panic(err) // the embedded file is checked by a test
	}
	return out
})

// Default gives the parameter of a name.
func Default(name string) (Parameter, bool) {
	list := parameters()
	i := slices.IndexFunc(list, func(p Parameter) bool { return p.Name == name })
	if i < 0 {
		return Parameter{}, false
	}
	return list[i], true
}

// ReadBase makes a world of a table with one row for each directed pair. Pairs without a row count as no trade.
func ReadBase(t *Table) (*Base, error) {
	f := t.Frame
	rows, err := t.pairs()
	if err != nil {
		return nil, err
	}
	n := len(rows.codes)
	flow, known := table(n), marks(n)
	for k, r := range rows.row {
		i, j, v := rows.from[k], rows.to[k], rows.trade[r]
		if known[i][j] {
			return nil, dragoman.Problemf(f.Name(), place(f, r), "keep one row for each pair: choose a year with --year, or sum products first",
				"%s to %s stands there twice", rows.codes[i], rows.codes[j])
		}
		if math.IsNaN(v) || v < 0 {
			return nil, dragoman.Problemf(f.Name(), place(f, r), "mend the value or leave the row out",
				"trade of %s to %s is %s", rows.codes[i], rows.codes[j], spoken(v))
		}
		known[i][j], flow[i][j] = true, v
	}
	w, err := NewWorld(rows.codes, flow)
	if err != nil {
		return nil, dragoman.Problemf(f.Name(), "", "give flows between countries", "%v", err)
	}
	b := &Base{World: w, Title: f.Name(), Source: f.Name(), Variables: map[string][][]float64{}, Known: known, Missing: n*n - len(rows.row), table: t}
	for _, variable := range slices.Concat(t.Variables, t.known()) {
		v, err := f.Variable(t.expression(variable))
		if err != nil {
			return nil, err
		}
		b.Variables[v.Name] = rows.spread(v.Values)
	}
	b.noteHomes()
	return b, nil
}

// pairRows are the rows of a table taken, by pair.
type pairRows struct {
	codes         []string
	row, from, to []int
	trade         []float64 // by row of the table
}

func (t *Table) pairs() (*pairRows, error) {
	f := t.Frame
	from, err := f.Levels(t.Exporter)
	if err != nil {
		return nil, err
	}
	to, err := f.Levels(t.Importer)
	if err != nil {
		return nil, err
	}
	p := &pairRows{}
	if p.trade, err = f.Numbers(t.Trade); err != nil {
		return nil, err
	}
	keep, err := f.Where(t.Where...)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for r := range f.Rows() {
		if !keep[r] {
			continue
		}
		if from.Codes[r] < 0 || to.Codes[r] < 0 {
			return nil, dragoman.Problemf(f.Name(), place(f, r), "name both countries or leave the row out", "lacks exporter or importer")
		}
		p.row = append(p.row, r)
		seen[from.Labels[from.Codes[r]]], seen[to.Labels[to.Codes[r]]] = true, true
	}
	if len(p.row) == 0 {
		return nil, dragoman.Problemf(f.Name(), "", "choose rows that exist", "no row is left")
	}
	if len(seen) > maxCountries {
		return nil, dragoman.Problemf(f.Name(), "", "use countries, not firms or regions", "%d countries; the solver takes up to %d", len(seen), maxCountries)
	}
	for code := range seen {
		p.codes = append(p.codes, code)
	}
	slices.Sort(p.codes)
	number := map[string]int{}
	for i, code := range p.codes {
		number[code] = i
	}
	for _, r := range p.row {
		p.from = append(p.from, number[from.Labels[from.Codes[r]]])
		p.to = append(p.to, number[to.Labels[to.Codes[r]]])
	}
	return p, nil
}

// maxCountries keeps an answer within a minute; the work grows with the cube.
const maxCountries = 1000

// spread lays the values of the rows out by pair.
func (p *pairRows) spread(v []float64) [][]float64 {
	out := filled(len(p.codes), math.NaN())
	for k, r := range p.row {
		out[p.from[k]][p.to[k]] = v[r]
	}
	return out
}

func place(f *frame.Frame, row int) string { return fmt.Sprintf("line %d", f.Line(row)) }

func spoken(v float64) string {
	if math.IsNaN(v) {
		return "missing or no number"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// noteHomes warns about countries without domestic sales, which seem far more open than they are.
func (b *Base) noteHomes() {
	var without []string
	for i, code := range b.Codes {
		if b.Flow[i][i] == 0 {
			without = append(without, code)
		}
	}
	switch n := len(without); {
	case n == 0:
	case n == len(b.Codes):
		b.Notes = append(b.Notes, "The data hold no domestic sales (rows with exporter = importer): the model takes "+
			"every country to sell all it makes abroad, and effects on prices and real income come out far too large.")
	default:
		b.Notes = append(b.Notes, fmt.Sprintf("Countries without domestic sales: %d (%s). Effects on their real income come out too large.",
			n, named(without, 8)))
	}
}

// BaseWorld is the world of 2006 that ships with the program, with domestic sales of the given share of GDP (0 takes the default of
// parameters.tsv). See data/README.md. Its columns are dist (km), contig, lang, fta and currency; variables and changed are those of Table.
func BaseWorld(domestic float64, variables, changed []string) (*Base, error) {
	if domestic == 0 {
		p, _ := Default("domestic")
		domestic = p.Value
	}
	if !(domestic > 0 && domestic <= 5) {
		return nil, dragoman.Problemf("", "domestic share", "give a share of GDP such as 0.36", "%g is no share", domestic)
	}
	packed, err := fs.ReadFile(data, "data/world2006.csv.gz")
	if err != nil {
		return nil, err
	}
	f, err := frame.Read(bytes.NewReader(packed), "world2006.csv.gz", int64(len(packed)))
	if err != nil {
		return nil, err
	}
	b, err := ReadBase(&Table{Frame: f, Exporter: "exporter", Importer: "importer", Trade: "trade", Variables: variables, Changed: changed})
	if err != nil {
		return nil, err
	}
	if err := b.readCountries(domestic); err != nil {
		return nil, err
	}
	b.Title = "world trade in 2006"
	b.Source = "Head, Mayer and Ries (2010), from IMF Direction of Trade Statistics, World Bank and CEPII; domestic sales taken as " +
		strconv.FormatFloat(domestic, 'g', 4, 64) + " of GDP"
	b.Period, b.Unit = "2006", "million US dollars"
	b.Missing -= b.Size() // domestic sales are there now
	b.Notes = []string{"The base year is 2006, the last of the free data set that ships with the program: percentages tell about that " +
		"pattern of trade, dollars are those of 2006. Give your own table, or imported statistics with --dataset, for another year."}
	return b, nil
}

// readCountries adds domestic sales, GDP and the names of countries that lie in another one.
func (b *Base) readCountries(domestic float64) error {
	b.GDP, b.Covers = make([]float64, b.Size()), map[string]string{}
	return tsv.Read(data, "data/countries2006.tsv", []string{"code", "gdp", "covers"}, func(r *tsv.Row) error {
		i := b.Index(r.Get("code"))
		if i < 0 {
			return r.Problem("leave the line out", "%s has no flows", r.Get("code"))
		}
		gdp, err := r.Number("gdp", 0)
		if err != nil {
			return err
		}
		b.GDP[i] = gdp
		b.Flow[i][i] = domestic * gdp
		b.Known[i][i] = true
		for present := range strings.FieldsSeq(r.Get("covers")) {
			b.Covers[present] = b.Codes[i]
		}
		return nil
	})
}

// Find gives the countries of the data that a name means: Everyone, a code of the data, a group, a country by code or name. note says
// what of it the data lack or hold under another name.
func (b *Base) Find(name string) (members []int, note string, err error) {
	if name == Everyone {
		for i := range b.Codes {
			members = append(members, i)
		}
		return members, "", nil
	}
	if i := b.single(name); i >= 0 {
		if code := b.Codes[i]; !strings.EqualFold(code, name) && b.Covers[code] == "" && b.coveredBy(name) == code {
			note = fmt.Sprintf("%s lies in %s (%s) in these data", name, code, b.Name(i))
		}
		return []int{i}, note, nil
	}
	list, known := codes.Group(name)
	if !known {
		if area, isArea := codes.FindArea(name); isArea {
			return nil, "", dragoman.Problemf("", "", "name one that they hold", "%s (%s) is not in the data", area.Code, area.Name)
		}
		return nil, "", dragoman.Problemf("", "", "write a code such as KAZ, a name, a group such as EU27, or *",
			"%q is no country of the data and no group", name)
	}
	var lacking []string
	for _, code := range list {
		i := b.single(code)
		switch {
		case i < 0:
			lacking = append(lacking, code)
		case !slices.Contains(members, i):
			members = append(members, i)
		}
	}
	if len(members) == 0 {
		return nil, "", dragoman.Problemf("", "", "name countries that they hold", "the data hold no member of %s", name)
	}
	if len(lacking) > 0 {
		note = fmt.Sprintf("%s is taken without %s, not in the data", name, named(lacking, 12))
	}
	slices.Sort(members)
	return members, note, nil
}

// single finds a country by its code in the data, or by a code or name that the program knows; -1 when the data lack it.
func (b *Base) single(name string) int {
	if i := slices.IndexFunc(b.Codes, func(c string) bool { return strings.EqualFold(c, name) }); i >= 0 {
		return i
	}
	if holder := b.coveredBy(name); holder != "" {
		return b.Index(holder)
	}
	if area, known := codes.FindArea(name); known {
		return b.Index(area.Code)
	}
	return -1
}

func (b *Base) coveredBy(name string) string {
	if holder := b.Covers[strings.ToUpper(name)]; holder != "" {
		return holder
	}
	if area, known := codes.FindArea(name); known {
		return b.Covers[area.Code]
	}
	return ""
}

// Name is the English name of a country of the data, its code where that is not known.
func (b *Base) Name(i int) string {
	if area, known := codes.ByISO3(b.Codes[i]); known {
		return area.Name
	}
	return b.Codes[i]
}

// named lists at most n names.
func named(list []string, n int) string {
	if len(list) <= n {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:n], ", "), len(list)-n)
}
