package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dragoman/corridor"
	"dragoman/dossier"
	"dragoman/store"
)

// corridorSpeed is what docs/performance.md tells of corridors.
type corridorSpeed struct {
	Grids     []gridSpeed
	Questions []questionSpeed
	Losses    []lossSpeed
	// The brief of the sample corpus, put together in a process that runs: with its section on corridors and without.
	Brief, BriefWithout spread
}

// gridSpeed is one generated problem solved by the program, its file read.
type gridSpeed struct {
	Run    runs
	File   int64  // bytes
	Nodes  int    `json:"nodes"`
	Arcs   int    `json:"arcs"`
	Method string `json:"method"`
	Steps  int    `json:"steps"`

	goal time.Duration
}

func (g *gridSpeed) Goal() time.Duration { return g.goal }
func (g *gridSpeed) Met() bool           { return g.Run.Wall <= g.goal }
func (g *gridSpeed) PeakMet() bool       { return g.Run.Peak <= goalGridPeak }

// questionSpeed is a command from start to end.
type questionSpeed struct {
	Command string
	Run     runs
}

// lossSpeed is how long it takes to lose every element of the shipped network by itself, for one commodity.
type lossSpeed struct {
	Commodity          string
	Scenarios, Harmful int // elements closed; those that carry something
	Base               span
	One, Both          span // all losses on one goroutine and on two, from the solved base
}

// Goals of the project's sixth issue; memory in bytes.
const (
	goalLosses    = time.Second
	goalGrid      = time.Second
	goalLargeGrid = 20 * time.Second
	goalGridPeak  = 1e9
)

// LossWall is how long the losses take by the clock, of all commodities, on two goroutines.
func (c *corridorSpeed) LossWall() (sum time.Duration) {
	for _, l := range c.Losses {
		sum += l.Both.Wall
	}
	return sum
}

// Scenarios is how many losses these are.
func (c *corridorSpeed) Scenarios() (sum int) {
	for _, l := range c.Losses {
		sum += l.Scenarios
	}
	return sum
}

func (c *corridorSpeed) LossesMet() bool { return c.LossWall() <= goalLosses }

// What is solved, asked and repeated. Grids of n x n nodes have 4n(n-1) arcs.
const (
	smallGrid, largeGrid = 159, 501
	corridorYear         = "2024"
)

var commodities = []string{"crude", "gas", "container"}

// db is a store with the sample corpus.
func (*corridorSpeed) db(b *bench) string { return b.path("corridor.db") }

func (c *corridorSpeed) programs(b *bench) error {
	for _, g := range []struct {
		side, n int
		goal    time.Duration
	}{{smallGrid, repeats, goalGrid}, {largeGrid, 1, goalLargeGrid}} {
		b.log("solving a grid of %d arcs", 4*g.side*(g.side-1))
		solved, err := c.grid(b, g.side, g.n)
		if err != nil {
			return err
		}
		solved.goal = g.goal
		c.Grids = append(c.Grids, *solved)
	}
	b.log("asking for ways and flows")
	if _, err := consume(2, nil, b.binary, "--quiet", "--db", c.db(b), "add", filepath.Join("examples", "corpus")); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"corridor", "path", "KAZ", "HRV", "--at", corridorYear},
		{"corridor", "flow", "--at", corridorYear},
		{"corridor", "flow", "--at", corridorYear, "--close", "CPC"},
		{"corridor", "rank", "--at", corridorYear},
		{"brief", "KAZ", "HRV"},
	} {
		r, err := again(repeats, b.binary, nil, append([]string{"--db", c.db(b)}, args...)...)
		if err != nil {
			return err
		}
		c.Questions = append(c.Questions, questionSpeed{"dragoman " + strings.Join(args, " "), r})
	}
	return nil
}

