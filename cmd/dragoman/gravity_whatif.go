package main

import (
	"maps"
	"math"
	"slices"
	"strings"

	"dragoman"
	"dragoman/trade"
	"dragoman/trade/equilibrium"
	"dragoman/trade/frame"
)

// gravityWhatifCmd answers what a change of trade costs would do.
type gravityWhatifCmd struct {
	Data      string             `arg:"" optional:"" help:"Table of flows with one row for each exporter and importer, domestic sales among them (- for standard input). Without it: trade of 166 countries in 2006, or of --dataset."`
	Change    []string           `required:"" sep:"none" placeholder:"CHANGE" help:"What changes: KAZ,HRV:fta (both directions), KAZ>HRV:fta, KAZ,HRV:fta=off, KAZ,HRV:cost=-5%, groups such as EU27, lists such as KAZ+UZB, * for all. May be repeated."`
	Model     string             `enum:"ge,conditional,full" default:"ge" help:"ge (flows as observed, everything follows), conditional (output and spending held), full (flows fitted to trade costs first)."`
	Theta     *float64           `xor:"elasticity" placeholder:"NUMBER" help:"Trade elasticity (default: 4)."`
	Sigma     *float64           `xor:"elasticity" placeholder:"NUMBER" help:"Elasticity of substitution: theta + 1."`
	Beta      map[string]float64 `mapsep:"," placeholder:"NAME=NUMBER" help:"Coefficient of a variable in the logarithm of trade (default for fta: a published estimate)."`
	SE        map[string]float64 `name:"se" mapsep:"," placeholder:"NAME=NUMBER" help:"Standard error of a coefficient given with --beta, for ranges."`
	Deficits  string             `enum:",additive,multiplicative" default:"" help:"What trade deficits keep: their value (additive, default of ge) or their share (multiplicative, default of full)."`
	Reference string             `placeholder:"COUNTRY" help:"Country whose price index stays the same (default: world output does)."`
	X         string             `name:"x" placeholder:"LIST" help:"Variables of trade costs, as in log(dist),contig,fta, whose coefficients are estimated where --beta does not give them; border is 1 between countries. Needed by --model full."`
	Exporter  string             `default:"exporter" placeholder:"COLUMN" help:"Column of DATA with the seller (${default})."`
	Importer  string             `default:"importer" placeholder:"COLUMN" help:"Column of DATA with the buyer (${default})."`
	Trade     string             `default:"trade" placeholder:"COLUMN" help:"Column of DATA with the flow (${default})."`
	Dataset   string             `placeholder:"ID" help:"Take trade from this dataset of the store (dragoman trade datasets), with the agreements then in force."`
	Output    string             `placeholder:"FILE" help:"Table of country and output (gross output of goods, in the currency of --dataset): domestic sales are output less exports. Without it they are assumed."`
	Year      string             `placeholder:"YEAR" help:"Take the rows of DATA whose column year says so, or this year of --dataset (default: its last whole one)."`
	Where     []string           `sep:"none" placeholder:"CONDITION" help:"Take the rows of DATA that fulfil a condition such as year=1994. May be repeated."`
	Unit      string             `placeholder:"TEXT" help:"Unit of the flows of DATA, to be printed."`
	Domestic  *float64           `placeholder:"SHARE" help:"Domestic sales as a share of GDP, where DATA is not given (default: 0.361)."`
	Only      []string           `sep:"," placeholder:"COUNTRIES" help:"Print these countries only."`
	Top       int                `default:"10" help:"How many countries to print beside those named (${default}); 0 for all."`
	Format    string             `enum:"table,csv,json" default:"table" help:"table, csv (all countries) or json (everything)."`
}

func (c *gravityWhatifCmd) Run(a *app) error {
	q, err := c.question()
	if err != nil {
		return err
	}
	base, err := c.base(a, q.Changes)
	if err != nil {
		return err
	}
	if err := base.Fill(a.ctx, q, c.costNames(), c.given()); err != nil {
		return err
	}
	answer, err := equilibrium.Ask(base, *q)
	if err != nil {
		return err
	}
	if err := c.choose(base, answer); err != nil {
		return err
	}
	switch c.Format {
	case "json":
		return printJSON(a.out, answer)
	case "csv":
		return answer.WriteCSV(a.out)
	}
	return printWhatif(a, answer)
}

