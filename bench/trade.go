package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"dragoman/store"
	"dragoman/trade"
	"dragoman/trade/block"
	"dragoman/trade/block/blocktest"
	"dragoman/trade/equilibrium"
	"dragoman/trade/frame"
	"dragoman/trade/gravity/gravitytest"
)

// tradeSpeed is what docs/performance.md tells of trade statistics, gravity and equilibrium.
type tradeSpeed struct {
	Rows        int   // of the generated year
	File, Store int64 // bytes of the table and of the store with it
	Import      usage

	Areas, Products int
	Pairs           int           // drawn
	ShowRun, Show   spread        // over pairs: the program from start to end; the answer alone
	ShowCPU         time.Duration // of the program, median
	PotentialRun    runs
	Potential       spread

	PPML, OLS estimation
	Worlds    []worldSpeed
}

// estimation is one equation fitted by the program.
type estimation struct {
	runs
	Rows, Used, Zeros, Iterations int
	Coefficients                  []coefficient
}

type coefficient struct {
	Name        string  `json:"name"`
	Estimate    float64 `json:"estimate"`
	SE          float64 `json:"se"`
	Constructed float64 `json:"-"` // the one that the data were made with
}

// worldSpeed is how long an equilibrium takes.
type worldSpeed struct {
	Name      string
	Countries int
	Run       runs
	Answer    spread
}

// Goals of the project's fifth issue; memory in bytes. There is none for the equilibrium.
const (
	goalImportRate = 200_000
	goalImport     = 60 * time.Second
	goalTradePeak  = 1e9
	goalShow       = 50 * time.Millisecond
	goalPotential  = 3 * time.Second
	goalPPML       = 5 * time.Second
)

func (t *tradeSpeed) Rate() float64       { return float64(t.Rows) / t.Import.Wall.Seconds() }
func (t *tradeSpeed) RowBytes() float64   { return float64(t.Store) / float64(t.Rows) }
func (t *tradeSpeed) RateMet() bool       { return t.Rate() >= goalImportRate }
func (t *tradeSpeed) ImportMet() bool     { return t.Import.Wall <= goalImport }
func (t *tradeSpeed) ImportPeakMet() bool { return t.Import.Peak <= goalTradePeak }
func (t *tradeSpeed) ShowRunMet() bool    { return t.ShowRun.Worst <= goalShow }
func (t *tradeSpeed) ShowMet() bool       { return t.Show.Worst <= goalShow }
func (t *tradeSpeed) PotentialMet() bool  { return t.PotentialRun.Wall <= goalPotential }
func (t *tradeSpeed) PPMLMet() bool       { return t.PPML.Wall <= goalPPML }
func (t *tradeSpeed) PPMLPeakMet() bool   { return t.PPML.Peak <= goalTradePeak }

// How much is generated, asked and repeated.
const (
	yearRows    = 12_000_000 // what is asked of the generator, which makes somewhat fewer
	panelRows   = 1_000_000
	randomPairs = 12
	seed        = 5
	exporter    = "KAZ"
)

// db is the store with the generated year.
func (*tradeSpeed) db(b *bench) string { return b.path("trade.db") }

func (t *tradeSpeed) programs(b *bench) error {
	b.log("importing a year of trade statistics")
	if err := t.importYear(b); err != nil {
		return err
	}
	b.log("ranking export potential")
	var err error
	if t.PotentialRun, err = again(repeats, b.binary, nil, "--db", t.db(b), "trade", "potential", exporter); err != nil {
		return err
	}
	b.log("fitting gravity equations")
	if err := t.fit(b); err != nil {
		return err
	}
	b.log("solving equilibria")
	return t.solve(b)
}

func (t *tradeSpeed) importYear(b *bench) error {
	path := b.path(blocktest.Name)
	defer os.Remove(path)
	err := generate(path, func(w io.Writer) error {
		_, err := blocktest.Table(w, yearRows, seed)
		return err
	})
	if err != nil {
		return err
	}
	if t.Import, err = consume(2, nil, b.binary, "--quiet", "--db", t.db(b), "trade", "import", path); err != nil {
		return err
	}
	t.File = size(path)
	t.Store = size(t.db(b)) + size(t.db(b)+"-wal")
	return nil
}

