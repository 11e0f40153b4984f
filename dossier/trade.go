package dossier

import (
	"errors"
	"fmt"
	"html/template"
	"strings"

	"dragoman"
	"dragoman/chart"
	"dragoman/trade"
	"dragoman/trade/sheet"
)

// Trade is what statistics say of trade in goods between the two, beside what is claimed of it.
type Trade struct {
	Pair      *trade.Pair `json:"pair"`
	Checked   []Checked   `json:"checked"`   // claimed figures that a statistic could answer or be asked for
	Potential []Potential `json:"potential"` // of each side's exports to the other
}

// Checked is a claimed figure beside the statistic.
type Checked struct {
	Claim   string           `json:"claim"` // in words
	Amount  string           `json:"amount"`
	Reports []Report         `json:"reports"`
	Result  trade.Comparison `json:"result"`
}

// Potential is what one side could sell the other beyond what it does, by the static core of the export potential indicator.
type Potential struct {
	From   string                `json:"from"`
	To     string                `json:"to"`
	Answer *trade.Potential      `json:"answer"` // nil where there is none
	Lines  []trade.PotentialLine `json:"lines"`  // most untapped first
	Why    string                `json:"why"`    // why there is none
}

const (
	productsShown  = 8
	potentialShown = 5
)

// trade adds the section from statistics; a store without any on the pair leaves it out, and the gaps say so.
func (a *assembly) trade() error {
	if a.query.Statistics == nil {
		return nil
	}
	o := trade.Options{From: yearOnly(a.query.From), To: yearOnly(a.query.To), Top: productsShown}
	pair, err := trade.Show(a.ctx, a.query.Statistics, a.a.Code, a.b.Code, o)
	if errors.Is(err, trade.ErrNoStatistics) {
		return nil
	}
	if err != nil {
		return err
	}
	t := &Trade{Pair: pair}
	for _, way := range [][2]Country{{a.a, a.b}, {a.b, a.a}} {
		p, err := a.potential(way[0], way[1])
		if err != nil {
			return err
		}
		t.Potential = append(t.Potential, p)
	}
	a.out.Trade = t
	return a.check(t)
}

// yearOnly is the year of a date; statistics are asked for by whole years.
func yearOnly(date string) string { return date[:min(4, len(date))] }

func (a *assembly) potential(from, to Country) (Potential, error) {
	out := Potential{From: from.Name, To: to.Name, Lines: []trade.PotentialLine{}}
	p, err := trade.Assess(a.ctx, a.query.Statistics, from.Code, trade.PotentialOptions{Partners: []string{to.Code}, Last: yearOnly(a.query.To), Top: potentialShown})
	var problem *dragoman.Problem
	switch {
	case errors.As(err, &problem):
		out.Why = problem.Cause
		return out, nil
	case err != nil:
		return out, err
	case len(p.Without) > 0:
		out.Why = p.Without[0].Because
	}
	out.Answer = p
	for _, l := range p.Lines {
		if l.Untapped > 0 && len(out.Lines) < potentialShown {
			out.Lines = append(out.Lines, l)
		}
	}
	if out.Why == "" && len(out.Lines) == 0 {
		out.Why = "no product is below its potential"
	}
	return out, nil
}

// claim is a merged value of the figures section, to be set beside the statistics.
type claim struct {
	record dragoman.Figure
	what   string
	figure Figure
}

// check sets the claimed figures beside the statistics, all at once, as they mostly ask for the same ones.
func (a *assembly) check(t *Trade) error {
	t.Checked = []Checked{}
	var asked []trade.Claim
	for i := range a.claims {
		c := &a.claims[i]
		if q, ok := trade.ClaimOf(&c.record); ok {
			asked = append(asked, q)
			t.Checked = append(t.Checked, Checked{Claim: c.what, Amount: c.figure.Amount, Reports: c.figure.Reports})
		}
	}
	results, err := trade.CompareClaims(a.ctx, a.query.Statistics, asked...)
	if err != nil {
		return err
	}
	for i := range results {
		t.Checked[i].Result = results[i]
	}
	return nil
}

