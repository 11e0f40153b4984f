package trade

import (
	"cmp"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dragoman/internal/tsv"
	"dragoman/trade/codes"
)

// Reason is why two sides of a flow likely differ.
type Reason struct {
	Rule     string  `json:"rule"`     // name in trade/data/gaps.tsv
	Text     string  `json:"text"`     // to be read behind "likely because"
	Evidence string  `json:"evidence"` // what fired the rule
	Source   string  `json:"source,omitempty"`
	Weight   float64 `json:"-"`
}

// gapRule is a line of gaps.tsv.
type gapRule struct {
	name     string
	higher   string
	from, to float64 // bounds of importer / exporter
	evidence string
	codes    []string
	areas    []string
	part     float64
	weight   float64
	text     string
	source   string
}

// evidences looks for each kind of evidence; it gives the words for it.
var evidences = map[string]func(*gapCase, *gapRule) (string, bool){
	"none":     func(c *gapCase, _ *gapRule) (string, bool) { return c.ratioInWords(), true },
	"product":  (*gapCase).product,
	"hub":      (*gapCase).hub,
	"is-hub":   func(c *gapCase, r *gapRule) (string, bool) { return AreaName(c.to), slices.Contains(r.areas, c.to) },
	"from-hub": func(c *gapCase, r *gapRule) (string, bool) { return AreaName(c.from), slices.Contains(r.areas, c.from) },
	"union":    (*gapCase).union,
	"lag":      (*gapCase).lag,
	"small":    (*gapCase).small,
	"hidden":   (*gapCase).hidden,
	"selected": (*gapCase).selected,
}

// gapRules reads the rules built into the program.
var gapRules = sync.OnceValues(func() ([]gapRule, error) { return loadGapRules(data, "data/gaps.tsv") })

func loadGapRules(fsys fs.FS, name string) ([]gapRule, error) {
	var out []gapRule
	columns := []string{"reason", "higher", "ratio_from", "ratio_to", "evidence", "codes", "areas", "part", "weight", "text", "source"}
	err := tsv.Read(fsys, name, columns, func(r *tsv.Row) error {
		g := gapRule{name: r.Get("reason"), higher: r.Get("higher"), evidence: r.Get("evidence"), codes: r.List("codes"), areas: r.List("areas"),
			text: r.Get("text"), source: r.Get("source")}
		if g.higher != "importer" && g.higher != "exporter" && g.higher != "any" {
			return r.Problem("write importer, exporter or any", "higher is %q", g.higher)
		}
		if _, ok := evidences[g.evidence]; !ok {
			return r.Problem("see the head of the file", "there is no evidence %q", g.evidence)
		}
		if g.text == "" || g.name == "" {
			return r.Problem("fill it in", "reason or text is empty")
		}
		for _, n := range []struct {
			column string
			to     *float64
			empty  float64
		}{{"ratio_from", &g.from, 0}, {"ratio_to", &g.to, math.MaxFloat64}, {"part", &g.part, 0}, {"weight", &g.weight, 0}} {
			var err error
			if *n.to, err = r.Number(n.column, n.empty); err != nil {
				return err
			}
		}
		out = append(out, g)
		return nil
	})
	slices.SortStableFunc(out, func(a, b gapRule) int { return cmp.Compare(b.weight, a.weight) })
	return out, err
}

// gapCase is what rules look at: both sides of a flow in the headline year, seen as imports over exports.
type gapCase struct {
	s        *shower
	side     *Sides
	from, to string
	left     float64
	right    float64
	codes    []Gap // products of the gap
}

// agreement is how near two sides must be for no reason to be looked for.
const agreement = 0.02

// reasons fires the rules on the gap of the headline year.
func (s *shower) reasons(side *Sides) error {
	rules, err := gapRules()
	if err != nil {
		return err
	}
	y := side.at(s.year)
	if y == nil || !y.Gap.OK() {
		return nil
	}
	c := &gapCase{s: s, side: side, from: side.From, to: side.To, left: y.Values[side.Left].Value, right: y.Values[side.Right].Value, codes: side.Products}
	if math.Abs(c.right-c.left) <= agreement*max(c.left, c.right) {
		return nil
	}
	for i := range rules {
		r := &rules[i]
		if !c.fits(r) {
			continue
		}
		if words, ok := evidences[r.evidence](c, r); ok {
			text := strings.NewReplacer("{exporter}", AreaName(c.from), "{importer}", AreaName(c.to), "{ratio}", c.ratioInWords(), "{evidence}", words).Replace(r.text)
			side.Reasons = append(side.Reasons, Reason{Rule: r.name, Text: text, Evidence: words, Source: r.source, Weight: r.weight})
		}
	}
	return nil
}

func (c *gapCase) fits(r *gapRule) bool {
	if r.higher == "importer" && c.right <= c.left || r.higher == "exporter" && c.left <= c.right {
		return false
	}
	ratio := math.MaxFloat64
	if c.left > 0 {
		ratio = c.right / c.left
	}
	return ratio >= r.from && ratio <= r.to
}

