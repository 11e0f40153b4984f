package main

import (
	"fmt"
	"strings"
	"time"

	"dragoman"
	"dragoman/trade/comtrade"
)

// tradeFetchCmd holds the sources that trade statistics are fetched from.
type tradeFetchCmd struct {
	Comtrade fetchComtradeCmd `cmd:"" help:"From the API of UN Comtrade."`
}

type fetchComtradeCmd struct {
	Reporter       []string      `required:"" placeholder:"AREA" help:"Who reports: codes, names or groups (KAZ,HRV; balkans; all)."`
	Partner        []string      `default:"all" placeholder:"AREA" help:"Partners: codes, names or groups; world: their sum only; all."`
	Period         string        `required:"" placeholder:"PERIODS" help:"Years and ranges (2018-2024); with --monthly months too (2023-04..2024-03)."`
	Monthly        bool          `help:"Monthly figures instead of annual ones."`
	Flow           []string      `default:"X,M" placeholder:"FLOW" help:"X exports, M imports, RX, RM, DX, FM, XIP, XOP, MIP, MOP."`
	HS             []string      `name:"hs" default:"TOTAL" placeholder:"CODE" help:"Products: TOTAL, codes (27,270900), or 2, 4 or 6 for every product at that level."`
	Classification string        `default:"HS" help:"HS as reported, or HS92 to HS22, SITC1 to SITC4, BEC4, BEC5 as converted by the UN."`
	Out            string        `required:"" type:"path" placeholder:"DIR" help:"Folder for answers, manifest and ledger; a second run goes on there."`
	Key            string        `env:"COMTRADE_API_KEY" placeholder:"KEY" help:"Subscription key; better left in the environment. Without one: previews of 500 records."`
	Budget         int           `default:"500" help:"Calls a day at most, earlier runs in the folder included; 0: no bound."`
	Cap            int           `help:"Records that an answer holds at most (default 100000 with a key, 500 without; 250000 with a premium key)."`
	Pace           time.Duration `default:"1s" help:"Time between two calls."`
	Available      bool          `help:"Ask first what there is, and leave out what is not."`
	Bulk           bool          `help:"Download whole files of reporters and periods (premium key); partners, flows and products are all in them."`
	DryRun         bool          `help:"Print the plan and make no call."`
	BaseURL        string        `name:"base-url" hidden:"" default:"https://comtradeapi.un.org" help:"Another server, for tests."`
}

func (c *fetchComtradeCmd) Run(a *app) error {
	if err := c.check(); err != nil {
		return err
	}
	r, err := c.request(a)
	if err != nil {
		return err
	}
	client, err := comtrade.NewClient(c.BaseURL, strings.TrimSpace(c.Key))
	if err != nil {
		return err
	}
	client.Pace = c.Pace
	open := comtrade.OpenFolder
	if c.DryRun {
		open = comtrade.ReadFolder
	}
	folder, err := open(c.Out, time.Now())
	if err != nil {
		return err
	}
	f := &comtrade.Fetcher{Client: client, Folder: folder, Budget: c.Budget, Step: c.progress(a)}
	if c.Bulk {
		return c.bulk(a, f, r)
	}
	return c.calls(a, f, r)
}

// check refuses flags that contradict each other.
func (c *fetchComtradeCmd) check() error {
	refuse := func(mend, cause string) error { return &dragoman.Problem{Cause: cause, Mend: mend, Usage: true} }
	switch {
	case c.Budget < 0 || c.Cap < 0 || c.Pace < 0:
		return refuse("use zero or more", "--budget, --cap and --pace cannot be negative")
	case c.Bulk && c.Key == "":
		return refuse("set COMTRADE_API_KEY", "--bulk wants a premium key")
	case c.Key == "" && c.Cap > comtrade.CapPreview:
		return refuse("set COMTRADE_API_KEY, or leave --cap out", fmt.Sprintf("without a key an answer holds %d records at most", comtrade.CapPreview))
	case c.DryRun && (c.Bulk || c.Available):
		return refuse("leave one out", "--dry-run makes no call, and --bulk and --available have to ask first")
	}
	return nil
}

// request puts the flags into the API's codes.
func (c *fetchComtradeCmd) request(a *app) (comtrade.Request, error) {
	r := comtrade.Request{Frequency: comtrade.Annual}
	if c.Monthly {
		r.Frequency = comtrade.Monthly
	}
	var err error
	if r.Classification, err = comtrade.ParseClassification(c.Classification); err != nil {
		return r, err
	}
	if r.Periods, err = comtrade.ParsePeriods(c.Period, c.Monthly, a.now); err != nil {
		return r, err
	}
	if r.Reporters, err = comtrade.ParseReporters(c.Reporter, r.Periods); err != nil {
		return r, err
	}
	if r.Partners, err = comtrade.ParsePartners(c.Partner); err != nil {
		return r, err
	}
	if r.Flows, err = comtrade.ParseFlows(c.Flow); err != nil {
		return r, err
	}
	r.Products, err = comtrade.ParseProducts(r.Classification, c.HS)
	return r, err
}

