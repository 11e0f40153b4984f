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
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
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

	dir, db string
}

// usage is what one run of the program takes.
type usage struct {
	Wall, CPU time.Duration
	Peak      int64 // bytes resident at most
}

// runs sums up repeated ones: medians of time, the most memory.
type runs struct {
	N int
	usage
}

// spread sums up times over several questions.
type spread struct {
	N             int // times each was asked
	Median, Worst time.Duration
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
	yearRows     = 12_000_000 // what is asked of the generator, which makes somewhat fewer
	panelRows    = 1_000_000
	randomPairs  = 12
	tradeRepeats = 3
	seed         = 5
	exporter     = "KAZ"
)

// newTrade makes a folder for what is generated; close removes it.
func newTrade() (*tradeSpeed, error) {
	dir, err := os.MkdirTemp("", "dragoman-bench-trade-")
	return &tradeSpeed{dir: dir, db: filepath.Join(dir, "trade.db")}, err
}

func (t *tradeSpeed) close() error { return os.RemoveAll(t.dir) }

// programs measures runs of which memory counts. It comes before this process grows: a child's most memory begins with its parent's.
func (t *tradeSpeed) programs(binary string, log func(string, ...any)) error {
	log("importing a year of trade statistics")
	if err := t.importYear(binary); err != nil {
		return err
	}
	log("ranking export potential")
	var err error
	if t.PotentialRun, err = again(tradeRepeats, binary, nil, "--db", t.db, "trade", "potential", exporter); err != nil {
		return err
	}
	log("fitting gravity equations")
	if err := t.fit(binary); err != nil {
		return err
	}
	log("solving equilibria")
	return t.solve(binary)
}

func (t *tradeSpeed) importYear(binary string) error {
	path := filepath.Join(t.dir, blocktest.Name)
	defer os.Remove(path)
	err := generate(path, func(w io.Writer) error {
		_, err := blocktest.Table(w, yearRows, seed)
		return err
	})
	if err != nil {
		return err
	}
	if t.Import, err = consume(binary, nil, "--quiet", "--db", t.db, "trade", "import", path); err != nil {
		return err
	}
	t.File = size(path)
	t.Store = size(t.db) + size(t.db+"-wal")
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
func (t *tradeSpeed) fit(binary string) error {
	path := filepath.Join(t.dir, "panel.csv")
	defer os.Remove(path)
	if err := generate(path, func(w io.Writer) error { return gravitytest.Panel(w, panelRows, seed) }); err != nil {
		return err
	}
	for _, m := range []struct {
		to        *estimation
		method, y string
	}{{&t.PPML, "ppml", "trade"}, {&t.OLS, "ols", "log(trade)"}} {
		if err := m.to.measure(binary, path, m.method, m.y); err != nil {
			return err
		}
	}
	return nil
}

func (e *estimation) measure(binary, path, method, y string) error {
	var out bytes.Buffer
	var err error
	if e.runs, err = again(tradeRepeats, binary, &out, "gravity", "fit", path, "--method", method, "--y", y, "--x", "fta,currency,log1p(tariff)",
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
func (t *tradeSpeed) solve(binary string) error {
	path := filepath.Join(t.dir, "world.csv")
	if err := generate(path, func(w io.Writer) error { return worldTable(w, manyCountries) }); err != nil {
		return err
	}
	for _, w := range []struct {
		name string
		args []string
	}{{"trade of 2006, as built in", []string{"--change", builtInChange}}, {"generated", []string{path, "--change", generatedChange}}} {
		r, err := again(tradeRepeats, binary, nil, append([]string{"gravity", "whatif"}, w.args...)...)
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
func (t *tradeSpeed) answers(binary string, log func(string, ...any)) error {
	log("showing trade of pairs")
	ctx := context.Background()
	st, err := store.Open(ctx, t.db)
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
		u, err := consume(binary, nil, "--db", t.db, "trade", "show", p[0], p[1])
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
	log("solving equilibria")
	return t.equilibria()
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
func (t *tradeSpeed) equilibria() error {
	f, err := frame.Open(filepath.Join(t.dir, "world.csv"), nil)
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

// each does the same for several things, once to warm up and then so often that each has a median, and sums these up.
func each[T any](things []T, do func(T) error) (spread, error) {
	var medians []time.Duration
	for _, x := range things {
		var took []time.Duration
		for n := range 1 + tradeRepeats {
			start := time.Now()
			if err := do(x); err != nil {
				return spread{}, err
			}
			if n > 0 {
				took = append(took, time.Since(start))
			}
		}
		medians = append(medians, timingOf(took).Median)
	}
	slices.Sort(medians)
	return spread{tradeRepeats, medians[len(medians)/2], medians[len(medians)-1]}, nil
}

// again runs the program several times on two cores; out gets what the last run prints, and may be nil.
func again(n int, binary string, out *bytes.Buffer, args ...string) (runs, error) {
	return againOn(2, n, binary, out, args...)
}

func againOn(cores, n int, binary string, out *bytes.Buffer, args ...string) (runs, error) {
	var wall, cpu []time.Duration
	r := runs{N: n}
	for range n {
		if out != nil {
			out.Reset()
		}
		u, err := consumeOn(cores, binary, out, args...)
		if err != nil {
			return r, err
		}
		wall, cpu, r.Peak = append(wall, u.Wall), append(cpu, u.CPU), max(r.Peak, u.Peak)
	}
	r.Wall, r.CPU = timingOf(wall).Median, timingOf(cpu).Median
	return r, nil
}

// consume runs the program on two cores and says what it took.
func consume(binary string, out *bytes.Buffer, args ...string) (usage, error) {
	return consumeOn(2, binary, out, args...)
}

func consumeOn(cores int, binary string, out *bytes.Buffer, args ...string) (usage, error) {
	cmd := exec.Command(binary, args...)
	cmd.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", cores))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if out != nil {
		cmd.Stdout = out
	}
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return usage{}, fmt.Errorf("dragoman %s: %w: %s", strings.Join(args, " "), err, stderr.String())
	}
	u := usage{Wall: time.Since(start), CPU: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return u, fmt.Errorf("this system does not tell the memory of a process")
	}
	u.Peak = used.Maxrss * 1024 // kilobytes on Linux
	return u, nil
}
