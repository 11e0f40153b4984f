package block

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"dragoman"
	"dragoman/trade"
)

// Record is a row in 40 bytes: its codes are the numbers that the Builder gave them.
type Record struct {
	Period, Reporter, Partner, Product, Unit uint16

	Flow  uint8 // place in Flows
	Flags uint8
	Line  uint32 // where it stands, for messages; see Options.Place

	Value, Weight, Quantity float64 // NaN when not given
}

// Flags of a Record.
const (
	Estimated = 1 << iota // the source says that a value or weight is estimated
	Final                 // no total of other rows, whatever its codes look like
	Partial               // one measure of a row: value, weight and quantity come in records of their own
)

// Flows are the flows by the number they have in a Record.
var Flows = [...]trade.Flow{trade.Export, trade.Import, trade.ReExport, trade.ReImport}

// defaultLimit keeps a Builder's records below 160 MB.
const defaultLimit = 4_000_000

// Options are what a Builder must know of its source.
type Options struct {
	Sum   bool                     // rows of one key are parts of a sum, not repetitions
	Limit int                      // records held in memory before they go to a temporary file; 0 for a default
	Dir   string                   // for temporary files; "" for the system's
	Place func(line uint32) string // tells where a line stands: "FILE: line 12"
}

// Builder takes rows in any order and makes blocks of them. It holds a bounded number of rows in memory and the others in a
// temporary file. Codes may be numbered from several goroutines at once; the other methods are for one.
type Builder struct {
	options Options

	periods, areas, products, units dictionaryOf

	groups map[uint64]*group
	last   *group // of the record before: rows mostly come sorted
	lastAt uint64
	held   int
	spill  *spill
	report Report
}

// group is what will be one block.
type group struct {
	period, reporter uint16
	flow             uint8
	records          []Record
	spilled          []extent
}

func groupKey(period, reporter uint16, flow uint8) uint64 {
	return uint64(period)<<32 | uint64(flow)<<16 | uint64(reporter)
}

// dictionaryOf numbers codes in the order in which they come.
type dictionaryOf struct {
	lock  sync.Mutex
	what  string
	codes []string
	at    map[string]uint16
}

func (d *dictionaryOf) number(code string) (uint16, error) {
	d.lock.Lock()
	defer d.lock.Unlock()
	if n, known := d.at[code]; known {
		return n, nil
	}
	if len(d.codes) > math.MaxUint16 {
		return 0, fmt.Errorf("holds more than %d different %s", math.MaxUint16, d.what)
	}
	n := uint16(len(d.codes))
	code = strings.Clone(code)
	d.codes = append(d.codes, code)
	d.at[code] = n
	return n, nil
}

// ranks gives the codes ascending, and the place there of each number.
func (d *dictionaryOf) ranks() (sorted []string, rank []uint16) {
	sorted = slices.Sorted(slices.Values(d.codes))
	rank = make([]uint16, len(d.codes))
	for i, c := range sorted {
		rank[d.at[c]] = uint16(i)
	}
	return sorted, rank
}

// NewBuilder makes a builder; it must be closed.
func NewBuilder(o Options) *Builder {
	if o.Limit <= 0 {
		o.Limit = defaultLimit
	}
	if o.Place == nil {
		o.Place = func(line uint32) string { return fmt.Sprintf("row %d", line) }
	}
	b := &Builder{options: o, groups: map[uint64]*group{}}
	for d, what := range map[*dictionaryOf]string{&b.periods: "periods", &b.areas: "areas", &b.products: "product codes", &b.units: "units"} {
		d.what, d.at = what, map[string]uint16{}
	}
	b.units.number("") // rows without a unit have number 0
	return b
}

// Period numbers a period; an error says that there are too many.
func (b *Builder) Period(p string) (uint16, error) { return b.periods.number(p) }

// Area numbers a reporter or partner.
func (b *Builder) Area(code string) (uint16, error) { return b.areas.number(code) }

// Product numbers a product code.
func (b *Builder) Product(code string) (uint16, error) { return b.products.number(code) }

// Unit numbers a supplementary unit; "" is 0.
func (b *Builder) Unit(u string) (uint16, error) { return b.units.number(u) }

// Add takes records; the slice may be used again.
func (b *Builder) Add(records []Record) error {
	for i := range records {
		r := &records[i]
		key := groupKey(r.Period, r.Reporter, r.Flow)
		if b.last == nil || key != b.lastAt {
			g := b.groups[key]
			if g == nil {
				g = &group{period: r.Period, reporter: r.Reporter, flow: r.Flow}
				b.groups[key] = g
			}
			b.last, b.lastAt = g, key
		}
		b.last.records = append(b.last.records, *r)
	}
	if b.held += len(records); b.held < b.options.Limit {
		return nil
	}
	b.held = 0
	if b.spill == nil {
		s, err := newSpill(b.options.Dir)
		if err != nil {
			return err
		}
		b.spill = s
	}
	return b.spill.write(b.groups)
}

// Keep takes over rows of a stored block as they are.
func (b *Builder) Keep(rows []trade.Row) error {
	records := make([]Record, len(rows))
	for i := range rows {
		var err error
		if records[i], err = b.Record(&rows[i]); err != nil {
			return err
		}
		records[i].Flags |= Final
	}
	return b.Add(records)
}

// Record numbers the codes of a row.
func (b *Builder) Record(r *trade.Row) (Record, error) {
	x := Record{Value: r.Value, Weight: r.Weight, Quantity: r.Quantity}
	flow := slices.Index(Flows[:], r.Flow)
	if flow < 0 {
		return x, fmt.Errorf("flow %q is not known", r.Flow)
	}
	x.Flow = uint8(flow)
	if r.Estimated {
		x.Flags = Estimated
	}
	var errs [5]error
	x.Period, errs[0] = b.Period(r.Period)
	x.Reporter, errs[1] = b.Area(r.Reporter)
	x.Partner, errs[2] = b.Area(r.Partner)
	x.Product, errs[3] = b.Product(r.Product)
	x.Unit, errs[4] = b.Unit(r.Unit)
	return x, cmp.Or(errs[:]...)
}

// Holds says whether there are rows of a block's period, area and flow.
func (b *Builder) Holds(x *dragoman.FlowBlock) bool {
	period, a := b.periods.at[x.Period]
	reporter, c := b.areas.at[x.Area]
	flow := slices.Index(Flows[:], trade.Flow(x.Flow))
	return a && c && flow >= 0 && b.groups[groupKey(period, reporter, uint8(flow))] != nil
}

// Empty says that no row has been taken.
func (b *Builder) Empty() bool { return len(b.groups) == 0 }

// Periods lists the periods of the rows taken, ascending.
func (b *Builder) Periods() []string {
	sorted, _ := b.periods.ranks()
	return sorted
}

// Report says what became of the rows; it is complete when Blocks has ended.
func (b *Builder) Report() *Report { return &b.report }

// Close removes the temporary file.
func (b *Builder) Close() error {
	if b.spill == nil {
		return nil
	}
	return b.spill.close()
}