// limit is how many records an answer holds at most.
func (c *fetchComtradeCmd) limit() int {
	switch {
	case c.Cap > 0:
		return c.Cap
	case c.Key == "":
		return comtrade.CapPreview
	}
	return comtrade.CapFree
}

// calls plans the request, prints the plan, and makes its calls.
func (c *fetchComtradeCmd) calls(a *app, f *comtrade.Fetcher, r comtrade.Request) error {
	requests := []comtrade.Request{r}
	if c.Available {
		there, err := f.Available(a.ctx, r)
		if err != nil {
			return err
		}
		requests = r.Restrict(there)
		a.hint("dragoman: UN Comtrade holds %d of the %d reporters and periods asked for", held(requests), len(r.Reporters)*len(r.Periods))
	}
	plan, err := comtrade.NewPlan(requests, f.Client.HasKey(), c.limit())
	if err != nil {
		return err
	}
	if c.DryRun {
		return c.printPlan(a, f, plan)
	}
	a.hint("dragoman: %s", c.outlook(f, plan))
	s, err := f.Run(a.ctx, plan)
	return c.end(a, s, err)
}

// held counts reporters and periods of requests.
func held(requests []comtrade.Request) int {
	n := 0
	for i := range requests {
		n += len(requests[i].Reporters) * len(requests[i].Periods)
	}
	return n
}

// outlook says how many calls a plan takes, and what the day has left.
func (c *fetchComtradeCmd) outlook(f *comtrade.Fetcher, plan *comtrade.Plan) string {
	pending := f.Folder.Pending(plan)
	kind := "with a key"
	if !f.Client.HasKey() {
		kind = "without a key, 500 records each"
	}
	out := fmt.Sprintf("%s %s (%d finished before), about %s", plural(pending, "call"), kind, max(0, len(plan.Calls)-pending), plural(plan.Records(), "record"))
	if c.Budget > 0 {
		spent := f.Folder.SpentOn(time.Now())
		out += fmt.Sprintf("; %d of %d calls of today are spent", spent, c.Budget)
		if left := max(0, c.Budget-spent); pending > left {
			out += fmt.Sprintf(": this takes %s", plural(1+(pending-left+c.Budget-1)/c.Budget, "day"))
		}
	}
	return out
}

// printPlan lists the calls that a run would make.
func (c *fetchComtradeCmd) printPlan(a *app, f *comtrade.Fetcher, plan *comtrade.Plan) error {
	t := &table{header: []string{"CALL", "WHAT", "ABOUT RECORDS", "STATE"},
		in: []where{inTable, inTable | loose, inTable | right, inTable}}
	for i := range plan.Calls {
		call, state := &plan.Calls[i], "to do"
		if e, done := f.Folder.Done(call.ID()); done {
			state = fmt.Sprintf("%d records", e.Records)
			if e.Split {
				state = "split"
			}
		}
		t.rows = append(t.rows, []string{call.ID(), call.Words(), fmt.Sprint(call.Records()), state})
	}
	if err := t.print(a); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.out, "\n%s\n", c.outlook(f, plan))
	return err
}

// bulk lists the whole files that there are and downloads them.
func (c *fetchComtradeCmd) bulk(a *app, f *comtrade.Fetcher, r comtrade.Request) error {
	files, err := f.BulkFiles(a.ctx, r)
	if err != nil {
		return err
	}
	a.hint("dragoman: %s for %d reporters and periods", plural(len(files), "bulk file"), len(r.Reporters)*len(r.Periods))
	s, err := f.RunBulk(a.ctx, files)
	return c.end(a, s, err)
}

// progress prints a line for every call.
func (c *fetchComtradeCmd) progress(a *app) func(comtrade.Step) {
	return func(s comtrade.Step) {
		switch {
		case s.Kept:
		case s.Entry.Split:
			a.hint("%s: cut off at the cap, split", s.Entry.What)
		case s.Entry.File == "":
			a.hint("%s: no records", s.Entry.What)
		default:
			a.hint("%s: %s", s.Entry.What, plural(s.Entry.Records, "record"))
		}
	}
}

// end prints what is in the folder now, and how to go on.
func (c *fetchComtradeCmd) end(a *app, s comtrade.Summary, err error) error {
	if s.Files+s.Empty+s.Split > 0 {
		fmt.Fprintf(a.out, "%s: %s in %s, %d kB; %s now, %d before", c.Out, plural(s.Records, "record"), plural(s.Files, "file"),
			(s.Bytes+999)/1000, plural(s.Calls, "call"), s.Kept)
		if s.Empty > 0 {
			fmt.Fprintf(a.out, "; %d without records", s.Empty)
		}
		fmt.Fprintln(a.out)
	}
	if err != nil {
		return err
	}
	if s.Files == 0 {
		return dragoman.Problemf(c.Out, "", "see with --available what there is, or ask for other periods", "UN Comtrade holds nothing of this")
	}
	a.hint("dragoman: import it with dragoman trade import %s/*.gz", c.Out)
	return nil
}