// question reads the changes and the elasticity.
func (c *gravityWhatifCmd) question() (*equilibrium.Question, error) {
	q := &equilibrium.Question{Model: equilibrium.Model(c.Model), Deficits: equilibrium.Deficits(c.Deficits), Reference: c.Reference,
		ThetaSource: "given by you"}
	for _, text := range c.Change {
		change, err := equilibrium.ParseChange(text)
		if err != nil {
			return nil, asUsage(err)
		}
		q.Changes = append(q.Changes, change)
	}
	switch {
	case c.Top < 0:
		return nil, misuse("--top", "give 0 or more", "%d is less than none", c.Top)
	case c.Sigma != nil && !(*c.Sigma > 1):
		return nil, misuse("--sigma", "give a number above 1", "%g is no elasticity of substitution", *c.Sigma)
	case c.Theta != nil && !(*c.Theta > 0):
		return nil, misuse("--theta", "give a number above 0", "%g is no trade elasticity", *c.Theta)
	case c.Data != "" && c.Dataset != "":
		return nil, misuse("--dataset", "leave out one of the two", "trade comes from a table already")
	case c.Dataset == "" && c.Output != "":
		return nil, misuse("--output", "name a dataset, or leave it out", "goes with --dataset only")
	case c.Data == "" && (c.Year != "" && c.Dataset == "" || len(c.Where) > 0 || c.Unit != ""):
		return nil, misuse("--year, --where, --unit", "name a table, or leave them out", "go with a table of your own only")
	case (c.Data != "" || c.Dataset != "") && c.Domestic != nil:
		return nil, misuse("--domestic", "leave it out", "goes with the built-in world only")
	case c.Domestic != nil && !(*c.Domestic > 0 && *c.Domestic <= 5):
		return nil, misuse("--domestic", "give a share of GDP such as 0.36", "%g is no share", *c.Domestic)
	case c.Sigma != nil:
		q.Theta = *c.Sigma - 1
	case c.Theta != nil:
		q.Theta = *c.Theta
	default:
		theta, _ := equilibrium.Default("theta")
		q.Theta, q.ThetaSource = theta.Value, theta.Source+"; "+theta.Note
	}
	for name := range c.SE {
		if _, given := c.Beta[name]; !given {
			return nil, misuse("--se", "give the coefficient with --beta "+name+"=NUMBER too", "%s has an error but no coefficient", name)
		}
	}
	return q, nil
}

// asUsage marks a problem as one of the command line.
func asUsage(err error) error {
	if p, is := err.(*dragoman.Problem); is {
		p.Usage = true
	}
	return err
}

// base reads the table, or takes the built-in world, with the variables of trade costs and those that changes name.
func (c *gravityWhatifCmd) base(a *app, changes []equilibrium.Change) (*equilibrium.Base, error) {
	var changed []string
	for _, change := range changes {
		if v := change.Variable; v != "" && !slices.Contains(changed, v) {
			changed = append(changed, v)
		}
	}
	switch {
	case c.Dataset != "":
		return c.statistics(a, changed)
	case c.Data == "" && c.Domestic != nil:
		return equilibrium.BaseWorld(*c.Domestic, c.costs(), changed)
	case c.Data == "":
		return equilibrium.BaseWorld(0, c.costs(), changed)
	}
	f, err := frame.Open(c.Data, a.in)
	if err != nil {
		return nil, err
	}
	where := slices.Clone(c.Where)
	if c.Year != "" {
		where = append(where, "year="+c.Year)
	}
	b, err := equilibrium.ReadBase(&equilibrium.Table{Frame: f, Exporter: c.Exporter, Importer: c.Importer, Trade: c.Trade, Where: where,
		Variables: c.costs(), Changed: changed})
	if err != nil {
		return nil, err
	}
	b.Period, b.Unit = c.Year, c.Unit
	return b, nil
}

// statistics makes a world of a dataset in the store.
func (c *gravityWhatifCmd) statistics(a *app, changed []string) (*equilibrium.Base, error) {
	if err := year("--year", c.Year); err != nil {
		return nil, err
	}
	s := &equilibrium.Statistics{Variables: c.costs(), Changed: changed}
	if c.Output != "" {
		f, err := frame.Open(c.Output, a.in)
		if err != nil {
			return nil, err
		}
		if s.Output, err = equilibrium.ReadOutput(f); err != nil {
			return nil, err
		}
	}
	t, err := a.flows()
	if err != nil {
		return nil, err
	}
	if s.Square, err = trade.ReadSquare(a.ctx, t, c.Dataset, c.Year); err != nil {
		return nil, err
	}
	return equilibrium.FromStatistics(s)
}

func (c *gravityWhatifCmd) costs() []string {
	if c.X == "" {
		return nil
	}
	return frame.Split(c.X)
}

// costNames are the names of the trade costs: "d" of "d := log(dist)".
func (c *gravityWhatifCmd) costNames() []string {
	names := c.costs()
	for i, v := range names {
		before, _, _ := strings.Cut(v, ":=")
		names[i] = strings.TrimSpace(before)
	}
	return names
}

// given lists the coefficients of the command line.
func (c *gravityWhatifCmd) given() []equilibrium.Coefficient {
	var out []equilibrium.Coefficient
	for _, name := range slices.Sorted(maps.Keys(c.Beta)) {
		k := equilibrium.Coefficient{Variable: name, Value: c.Beta[name], SE: math.NaN(), Source: "given by you"}
		if se, known := c.SE[name]; known {
			k.SE = se
		}
		out = append(out, k)
	}
	return out
}

// choose keeps the countries to print: those of --only, else, in a table, the parties and --top others.
func (c *gravityWhatifCmd) choose(b *equilibrium.Base, answer *equilibrium.Answer) error {
	switch {
	case len(c.Only) > 0:
		var codes []string
		for _, name := range c.Only {
			members, note, err := b.Find(name)
			if err != nil {
				return misuse("--only", "see the country codes of the data with --format csv", "%v", err)
			}
			if note != "" {
				answer.Notes = append(answer.Notes, note+".")
			}
			for _, i := range members {
				codes = append(codes, b.Codes[i])
			}
		}
		answer.Keep(codes)
	case c.Format == "table" && c.Top > 0:
		answer.KeepTop(c.Top)
	}
	return nil
}
