package source

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"dragoman"
	"dragoman/trade"
	"dragoman/trade/block"
)

// Settings are what the user says of tables; what is empty comes from the tables themselves.
type Settings struct {
	Name           string            // ID of the dataset
	Source         string            // "comtrade", ...
	Vintage        string            // release; else the day of import
	Currency       string            // ISO 4217
	Classification string            // "HS92", ...
	Scale          *int              // digits by which values are moved: 3 for thousands
	Columns        map[string]string // by role, see the documentation; "=KAZ" is the same for all rows
	Reconciled     *bool             // one value made of both sides' reports; else as the form of the table tells
	Rank           *int
	Title          string
	URL            string
	Licence        string
	Note           string
	Now            time.Time
	Limit          int            // rows held in memory; 0 for a default
	Input          io.Reader      // standard input, for "-"
	Progress       func(Progress) // called now and then
}

// Progress is how far an import is.
type Progress struct {
	File       string
	Read, Size int64 // bytes; Size 0 is unknown
	Rows       int   // of all files
	Blocks     int   // packed
}

// Outcome is what became of one dataset.
type Outcome struct {
	Dataset   dragoman.Dataset
	Format    string // what the tables were recognised as
	Unchanged bool   // the very files are in the store already
	Described bool   // title, rank and the like are the new ones, rows are unchanged
	Extended  bool   // the dataset was there and has become larger or newer
	Kept      int    // rows of this run that are kept
	Replaced  int    // stored rows of the same reporters, periods and flows that gave way to them
	Read      int    // rows of this run
	Report    block.Report
	Noted     []dragoman.LeftOut // kept rows worth knowing of
}

// Import reads tables and stores them as datasets: one for each source, release, classification and frequency. Either all tables are
// read to their end or nothing is stored. A dataset that is there already is extended: what a reporter reports in a period under a
// flow is replaced, all else stays. The same files again change nothing.
func Import(ctx context.Context, st dragoman.Statistics, files []string, s Settings) ([]Outcome, error) {
	if s.Now.IsZero() {
		s.Now = time.Now()
	}
	l := &lines{}
	r := &reading{ctx: ctx, settings: &s, lines: l, targets: &targets{settings: &s, lines: l}}
	defer r.targets.close()
	var read []dragoman.DatasetFile
	for _, name := range files {
		in, err := open(name, s.Input, r.table)
		if err != nil {
			return nil, err
		}
		file := in.done()
		file.Read = s.asked()
		read = append(read, file)
	}
	r.targets.all = slices.DeleteFunc(r.targets.all, func(t *target) bool { return t.builder.Empty() })
	if len(r.targets.all) == 0 {
		return nil, r.nothing(files[0])
	}
	if err := r.oneSource(files); err != nil {
		return nil, err
	}
	r.targets.name(files)
	var out []Outcome
	for i, t := range r.targets.all {
		t.files = read
		if i > 0 {
			r.left, r.noted = nil, nil // told with the first dataset
		}
		o, err := r.store(st, t)
		if err != nil {
			return out, err
		}
		out = append(out, o)
	}
	return out, nil
}

// asked words how the user said that tables are to be read: the same file read otherwise is something else.
func (s *Settings) asked() string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(s.Columns)) {
		parts = append(parts, k+"="+s.Columns[k])
	}
	if len(parts) > 0 {
		parts[0] = "columns " + parts[0]
	}
	if s.Reconciled != nil {
		parts = append(parts, fmt.Sprintf("reconciled %v", *s.Reconciled))
	}
	if s.Scale != nil {
		parts = append(parts, fmt.Sprintf("unit 10^%d", *s.Scale))
	}
	return strings.Join(parts, ", ")
}

// nothing explains why no row could be kept.
func (r *reading) nothing(file string) error {
	reasons := r.left.List(r.lines.place)
	if len(reasons) == 0 {
		return dragoman.Problemf(file, "", "check the download", "holds no rows")
	}
	mend := "see dragoman trade import --help"
	for _, p := range []string{"partner2Code", "customsCode", "motCode", "mosCode"} {
		if i := slices.IndexFunc(reasons, func(x dragoman.LeftOut) bool { return strings.Contains(x.Reason, p) }); i >= 0 {
			mend = "download it with partner2Code=0, customsCode=C00 and motCode=0: parts alone cannot be added up without counting trade twice"
			break
		}
	}
	x := reasons[0]
	return dragoman.Problemf(file, "", mend, "has no row that can be kept; %d of %d: %s (first %s)", x.Rows, r.rows, x.Reason, x.First)
}

// oneSource refuses tables that do not belong together.
func (r *reading) oneSource(files []string) error {
	first := r.targets.all[0].key
	for _, t := range r.targets.all[1:] {
		if t.key.source != first.source || t.key.vintage != first.vintage || t.key.currency != first.currency {
			return dragoman.Problemf(files[0], "", "import them one after the other", "and the other files are of different sources, releases or currencies: %s %s %s and %s %s %s",
				first.source, first.vintage, first.currency, t.key.source, t.key.vintage, t.key.currency)
		}
	}
	return nil
}