// generate writes a file.
func generate(path string, content func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	if err := cmp.Or(content(w), w.Flush()); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// size is 0 for a file that is not there.
func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// fit estimates a panel with exporter-year, importer-year and pair effects, by PPML and by OLS.
func (t *tradeSpeed) fit(b *bench) error {
	path := b.path("panel.csv")
	defer os.Remove(path)
	if err := generate(path, func(w io.Writer) error { return gravitytest.Panel(w, panelRows, seed) }); err != nil {
		return err
	}
	for _, m := range []struct {
		to        *estimation
		method, y string
	}{{&t.PPML, "ppml", "trade"}, {&t.OLS, "ols", "log(trade)"}} {
		if err := m.to.measure(b.binary, path, m.method, m.y); err != nil {
			return err
		}
	}
	return nil
}

func (e *estimation) measure(binary, path, method, y string) error {
	var out bytes.Buffer
	var err error
	if e.runs, err = again(repeats, binary, &out, "gravity", "fit", path, "--method", method, "--y", y, "--x", "fta,currency,log1p(tariff)",
		"--fe", "exporter^year,importer^year,pair", "--cluster", "pair", "--format", "json"); err != nil {
		return err
	}
	var answer struct {
		N            int
		Zeros        int
		Coefficients []coefficient
		Iterations   []json.RawMessage
		Dropped      []struct{ Rows int }
	}
	if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
		return err
	}
	e.Used, e.Zeros, e.Iterations, e.Coefficients = answer.N, answer.Zeros, len(answer.Iterations), answer.Coefficients
	e.Rows = e.Used
	for _, d := range answer.Dropped {
		e.Rows += d.Rows
	}
	made := []float64{gravitytest.AgreementEffect, gravitytest.CurrencyEffect, gravitytest.TariffEffect}
	if len(e.Coefficients) != len(made) {
		return fmt.Errorf("%s tells %d coefficients of %d", method, len(e.Coefficients), len(made))
	}
	for i, v := range made {
		e.Coefficients[i].Constructed = v
	}
	return nil
}

// The changes whose equilibria are timed.
const (
	builtInChange   = "KAZ,HRV:fta"
	generatedChange = "C000,C001:fta"
	manyCountries   = 250
)

// solve times the program with its built-in world and with a generated one.
func (t *tradeSpeed) solve(b *bench) error {
	path := b.path("world.csv")
	if err := generate(path, func(w io.Writer) error { return worldTable(w, manyCountries) }); err != nil {
		return err
	}
	for _, w := range []struct {
		name string
		args []string
	}{{"trade of 2006, as built in", []string{"--change", builtInChange}}, {"generated", []string{path, "--change", generatedChange}}} {
		r, err := again(repeats, b.binary, nil, append([]string{"gravity", "whatif"}, w.args...)...)
		if err != nil {
			return err
		}
		t.Worlds = append(t.Worlds, worldSpeed{Name: w.name, Run: r})
	}
	return nil
}

// worldTable writes a table of flows between so many countries, domestic sales among them, which are about two thirds. The first two
// countries have no agreement.
func worldTable(w io.Writer, countries int) error {
	random := rand.New(rand.NewPCG(seed, 2))
	log := make([]float64, countries)
	for i := range log {
		log[i] = 2 * random.NormFloat64()
	}
	if _, err := io.WriteString(w, "exporter,importer,trade,fta\n"); err != nil {
		return err
	}
	for i := range countries {
		for j := range countries {
			v, fta := 1000*math.Exp(log[i]+log[j]+random.NormFloat64()), 0
			switch {
			case i == j:
				v = 2 * 1000 * float64(countries) * math.Exp(log[i])
			case i+j > 1 && random.IntN(5) == 0:
				fta = 1
			}
			if _, err := fmt.Fprintf(w, "C%03d,C%03d,%.3f,%d\n", i, j, v, fta); err != nil {
				return err
			}
		}
	}
	return nil
}