func (c *gapCase) ratioInWords() string {
	if c.left <= 0 {
		return "the exporter tells of none"
	}
	return "importer / exporter = " + Ratio(Known(c.right/c.left))
}

// product looks for products that make up the gap. Where one side has totals only, the other's products stand for it.
func (c *gapCase) product(r *gapRule) (string, bool) {
	gap := math.Abs(c.right - c.left)
	var sum float64
	var names []string
	for _, g := range c.codes {
		if !prefixed(r.codes, g.Code) {
			continue
		}
		switch {
		case g.Gap.OK():
			sum += (g.Right.Value - g.Left.Value) * sign(c.right-c.left)
		default:
			sum += g.told().Value
		}
		names = append(names, cmp.Or(g.Name, g.Code))
	}
	if part := min(sum/gap, 1); part >= r.part && len(names) > 0 {
		return fmt.Sprintf("%s of the gap is %s", Percent(Known(part)), strings.Join(names[:min(2, len(names))], " and ")), true
	}
	return "", false
}

// told is the side that tells the product.
func (g *Gap) told() Measure {
	if g.Right.OK() {
		return g.Right
	}
	return g.Left
}

func sign(v float64) float64 {
	if v < 0 {
		return -1
	}
	return 1
}

// hub looks whether the exporter says that much of its exports goes to trading hubs.
func (c *gapCase) hub(r *gapRule) (string, bool) {
	if slices.Contains(r.areas, c.to) {
		return "", false
	}
	a := &c.side.Accounts[c.side.Left]
	var sum, all float64
	type hub struct {
		name  string
		value float64
	}
	var hubs []hub
	for _, p := range periodsOf(a.of.all, c.s.year, c.s.months) {
		all += a.of.all[p]
		for _, cell := range a.of.with[p] {
			if slices.Contains(r.areas, cell.Code) && cell.Code != c.from {
				sum += cell.Value
				hubs = append(hubs, hub{AreaName(cell.Code), cell.Value})
			}
		}
	}
	if all <= 0 || sum/all < r.part {
		return "", false
	}
	slices.SortStableFunc(hubs, func(a, b hub) int { return cmp.Compare(b.value, a.value) })
	return fmt.Sprintf("%s of all its exports stands under %s and other hubs", Percent(Known(sum/all)), hubs[0].name), true
}

// union looks whether both belong to a group in the year.
func (c *gapCase) union(r *gapRule) (string, bool) {
	for _, name := range r.areas {
		if g, ok := codes.GroupOf(name); ok && g.Has(c.from, c.s.year) && g.Has(c.to, c.s.year) {
			return g.Name, true
		}
	}
	return "", false
}

// lag looks whether two years together agree much better than one.
func (c *gapCase) lag(*gapRule) (string, bool) {
	n, err := strconv.Atoi(c.s.year)
	if err != nil {
		return "", false
	}
	off := math.Abs(math.Log(c.right / c.left))
	if math.IsInf(off, 0) {
		return "", false
	}
	for _, other := range []int{n - 1, n + 1} {
		y := c.side.at(strconv.Itoa(other))
		if y == nil || !y.Gap.OK() {
			continue
		}
		l, r := c.left+y.Values[c.side.Left].Value, c.right+y.Values[c.side.Right].Value
		if l > 0 && r > 0 && math.Abs(math.Log(r/l)) < off/2 {
			return fmt.Sprintf("%d and %d together differ by a factor of %s only", min(n, other), max(n, other), Ratio(Known(r/l))), true
		}
	}
	return "", false
}

// small looks whether both figures are below a bound in US dollars.
func (c *gapCase) small(r *gapRule) (string, bool) {
	usd := c.s.money.inUSD(max(c.left, c.right), c.s.year)
	return "both are below " + Amount(r.part) + " USD", usd.OK() && usd.Value < r.part
}

// hidden looks for goods that are not given by product, or stand under a code for confidential ones.
func (c *gapCase) hidden(r *gapRule) (string, bool) {
	for _, side := range []struct {
		i     int
		whole float64
		of    func(*Gap) Measure
	}{{c.side.Left, c.left, func(g *Gap) Measure { return g.Left }}, {c.side.Right, c.right, func(g *Gap) Measure { return g.Right }}} {
		var told, under float64
		for i := range c.codes {
			m := side.of(&c.codes[i])
			told += m.Value
			if prefixed(r.codes, c.codes[i].Code) {
				under += m.Value
			}
		}
		if told == 0 || side.whole <= 0 {
			continue
		}
		if part := max(under, side.whole-told+under) / side.whole; part >= r.part {
			return fmt.Sprintf("%s of what %s tells", Percent(Known(part)), c.side.Accounts[side.i].Title), true
		}
	}
	return "", false
}

// selected looks whether one side holds selected products only.
func (c *gapCase) selected(*gapRule) (string, bool) {
	for _, i := range []int{c.side.Left, c.side.Right} {
		if a := c.side.Accounts[i]; a.Only != "" {
			return a.Title + " has " + a.Only, true
		}
	}
	return "", false
}