// store writes one dataset.
func (r *reading) store(st dragoman.Statistics, t *target) (o Outcome, err error) {
	o = Outcome{Format: r.format, Read: r.rows}
	stored, err := st.Datasets(r.ctx)
	if err != nil {
		return o, err
	}
	d := t.about
	d.Files, d.Imported = t.files, r.settings.Now.UTC().Format(time.RFC3339)
	var old *dragoman.Dataset
	for i := range stored {
		x := &stored[i]
		if x.ID == d.ID {
			old = x
		}
		if len(x.From) > 4 == t.key.monthly && holdsAll(x, &d, r.settings) {
			o.Dataset, o.Unchanged = *x, true
			return o, r.describe(st, &o)
		}
	}
	rest := summary{}
	if old != nil {
		if rest, err = r.keepOld(st, t); err != nil {
			return o, err
		}
	}
	fill := func() {
		report := t.builder.Report()
		o.Report, o.Kept = *report, report.Rows
		o.Report.Left.Add(r.left)
		o.Report.Noted.Add(r.noted)
		d.Left, o.Noted = o.Report.Left.List(r.lines.place), o.Report.Noted.List(r.lines.place)
		d.Rows = report.Rows + rest.rows - rest.kept
		periods := t.builder.Periods()
		d.From, d.To = periods[0], periods[len(periods)-1]
		if old != nil {
			o.Kept -= rest.kept
			o.Replaced = rest.replaced
			extend(&d, old, &rest)
		}
	}
	put := st.PutDataset
	if old != nil {
		o.Extended, put = true, st.ExtendDataset
	}
	err = put(r.ctx, &d, r.counted(t.builder.Blocks(r.ctx), func() error {
		if t.builder.Report().Rows == 0 {
			r.left.Add(t.builder.Report().Left)
			return r.nothing(t.files[0].Name)
		}
		fill()
		return nil
	}))
	o.Dataset = d
	return o, err
}

// describe takes over title, rank and the like of a dataset of which all rows are there.
func (r *reading) describe(st dragoman.Statistics, o *Outcome) error {
	s, d := r.settings, &o.Dataset
	for to, set := range map[*string]string{&d.Title: s.Title, &d.URL: s.URL, &d.Licence: s.Licence, &d.Note: s.Note} {
		if set != "" && set != *to {
			*to, o.Described = set, true
		}
	}
	if s.Rank != nil && *s.Rank != d.Rank {
		d.Rank, o.Described = *s.Rank, true
	}
	if !o.Described {
		return nil
	}
	return st.ExtendDataset(r.ctx, d, func(func(dragoman.FlowBlock, error) bool) {})
}

// counted tells the progress of packing, and calls end behind the last block.
func (r *reading) counted(blocks iter.Seq2[dragoman.FlowBlock, error], end func() error) iter.Seq2[dragoman.FlowBlock, error] {
	return func(yield func(dragoman.FlowBlock, error) bool) {
		n := 0
		for b, err := range blocks {
			if n++; r.settings.Progress != nil {
				r.settings.Progress(Progress{Rows: r.rows, Blocks: n})
			}
			if !yield(b, err) {
				return
			}
		}
		if err := end(); err != nil {
			yield(dragoman.FlowBlock{}, err)
		}
	}
}

// holdsAll says whether a stored dataset was made of the same files as a new one, read in the same way, and is the same release; where
// neither publisher nor user names release or dataset, the day of import tells nothing.
func holdsAll(old, d *dragoman.Dataset, s *Settings) bool {
	same := old.Source == d.Source && old.Classification == d.Classification && old.Currency == d.Currency &&
		(old.ID == d.ID || s.Name == "" && s.Vintage == "" && old.Title == d.Title)
	return same && !slices.ContainsFunc(d.Files, func(f dragoman.DatasetFile) bool {
		return !slices.ContainsFunc(old.Files, func(g dragoman.DatasetFile) bool { return g.SHA256 == f.SHA256 && g.Read == f.Read })
	})
}

// summary is what stays of a stored dataset when it is extended.
type summary struct {
	rows     int // in all blocks that stay
	kept     int // of these, rows that went through the builder again, because something new stands in their period
	replaced int // not in them: something new stands for these
	from, to string
}

// keepOld takes over what reporters have reported in the periods of the new rows, as far as nothing new stands for it: the mirror
// blocks of these periods are made anew from both.
func (r *reading) keepOld(st dragoman.Statistics, t *target) (rest summary, err error) {
	all, err := st.FlowBlocks(r.ctx, dragoman.BlockQuery{Dataset: t.about.ID, Side: string(trade.ByReporter)})
	if err != nil {
		return rest, err
	}
	periods := t.builder.Periods()
	for i := range all {
		b := &all[i]
		if t.builder.Holds(b) {
			rest.replaced += b.Rows
			continue
		}
		rest.rows += b.Rows
		rest.from, rest.to = min(cmp.Or(rest.from, b.Period), b.Period), max(rest.to, b.Period)
		if _, touched := slices.BinarySearch(periods, b.Period); !touched {
			continue
		}
		rest.kept += b.Rows
		rows, err := block.RowsOf(r.ctx, st, b)
		if err == nil {
			err = t.builder.Keep(rows)
		}
		if err != nil {
			return rest, err
		}
	}
	return rest, nil
}

// extend adds what is known of the dataset that was there.
func extend(d, old *dragoman.Dataset, rest *summary) {
	if rest.rows > 0 {
		d.From, d.To = min(d.From, rest.from), max(d.To, rest.to)
	}
	for _, f := range slices.Backward(old.Files) {
		if !slices.ContainsFunc(d.Files, func(g dragoman.DatasetFile) bool { return g.Name == f.Name }) {
			d.Files = append([]dragoman.DatasetFile{f}, d.Files...)
		}
	}
	for _, x := range old.Left {
		i := slices.IndexFunc(d.Left, func(y dragoman.LeftOut) bool { return y.Reason == x.Reason })
		if i < 0 {
			d.Left = append(d.Left, x)
			continue
		}
		d.Left[i].Rows += x.Rows
		d.Left[i].First = x.First
	}
}