// answers times runs of the program by the clock, and answers in this process.
func (t *tradeSpeed) answers(b *bench) error {
	b.log("showing trade of pairs")
	ctx := context.Background()
	st, err := store.Open(ctx, t.db(b))
	if err != nil {
		return err
	}
	defer st.Close()
	table := block.NewLibrary(st)
	pairs, err := t.pairs(ctx, table)
	if err != nil {
		return err
	}
	t.Pairs = len(pairs)
	var cpu []time.Duration
	if t.ShowRun, err = each(pairs, func(p [2]string) error {
		u, err := consume(2, nil, b.binary, "--db", t.db(b), "trade", "show", p[0], p[1])
		cpu = append(cpu, u.CPU)
		return err
	}); err != nil {
		return err
	}
	t.ShowCPU = timingOf(cpu).Median
	if t.Show, err = each(pairs, func(p [2]string) error {
		_, err := trade.Show(ctx, table, p[0], p[1], trade.Options{Digits: 4, Top: 10})
		return err
	}); err != nil {
		return err
	}
	if t.Potential, err = each([]string{exporter}, func(of string) error {
		_, err := trade.Assess(ctx, table, of, trade.PotentialOptions{Years: 5, Digits: 6, Top: 15})
		return err
	}); err != nil {
		return err
	}
	b.log("solving equilibria")
	return t.equilibria(b)
}

// pairs draws pairs of those that the store has, and adds the largest exporter with its largest partner.
func (t *tradeSpeed) pairs(ctx context.Context, table trade.Table) ([][2]string, error) {
	datasets, err := table.Datasets(ctx)
	if err != nil {
		return nil, err
	}
	if len(datasets) != 1 {
		return nil, fmt.Errorf("the store has %d datasets instead of one", len(datasets))
	}
	t.Rows = int(datasets[0].Rows)
	q := trade.MarginQuery{Dataset: datasets[0].ID, Flow: trade.Export, Side: trade.ByReporter, Partners: true}
	exporters, err := table.Margins(ctx, q)
	if err != nil {
		return nil, err
	}
	q.Side, q.Areas, q.Partners, q.Products = trade.ByPartner, []string{trade.World}, false, true
	world, err := table.Margins(ctx, q)
	if err != nil {
		return nil, err
	}
	if len(world) != 1 || len(exporters) < 2 {
		return nil, fmt.Errorf("the store has %d exporters and %d years of the world", len(exporters), len(world))
	}
	t.Areas, t.Products = len(exporters), len(world[0].Products)
	first := slices.MaxFunc(exporters, func(a, b trade.Margin) int { return cmp.Compare(a.Value, b.Value) })
	partner := slices.MaxFunc(first.Partners, func(a, b trade.Cell) int { return cmp.Compare(a.Value, b.Value) })
	pairs := [][2]string{{first.Area, partner.Code}}
	random := rand.New(rand.NewPCG(seed, 3))
	for len(pairs) <= randomPairs {
		if a, b := exporters[random.IntN(len(exporters))].Area, exporters[random.IntN(len(exporters))].Area; a != b {
			pairs = append(pairs, [2]string{a, b})
		}
	}
	return pairs, nil
}

// equilibria times answers alone, tables read.
func (t *tradeSpeed) equilibria(b *bench) error {
	f, err := frame.Open(b.path("world.csv"), nil)
	if err != nil {
		return err
	}
	generated, err := equilibrium.ReadBase(&equilibrium.Table{Frame: f, Exporter: "exporter", Importer: "importer", Trade: "trade", Changed: []string{"fta"}})
	if err != nil {
		return err
	}
	builtIn, err := equilibrium.BaseWorld(0, nil, []string{"fta"})
	if err != nil {
		return err
	}
	for i, w := range []struct {
		base   *equilibrium.Base
		change string
	}{{builtIn, builtInChange}, {generated, generatedChange}} {
		t.Worlds[i].Countries = w.base.Size()
		if t.Worlds[i].Answer, err = each([]string{w.change}, func(change string) error { return answer(w.base, change) }); err != nil {
			return err
		}
	}
	return nil
}

func answer(base *equilibrium.Base, text string) error {
	change, err := equilibrium.ParseChange(text)
	if err != nil {
		return err
	}
	theta, known := equilibrium.Default("theta")
	if !known {
		return fmt.Errorf("there is no default trade elasticity")
	}
	q := equilibrium.Question{Changes: []equilibrium.Change{change}, Model: equilibrium.GE, Theta: theta.Value}
	if err := base.Fill(context.Background(), &q, nil, nil); err != nil {
		return err
	}
	_, err = equilibrium.Ask(base, q)
	return err
}
