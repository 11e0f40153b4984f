package main

import (
	"fmt"
	"time"

	"dragoman"
	"dragoman/trade/block"
	statistics "dragoman/trade/source"
)

// tradeImportCmd imports trade statistics.
type tradeImportCmd struct {
	Files          []string          `arg:"" name:"file" help:"Tables as published: UN Comtrade (CSV, JSON, bulk), BACI, Eurostat Comext, IMF, or a CSV with year, exporter, importer, product, value; packed with gzip or zip, or - for standard input. A folder with a datasets.tsv is a list of such tables."`
	Name           string            `placeholder:"ID" help:"Name of the dataset; default is made of source, classification and release."`
	Source         string            `placeholder:"NAME" help:"Who published it: comtrade, baci, comext, imf, or a name of your own."`
	Vintage        string            `placeholder:"RELEASE" help:"Release as published (V202601, 2025-01-15); default is the day of import."`
	Classification string            `placeholder:"CODE" help:"Product classification where the table does not tell it: HS92 to HS22, CN, SITC4, ..."`
	Currency       string            `placeholder:"ISO" help:"Currency of the values where the table does not tell it."`
	Unit           string            `enum:",one,thousand,million,billion" default:"" help:"What values are counted in: one, thousand, million or billion."`
	Columns        map[string]string `mapsep:"," placeholder:"WHAT=COLUMN,..." help:"Columns of a table of your own, as in exporter=iso_o,importer=iso_d,value=trade; reporter==KAZ sets the same for all rows."`
	Reconciled     *bool             `negatable:"" help:"One figure made of both sides' reports, as in BACI; --no-reconciled: the exporters' own word. Default: reconciled where a table has exporter and importer."`
	Rank           *int              `placeholder:"N" help:"Where several datasets answer, the one with the higher rank does."`
	Title          string            `placeholder:"TEXT" help:"How it is cited."`
	URL            string            `name:"url" placeholder:"URL" help:"Where it was published."`
	Licence        string            `placeholder:"TEXT" help:"On what terms."`
	Note           string            `placeholder:"TEXT" help:"What to know before citing it."`
}

var unitDigits = map[string]int{"one": 0, "thousand": 3, "million": 6, "billion": 9}

func (c *tradeImportCmd) Run(a *app) error {
	st, err := a.store()
	if err != nil {
		return err
	}
	bar := importProgress{a: a, live: widthOf(a.err) > 0 && !a.quiet}
	s := statistics.Settings{Name: c.Name, Source: c.Source, Vintage: c.Vintage, Currency: c.Currency, Classification: c.Classification, Columns: c.Columns, Rank: c.Rank, Reconciled: c.Reconciled,
		Title: c.Title, URL: c.URL, Licence: c.Licence, Note: c.Note, Now: a.now, Input: a.in, Progress: bar.show}
	if digits, set := unitDigits[c.Unit]; set {
		s.Scale = &digits
	}
	orders, err := statistics.Orders(c.Files, s)
	if err != nil {
		return err
	}
	for _, o := range orders {
		outcomes, err := statistics.Import(a.ctx, st, o.Files, o.Settings)
		bar.clear()
		for i := range outcomes {
			a.reportImport(&outcomes[i], i == 0)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// importProgress is a line on a terminal that tells how far an import is.
type importProgress struct {
	a     *app
	live  bool
	last  time.Time
	shown bool
}

func (p *importProgress) show(x statistics.Progress) {
	now := time.Now()
	if !p.live || now.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last, p.shown = now, true
	switch {
	case x.Blocks > 0:
		fmt.Fprintf(p.a.err, "\r\x1b[Kpacking: %s", plural(x.Blocks, "block"))
	case x.Size > 0:
		fmt.Fprintf(p.a.err, "\r\x1b[Kreading %s: %d%%, %s", x.File, 100*x.Read/x.Size, plural(x.Rows, "row"))
	default:
		fmt.Fprintf(p.a.err, "\r\x1b[Kreading %s: %s", x.File, plural(x.Rows, "row"))
	}
}

func (p *importProgress) clear() {
	if p.shown {
		fmt.Fprint(p.a.err, "\r\x1b[K")
	}
}

// reportImport says what became of a dataset; how the tables were read is told with the first.
func (a *app) reportImport(o *statistics.Outcome, first bool) {
	d := &o.Dataset
	switch {
	case o.Described:
		fmt.Fprintf(a.out, "%s: described anew, the rows of these files are in it already\n", d.ID)
		return
	case o.Unchanged:
		fmt.Fprintf(a.out, "%s: unchanged, these files are in it already (drop it to import them anew)\n", d.ID)
		return
	case o.Extended:
		fmt.Fprintf(a.out, "%s: extended, %s more or newer, now %s, %s\n", d.ID, plural(o.Kept, "row"), plural(d.Rows, "row"), span(d))
	default:
		fmt.Fprintf(a.out, "%s: %s, %s (%s, %s)\n", d.ID, plural(d.Rows, "row"), span(d), d.Title, d.Currency)
	}
	a.out.Flush() // the result first, then what is told of it
	if first {
		a.hint("read as %s: %s", o.Format, plural(o.Read, "row"))
	}
	if o.Replaced > 0 {
		a.hint("replaced: %s that were stored of the same reporters, periods and flows (to keep both, import with another --name)", plural(o.Replaced, "row"))
	}
	for _, x := range d.Left {
		a.hint("left out: %s: %s (first %s)", plural(x.Rows, "row"), x.Reason, x.First)
	}
	for _, x := range o.Noted {
		a.hint("noted: %s: %s (first %s)", plural(x.Rows, "row"), x.Reason, x.First)
	}
	r := &o.Report
	if r.Checked > 0 {
		a.hint("sums: %s compared with the parts, %d agree", plural(r.Checked, "total"), r.Checked-r.Unallocated.Totals-r.Exceeded.Totals)
	}
	a.hintGap("above the parts", "the rest is kept as a row of its own", d.Currency, r.Unallocated)
	a.hintGap("below the parts", "the parts are kept", d.Currency, r.Exceeded)
}

func (a *app) hintGap(what, then, currency string, g block.Gap) {
	switch {
	case g.Totals == 1:
		a.hint("sums: 1 total %s by %.0f %s (%s); %s", what, g.Sum, currency, g.Where, then)
	case g.Totals > 1:
		a.hint("sums: %d totals %s by %.0f %s together, most %.0f (%s); %s", g.Totals, what, g.Sum, currency, g.Largest, g.Where, then)
	}
}

// span is from when to when a dataset goes.
func span(d *dragoman.Dataset) string {
	if d.From == d.To {
		return d.From
	}
	return d.From + " to " + d.To
}

// dataset finds a dataset by its ID.
func (a *app) dataset(id string) (*dragoman.Dataset, error) {
	st, err := a.store()
	if err != nil {
		return nil, err
	}
	all, err := st.Datasets(a.ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].ID == id {
			return &all[i], nil
		}
	}
	return nil, dragoman.Problemf("", "", "see dragoman trade datasets", "there is no dataset %q", id)
}