// grid lets the program write a problem and solve it on one core.
func (c *corridorSpeed) grid(b *bench, side, n int) (*gridSpeed, error) {
	path := b.path("grid.min")
	defer os.Remove(path)
	err := generate(path, func(w io.Writer) error {
		_, err := consume(2, w, b.binary, "corridor", "grid", "--rows", fmt.Sprint(side), "--columns", fmt.Sprint(side))
		return err
	})
	if err != nil {
		return nil, err
	}
	g := &gridSpeed{File: size(path)}
	var out bytes.Buffer
	if g.Run, err = againOn(1, n, b.binary, &out, "corridor", "solve", path, "--format", "json"); err != nil {
		return nil, err
	}
	return g, json.Unmarshal(out.Bytes(), g)
}

// answers times answers alone, in this process.
func (c *corridorSpeed) answers(b *bench) error {
	n, err := corridor.Default()
	if err != nil {
		return err
	}
	b.log("losing every element by itself")
	for _, commodity := range commodities {
		l, err := losses(n, commodity)
		if err != nil {
			return err
		}
		c.Losses = append(c.Losses, *l)
	}
	b.log("putting the brief together with corridors and without")
	return c.briefs(b, n)
}

func losses(n *corridor.Network, commodity string) (*lossSpeed, error) {
	l := &lossSpeed{Commodity: commodity}
	var s *corridor.Solver
	var err error
	l.Base, err = spent(func() error {
		v, err := n.View(corridorYear, commodity, false)
		if err == nil {
			s, err = corridor.NewSolver(v, corridor.Assume(commodity))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	l.Scenarios = s.Scenarios()
	for _, way := range []struct {
		to      *span
		workers int
	}{{&l.One, 1}, {&l.Both, 2}} {
		*way.to, err = spent(func() error {
			harms, err := s.Rank(context.Background(), "", way.workers)
			l.Harmful = len(harms)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return l, nil
}

// briefs puts the brief together from a store with the sample corpus.
func (c *corridorSpeed) briefs(b *bench, n *corridor.Network) error {
	ctx := context.Background()
	st, err := store.Open(ctx, c.db(b))
	if err != nil {
		return err
	}
	defer st.Close()
	now := time.Now()
	for _, way := range []struct {
		to  *spread
		net *corridor.Network
	}{{&c.Brief, n}, {&c.BriefWithout, nil}} {
		*way.to, err = each([]*corridor.Network{way.net}, func(net *corridor.Network) error {
			_, err := dossier.Assemble(ctx, st, dossier.Query{A: dossier.Country{Code: "KAZ", Name: "Kazakhstan"},
				B: dossier.Country{Code: "HRV", Name: "Croatia"}, Now: now, Network: net})
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// fitScore says how many of the reported flows the model comes near to.
type fitScore struct {
	Commodity string
	Held      bool // the reported flow serves the model as usual volume
	Flows     int
	Near      int // the model is within 15 per cent
	Free      int // the model without usual volumes is
}

// fitYears are those of which `dragoman corridor fit` tells unless asked otherwise.
var fitYears = []int{2019, 2021, 2023, 2024}

// fits sets the model beside all reported flows. Containers are left out: the data tell corridors, not who ships what.
func fits() ([]fitScore, error) {
	n, err := corridor.Default()
	if err != nil {
		return nil, err
	}
	var out []fitScore
	for _, commodity := range []string{"crude", "gas"} {
		all, err := n.Fits(commodity, fitYears, corridor.Assume(commodity))
		if err != nil {
			return nil, err
		}
		for _, held := range []bool{false, true} {
			if s := scoreFits(commodity, held, all); s.Flows > 0 {
				out = append(out, s)
			}
		}
	}
	return out, nil
}

func scoreFits(commodity string, held bool, all []corridor.Fit) fitScore {
	s := fitScore{Commodity: commodity, Held: held}
	near := func(model, reported float64) bool { return model >= 0.85*reported && model <= 1.15*reported }
	for i := range all {
		f := &all[i]
		if f.Given != held {
			continue
		}
		s.Flows++
		if near(f.Model, f.Reported) {
			s.Near++
		}
		if near(f.Free, f.Reported) {
			s.Free++
		}
	}
	return s
}