// Verdict words what came of a check: "agrees: 432.0 million USD by Kazakhstan's figures".
func (c *Checked) Verdict() string {
	r := &c.Result
	out := string(r.Verdict)
	if r.Chosen >= 0 {
		s := &r.Statistics[r.Chosen]
		out += ": " + trade.Money(s.Value, s.Unit) + " by " + whose(s)
	}
	if r.Because == "" {
		return out
	}
	if r.Verdict == trade.Differs {
		return out + "; likely because " + r.Because
	}
	return out + " because " + r.Because
}

// whose says who counted; the dataset stands in JSON and under dragoman trade claims.
func whose(s *trade.Statistic) string {
	if s.Reporter == "" {
		return "reconciled figures"
	}
	return trade.AreaName(s.Reporter) + "'s figures"
}

// Ratio is the claim over the statistic, "" where there is none.
func (c *Checked) Ratio() string {
	if !c.Result.Ratio.OK() {
		return ""
	}
	return trade.Ratio(c.Result.Ratio)
}

// tradeGap says what is missing where there are no statistics on the pair.
func (a *assembly) tradeGap() string {
	if a.query.Statistics == nil || a.out.Trade != nil {
		return ""
	}
	when := ""
	if a.query.From != "" || a.query.To != "" {
		when = " of these years"
	}
	return fmt.Sprintf("No trade statistics of %s and %s%s are in the store: figures claimed of their trade are not checked.", a.a.Name, a.b.Name, when)
}

// trade writes the section in Markdown.
func (m *markdown) trade(t *Trade) {
	if t == nil {
		return
	}
	p := t.Pair
	m.section("Trade in goods, by statistics", 0)
	m.line("\n%s, %s. Source: %s.\n", p.Head.Label(), p.Unit, escape(p.Answers.Title))
	if p.Only != "" {
		m.line("Selected products only (%s): the sums are not all trade.\n", escape(p.Only))
	}
	rows := [][]string{{"Year", "Exports of " + p.A.Name, "Exports of " + p.B.Name, "Turnover", "Balance"}}
	for _, y := range lastYears(p.Years) {
		rows = append(rows, []string{y.Label(), trade.Figure(y.Exports), trade.Figure(y.Imports), trade.Figure(y.Turnover), trade.Figure(y.Balance)})
	}
	m.table(rows, 1)
	for i, f := range []*trade.Flows{&p.Exports, &p.Imports} {
		m.line("\n**%s to %s**\n", trade.AreaName(f.From), trade.AreaName(f.To))
		for _, line := range append(sheet.Place(f, p.Only), sheet.Accounts(&p.Sides[i], p.Unit)...) {
			m.line("- %s", escape(tidy(line)))
		}
		m.products(f, p)
	}
	m.checked(t.Checked)
	m.potentials(t)
	m.line("")
	for _, n := range p.Notes {
		m.line("*%s*  ", escape(n))
	}
}

// yearsShown is how many years stand in the text; the page draws all.
const yearsShown = 6

func lastYears(years []trade.Year) []trade.Year { return years[max(0, len(years)-yearsShown):] }

func (m *markdown) products(f *trade.Flows, p *trade.Pair) {
	if len(f.Products) == 0 {
		return
	}
	m.line("\n%s\n", escape(productsCaption(f, p)))
	rows := [][]string{{"Code", "Product", "Value", "Share"}}
	for _, pr := range f.Products {
		rows = append(rows, []string{pr.Code, escape(pr.Name), trade.Figure(pr.Value), trade.Percent(pr.Share)})
	}
	m.table(rows, 2)
}

// productsCaption says which products are told, of when and by whom.
func productsCaption(f *trade.Flows, p *trade.Pair) string {
	s := fmt.Sprintf("Products, %s, %s, by %s", p.DetailYear, p.Unit, p.Detail.Title)
	if p.DetailOnly != "" {
		s += " (" + p.DetailOnly + " only)"
	}
	if f.Others > 0 {
		s += fmt.Sprintf("; %d more with %s", f.Others, trade.Money(f.Rest, p.Unit))
	}
	return s + "."
}

