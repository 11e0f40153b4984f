package equilibrium

import (
	"fmt"
	"math"
	"slices"

	"dragoman"
)

// Coefficient says what one unit of a variable does to the logarithm of trade at given prices.
type Coefficient struct {
	Variable     string
	Value        float64
	SE           float64 // standard error; NaN when not known
	Observations int     // of the estimate; 0 when not known
	Source       string
	Note         string
}

// AppliedChange tells what became of a change.
type AppliedChange struct {
	Text      string   `json:"text"`
	Pairs     int      `json:"pairs"`     // directed pairs that it is about
	Changed   int      `json:"changed"`   // of these, pairs that were not already so
	NoTrade   int      `json:"no_trade"`  // of those changed, pairs that do not trade in the base: the model leaves them at zero
	Notes     []string `json:"notes"`     // members of a group that the data lack, countries under another name
	Countries []string `json:"countries"` // whom it names, by code
}

// shocks is what the changes do to trade at given prices.
type shocks struct {
	base    *Base
	logs    map[string][][]float64 // by variable: by how much it changes
	states  map[string][][]float64 // by variable: its value now; NaN where nothing is known yet
	costs   [][]float64            // τ by pair
	touched [][]bool
	applied []AppliedChange
	parties []int // countries named one by one or in groups, in the order in which they are named; not those of *
}