func (m *markdown) checked(list []Checked) {
	if len(list) == 0 {
		return
	}
	m.line("\n**Claimed figures beside the statistic**\n")
	rows := [][]string{{"Claim", "Claimed", "Reported by", "Ratio", "Verdict"}}
	for i := range list {
		c := &list[i]
		rows = append(rows, []string{escape(c.Claim), escape(c.Amount), numbers(c.Reports), c.Ratio(), escape(c.Verdict())})
	}
	m.table(rows, -1)
}

func (m *markdown) potentials(t *Trade) {
	if why := t.NoPotential(); why != "" {
		m.line("\n**Untapped export potential**\n\nn/a: %s", escape(why))
		return
	}
	for i := range t.Potential {
		m.potential(&t.Potential[i])
	}
}

// NoPotential is why neither side's potential can be told; "" when one's can, or when the reasons differ.
func (t *Trade) NoPotential() string {
	why := t.Potential[0].Why
	for i := range t.Potential {
		if len(t.Potential[i].Lines) > 0 || t.Potential[i].Why != why {
			return ""
		}
	}
	return why
}

func (m *markdown) potential(p *Potential) {
	m.line("\n**Untapped export potential of %s in %s**\n", p.From, p.To)
	if len(p.Lines) == 0 {
		m.line("n/a: %s", escape(p.Why))
		return
	}
	rows := [][]string{{"Code", "Product", "Potential", "Actual", "Untapped"}}
	for _, l := range p.Lines {
		rows = append(rows, []string{l.Code, escape(l.Name), trade.Amount(l.Potential), trade.Amount(l.Actual), trade.Amount(l.Untapped)})
	}
	m.table(rows, 2)
	m.line("\n%s", escape(p.Caption()))
}

// Caption says what the numbers are made of.
func (p *Potential) Caption() string {
	return fmt.Sprintf("%s a year, mean of %s to %s, by %s, %s. Supply × demand × ease; see dragoman trade potential for the components.", p.Answer.Unit,
		p.Answer.Years[0], p.Answer.Years[len(p.Answer.Years)-1], p.Answer.Basis, p.Answer.Source.Title)
}

// Flows draws exports and imports by year.
func (t *Trade) Flows() (template.HTML, error) { return drawn(sheet.Flows(t.Pair)) }

// Words says whose word the flows are.
func (t *Trade) Words() string {
	p := t.Pair
	return fmt.Sprintf("%s to %s by %s; %s to %s by %s; %s", p.A.Name, p.B.Name, sheet.Teller(&p.Exports), p.B.Name, p.A.Name, sheet.Teller(&p.Imports), p.Answers.Title)
}

// Mirrored draws the flows by the other side's word and says whose that is; empty where nobody else tells them.
func (t *Trade) Mirrored() (*Mirrored, error) {
	c, words := sheet.OtherSide(t.Pair)
	if c == nil {
		return nil, nil
	}
	html, err := drawn(c)
	return &Mirrored{html, words}, err
}

// Mirrored are flows drawn by the other side's word, and whose word that is.
type Mirrored struct {
	Chart template.HTML
	Words string
}

// Both draws what each side says of a direction.
func (t *Trade) Both(s trade.Sides) (template.HTML, error) {
	if c := sheet.BothSides(&s, t.Pair.Unit); c != nil {
		return drawn(c)
	}
	return "", nil
}

// Composition draws the products of a direction.
func (t *Trade) Composition(f trade.Flows) (template.HTML, error) {
	if c := sheet.Composition(&f, t.Pair); c != nil && len(c.Items) > 1 {
		return drawn(c)
	}
	return "", nil
}

// drawn sets a chart into the page, whose style sheet has what charts need.
func drawn(c chart.Chart) (template.HTML, error) {
	var b strings.Builder
	err := chart.Figure(&b, c, chart.Options{Bare: true})
	return template.HTML(b.String()), err
}