// applyChanges carries out the changes one after the other.
func (b *Base) applyChanges(changes []Change) (*shocks, error) {
	n := b.Size()
	s := &shocks{base: b, logs: map[string][][]float64{}, states: map[string][][]float64{}, costs: NoChange(n), touched: marks(n)}
	for i := range changes {
		if err := s.apply(&changes[i]); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *shocks) apply(c *Change) error {
	applied := AppliedChange{Text: c.Text}
	sides := make([][]int, len(c.Sides))
	for k, names := range c.Sides {
		for _, name := range names {
			members, note, err := s.base.Find(name)
			if err != nil {
				return c.wrap(err)
			}
			if note != "" {
				applied.Notes = append(applied.Notes, note)
			}
			for _, i := range members {
				if !slices.Contains(sides[k], i) {
					sides[k] = append(sides[k], i)
				}
				if name != Everyone && !slices.Contains(s.parties, i) {
					s.parties = append(s.parties, i)
				}
			}
		}
	}
	s.prepare(c.Variable)
	for i, row := range c.reach(sides, s.base.Size()) {
		for j, meant := range row {
			if meant {
				applied.Pairs++
				if s.change(c, i, j) {
					applied.Changed++
					if s.base.Flow[i][j] == 0 {
						applied.NoTrade++
					}
				}
			}
		}
	}
	if applied.Pairs == 0 {
		return c.problem("name two countries, or a group of several", "is about no pair of countries")
	}
	for _, side := range sides {
		for _, i := range side {
			if code := s.base.Codes[i]; len(side) < s.base.Size() && !slices.Contains(applied.Countries, code) {
				applied.Countries = append(applied.Countries, code)
			}
		}
	}
	if c.Variable != "" && s.base.Variables[c.Variable] == nil {
		was := "off"
		if !c.On {
			was = "on"
		}
		applied.Notes = append(applied.Notes, fmt.Sprintf("the data do not say where %s is on now; it is taken to be %s before", c.Variable, was))
	}
	s.applied = append(s.applied, applied)
	return nil
}

func (c *Change) wrap(err error) error {
	if p, isProblem := err.(*dragoman.Problem); isProblem {
		return c.problem(p.Mend, "%s", p.Cause)
	}
	return err
}

// prepare lays out the state of a variable: as in the data, else unknown.
func (s *shocks) prepare(variable string) {
	if variable == "" || s.states[variable] != nil {
		return
	}
	n := s.base.Size()
	s.logs[variable], s.states[variable] = table(n), filled(n, math.NaN())
	for i, row := range s.base.Variables[variable] {
		copy(s.states[variable][i], row)
	}
}

// change carries out a change for one directed pair. It says whether anything became different.
func (s *shocks) change(c *Change, i, j int) bool {
	if c.Variable == "" {
		s.costs[i][j] *= c.Cost
		s.touched[i][j] = s.touched[i][j] || c.Cost != 1
		return c.Cost != 1
	}
	target := 0.0
	if c.On {
		target = 1
	}
	state := &s.states[c.Variable][i][j]
	now := *state
	if math.IsNaN(now) {
		now = 1 - target
		if s.base.Variables[c.Variable] != nil {
			now = 0 // a pair without a row has no agreement on record
		}
	}
	s.logs[c.Variable][i][j] += target - now
	*state = target
	s.touched[i][j] = s.touched[i][j] || target != now
	return target != now
}

// effects gives B for coefficients moved by a number of standard errors.
func (s *shocks) effects(coefficients []Coefficient, theta, errors float64) [][]float64 {
	b := table(s.base.Size())
	for i, row := range b {
		for j := range row {
			row[j] = math.Pow(s.costs[i][j], -theta)
		}
	}
	for _, c := range coefficients {
		change := s.logs[c.Variable]
		if change == nil {
			continue
		}
		value := c.Value
		if !math.IsNaN(c.SE) {
			value += errors * c.SE
		}
		for i, row := range b {
			for j := range row {
				row[j] *= math.Exp(value * change[i][j])
			}
		}
	}
	return b
}

// uncertain says whether a coefficient that matters has a standard error.
func (s *shocks) uncertain(coefficients []Coefficient) bool {
	return slices.ContainsFunc(coefficients, func(c Coefficient) bool { return s.logs[c.Variable] != nil && c.SE > 0 })
}

// Refit replaces the flows by those that trade costs explain: exp(Σ coefficient x variable), with the output and expenditure of the data
// (the baseline of Yotov et al. 2016). Where the variables are known for trade within countries too, domestic sales are fitted like all
// others; else they stay as given and only trade between countries is fitted. Pairs without a row stay without trade.
func (b *Base) Refit(costs []Coefficient) (*Base, error) {
	n := b.Size()
	homes := true
	for i := range n {
		for _, c := range costs {
			x := b.Variables[c.Variable]
			if x == nil {
				return nil, dragoman.Problemf("", c.Variable, "name a variable of the data", "is not in the data")
			}
			homes = homes && (b.Flow[i][i] == 0 || !math.IsNaN(x[i][i]))
		}
	}
	cost := table(n)
	for i := range n {
		for j := range n {
			if b.Known != nil && !b.Known[i][j] || i == j && !homes {
				continue
			}
			eta := 0.0
			for _, c := range costs {
				eta += c.Value * b.Variables[c.Variable][i][j]
			}
			if math.IsNaN(eta) {
				if b.Flow[i][j] > 0 {
					return nil, dragoman.Problemf("", b.Codes[i]+" to "+b.Codes[j], "fill it in or leave the row out", "a variable of the trade costs is missing")
				}
				continue
			}
			cost[i][j] = math.Exp(eta)
		}
	}
	fitted := *b
	var err error
	if fitted.World, err = b.fitted(cost, homes); err != nil {
		return nil, err
	}
	fitted.Notes = append(slices.Clone(b.Notes), "Flows before the change are those that trade costs explain, not those observed; "+
		"output and spending of every country are as observed.")
	if !homes {
		fitted.Notes = append(fitted.Notes, "Trade between countries is fitted; domestic sales are as given, "+
			"since the variables are not known within countries.")
	}
	return &fitted, nil
}

// fitted scales costs to the sums of the flows, with domestic sales among them or apart.
func (b *Base) fitted(cost [][]float64, homes bool) (*World, error) {
	if homes {
		return b.World.Refit(cost)
	}
	foreign := table(b.Size())
	for i := range foreign {
		copy(foreign[i], b.Flow[i])
		foreign[i][i] = 0
	}
	w, err := (&World{Codes: b.Codes, Flow: foreign}).Refit(cost)
	if err != nil {
		return nil, err
	}
	for i := range w.Flow {
		w.Flow[i][i] = b.Flow[i][i]
	}
	return w, nil
}
