package corridor

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"dragoman"
	"dragoman/corridor/multi"
)

// Assumptions are what the model takes for granted beyond the data, in the commodity's unit of cost.
type Assumptions struct {
	Switch float64 `json:"switch"` // what a buyer loses on a tonne of an origin beyond what it is known to buy of it; twice that where it buys none
	Beyond float64 `json:"beyond"` // what a tonne costs more on a link beyond what it was last seen to carry: contracts, quotas, pumps
	Keep   float64 `json:"keep"`   // what a tonne saves within that: contracts that must be paid in any case; at most what the link costs
	Swing  float64 `json:"swing"`  // what a tonne costs more that a basin sells into this network beyond what it did sell
	Unmet  float64 `json:"unmet"`  // for each tonne of a demand that is not met: more than any way costs
	Stuck  float64 `json:"stuck"`  // for each tonne that a field cannot send off
}

// Assume gives the assumptions that the calibration of docs/corridors.md was made with. A tonne of crude was worth some 500 USD in the years that
// the data cover; 10 USD a tonne is 1.4 USD a barrel, about what grades of like quality differ by.
func Assume(commodity string) Assumptions {
	switch UnitOf(commodity).Cost {
	case "USD/1000m3":
		return Assumptions{Switch: 10, Beyond: 30, Keep: 20, Swing: 20, Unmet: 600, Stuck: 200}
	case "USD/TEU":
		return Assumptions{Switch: 100, Beyond: 100, Swing: 100, Unmet: 20000, Stuck: 20000}
	}
	return Assumptions{Switch: 20, Beyond: 20, Keep: 5, Swing: 3, Unmet: 500, Stuck: 500}
}

// model is the flow problem of a view, and what its parts stand for.
//
// An origin (a country whose fields give, or a basin) is a commodity; importers' bans split it into classes that may not use the sea, or pipes.
// Every place that asks is an arc into its importer (a country, or a node that stands for several) with its demand as capacity. From the
// importer's node to its sink run gates: one for each origin that it is known to buy, as wide as its share, and one for the rest at the
// cost of switching.
type model struct {
	v       *View
	assume  Assumptions
	net     *multi.Network
	arcs    []arc
	sources []source
	sinks   []string // importers
	kinds   []kind   // commodities
	in, out map[string]int
	intake  map[string]int // node id -> arc of its demand
	through map[string]int // node id -> arc of its throughput
	forward []pair         // by line: arcs along it
	reverse []pair         // by line: arcs against it
	demand  map[string]Value
}

// kind is a commodity: an origin, and the modes that its class may not use.
type kind struct {
	origin string
	ban    ban
}

type ban uint8

const (
	noSea ban = 1 << iota
	noPipe
	noWay = ban(0xff)
)

// pair is the two arcs of a line in one direction, -1 where there is none: up to what it was last seen to carry, and beyond.
type pair struct{ usual, beyond int }

var noArcs = pair{-1, -1}

type arcSort uint8

const (
	onLine arcSort = iota // a line, forward or reverse
	onNode                // throughput of a node
	onDemand
	onGate
	onSupply
)

type arc struct {
	sort    arcSort
	line    int
	node    string
	against bool
	extra   float64 // of its cost, what is no transport
}

type source struct {
	node   string
	origin string
	amount float64
	swing  bool
	must   bool
}

// newModel builds the problem of a view. sanctions are bans beyond the data's.
func newModel(v *View, a Assumptions, sanctions []Change) *model {
	m := &model{v: v, assume: a, net: &multi.Network{}, in: map[string]int{}, out: map[string]int{}, intake: map[string]int{}, through: map[string]int{},
		demand: map[string]Value{}}
	m.places()
	m.lines()
	m.demands()
	m.offers(sanctions)
	m.gates(sanctions)
	m.net.Commodities = max(1, len(m.kinds))
	m.bar()
	return m
}

func (m *model) newNode() int {
	m.net.Nodes++
	return m.net.Nodes - 1
}

func (m *model) add(from, to int, capacity, cost float64, a arc) int {
	m.net.Arcs = append(m.net.Arcs, multi.Arc{From: from, To: to, Capacity: capacity, Cost: cost + a.extra})
	m.arcs = append(m.arcs, a)
	return len(m.arcs) - 1
}

// places makes the nodes; where a capacity is known that is a throughput, a node is two with an arc between.
func (m *model) places() {
	for i := range m.v.Net.Nodes {
		p := &m.v.Net.Nodes[i]
		if _, twice := m.in[p.ID]; twice {
			continue
		}
		m.in[p.ID] = m.newNode()
		m.out[p.ID] = m.in[p.ID]
		if slices.Contains([]string{"refinery", "basin", "field", "market"}, p.Kind) {
			continue
		}
		if c := m.v.Value(p.ID, "capacity", UnitOf(m.v.Commodity).Volume); c.Known {
			m.out[p.ID] = m.newNode()
			m.through[p.ID] = m.add(m.in[p.ID], m.out[p.ID], c.Value, 0, arc{sort: onNode, node: p.ID})
		}
	}
}

func (m *model) lines() {
	for i := range m.v.lines {
		l := &m.v.lines[i]
		m.forward, m.reverse = append(m.forward, noArcs), append(m.reverse, noArcs)
		from, ok := m.out[l.From]
		to, ok2 := m.in[l.To]
		if !ok || !ok2 || l.From == l.To {
			continue
		}
		first := arc{sort: onLine, line: i}
		usual, seen := m.v.usual(l)
		if seen {
			first.extra = -min(l.cost.Value, m.assume.Keep)
		}
		m.forward[i].usual = m.add(from, to, l.limit(), l.cost.Value, first)
		if seen && m.assume.Beyond > 0 {
			first.extra = m.assume.Beyond
			m.forward[i].beyond = m.add(from, to, 0, l.cost.Value, first)
			m.split(m.forward[i], l.limit(), usual, m.setCapacity)
		}
		if l.Both {
			m.reverse[i].usual = m.add(m.out[l.To], m.in[l.From], l.limit(), l.cost.Value, arc{sort: onLine, line: i, against: true})
		}
	}
}

func (m *model) setCapacity(a int, capacity float64) { m.net.Arcs[a].Capacity = capacity }

// split shares the capacity of a line out to its two arcs.
func (m *model) split(p pair, total, usual float64, set func(a int, capacity float64)) {
	if p.beyond < 0 {
		set(p.usual, total)
		return
	}
	set(p.usual, min(total, usual))
	set(p.beyond, max(0, total-min(total, usual)))
}

// usual is what a link was last seen to carry, in the view's year or the two before. Straits are left out: what is counted there is oil of all kinds.
func (v *View) usual(l *line) (float64, bool) {
	if l.Mode == "strait" {
		return 0, false
	}
	f := v.Value(l.ID, "flow", UnitOf(v.Commodity).Volume)
	return f.Value, f.Known && f.Figure.Year != 0 && f.Figure.Year <= v.Year && f.Figure.Year >= v.Year-2
}

// importerOf is who buys at a node: its country, or the node itself where it stands for several.
func (n *Network) importerOf(p *Node) string {
	if p.Kind == "basin" || p.Country == "" {
		return p.ID
	}
	return p.Country
}

// originOf is under whose name a node sends: its country, or the node itself where it stands for several.
func originOf(p *Node) string { return cmp.Or(p.Country, p.ID) }

// stated gives the nodes whose supply (or demand) is known, in the order of the files, with what it is a year.
func (v *View) stated(quantity string) iter.Seq2[*Node, Value] {
	return func(yield func(*Node, Value) bool) {
		for i := range v.Net.Nodes {
			p := &v.Net.Nodes[i]
			x := v.Value(p.ID, quantity, UnitOf(v.Commodity).Volume)
			if x.Known && v.Net.node[p.ID] == i && !yield(p, x) {
				return
			}
		}
	}
}

// Pair says which of two countries gives the commodity and which takes it; false where neither could send the other any. It is told
// by the figures alone, nothing is solved for it.
func (v *View) Pair(a, b string) (from, to string, ok bool) {
	switch {
	case v.gives(a) && v.takes(b):
		return a, b, true
	case v.gives(b) && v.takes(a):
		return b, a, true
	}
	return "", "", false
}

func (v *View) gives(country string) bool {
	for p, x := range v.stated("supply") {
		if originOf(p) == country && x.Value > 0 {
			return true
		}
	}
	return false
}

func (v *View) takes(importer string) bool {
	for p, x := range v.stated("demand") {
		if v.Net.importerOf(p) == importer && x.Value > 0 {
			return true
		}
	}
	return false
}

func (m *model) demands() {
	hubs := map[string]int{}
	for p, d := range m.v.stated("demand") {
		m.demand[p.ID] = d
		who := m.v.Net.importerOf(p)
		if _, ok := hubs[who]; !ok {
			hubs[who] = len(m.sinks)
			m.sinks = append(m.sinks, who)
			m.net.Sinks = append(m.net.Sinks, multi.Sink{Node: m.newNode(), Penalty: m.assume.Unmet})
			m.newNode() // the hub, before the sink's node in the way of the goods
		}
		s := hubs[who]
		m.net.Sinks[s].Amount += d.Value
		m.intake[p.ID] = m.add(m.out[p.ID], m.net.Sinks[s].Node+1, d.Value, 0, arc{sort: onDemand, node: p.ID})
	}
}

// offers makes the sources: what fields give must flow; basins give up to what they sold, and more at the cost of swing.
func (m *model) offers(sanctions []Change) {
	var list []source
	for p, s := range m.v.stated("supply") {
		origin := originOf(p)
		list = append(list, source{node: p.ID, origin: origin, amount: s.Value, must: p.Kind != "basin"})
		if c := m.v.Value(p.ID, "capacity", UnitOf(m.v.Commodity).Volume); c.Known && c.Value > s.Value && (p.Kind == "basin" || p.Kind == "field") {
			list = append(list, source{node: p.ID, origin: origin, amount: c.Value - s.Value, swing: true})
		}
	}
	for _, s := range list {
		m.offer(s, sanctions)
	}
}

// offer makes a source for each class of its origin; they share an arc as wide as what there is.
func (m *model) offer(s source, sanctions []Change) {
	from := m.newNode()
	extra := 0.0
	if s.swing {
		extra = m.assume.Swing
	}
	m.add(from, m.in[s.node], s.amount, 0, arc{sort: onSupply, node: s.node, extra: extra})
	penalty := 0.0
	if s.must {
		penalty = m.assume.Stuck
	}
	for _, b := range m.classes(s.origin, sanctions) {
		k := kind{s.origin, b}
		at := slices.Index(m.kinds, k)
		if at < 0 {
			at = len(m.kinds)
			m.kinds = append(m.kinds, k)
		}
		m.net.Sources = append(m.net.Sources, multi.Source{Node: from, Commodity: at, Amount: s.amount, Penalty: penalty})
		m.sources = append(m.sources, s)
	}
}

// classes lists the bans that importers lay on an origin, each once; at least the class without bans.
func (m *model) classes(origin string, sanctions []Change) []ban {
	out := []ban{0}
	for _, who := range m.sinks {
		if b := m.v.banOf(origin, who, sanctions); b != noWay && !slices.Contains(out, b) {
			out = append(out, b)
		}
	}
	slices.Sort(out)
	return out
}

// banOf is how an importer may not take an origin's goods in the view's time: by bans in force for more than half of it.
func (v *View) banOf(origin, importer string, sanctions []Change) ban {
	var b ban
	for _, s := range sanctions {
		if s.Target == origin && importer != origin && (len(s.By) == 0 || slices.Contains(s.By, importer)) {
			return noWay
		}
	}
	members := v.membersOf(importer)
	for i := range v.Net.Embargoes {
		e := &v.Net.Embargoes[i]
		if e.Commodity != v.Commodity || v.inForce(e) <= 0.5 {
			continue
		}
		if len(e.Origins) > 0 && !slices.Contains(e.Origins, origin) || importer == origin {
			continue
		}
		if !slices.ContainsFunc(members, func(c string) bool { return slices.Contains(e.Importers, c) }) {
			continue
		}
		switch e.Mode {
		case "sea":
			b |= noSea
		case "pipeline":
			b |= noPipe
		default:
			return noWay
		}
	}
	if b == noSea|noPipe {
		return noWay
	}
	return b
}

// membersOf are the countries that an importer stands for; a node at sea stands for its own.
func (v *View) membersOf(importer string) []string {
	if p := v.Net.Node(importer); p != nil {
		return []string{p.Country}
	}
	return []string{importer}
}

// inForce is the share of the view's days on which a ban holds.
func (v *View) inForce(e *Embargo) float64 {
	from, to := v.span.Start, v.span.End
	if e.From != "" {
		from = max(from, firstDay(e.From))
	}
	if e.To != "" {
		to = min(to, lastDay(e.To))
	}
	if from > to {
		return 0
	}
	return (parseDay(to).Sub(parseDay(from)).Hours()/24 + 1) / v.days
}

// gates makes the arcs from importers to their sinks.
func (m *model) gates(sanctions []Change) {
	for s, who := range m.sinks {
		hub, sink := m.net.Sinks[s].Node+1, m.net.Sinks[s].Node
		barred := multi.Set(0)
		for k, kd := range m.kinds {
			if m.v.banOf(kd.origin, who, sanctions) != kd.ban {
				barred |= multi.SetOf(k)
			}
		}
		shares := m.v.boughtBy(who)
		known := func(origin string) bool {
			return origin == who || slices.ContainsFunc(shares, func(t Trade) bool { return t.Origin == origin })
		}
		open := func(capacity, extra float64, origin string) {
			a := m.add(hub, sink, capacity, 0, arc{sort: onGate, node: who, extra: extra})
			set := barred
			for k, kd := range m.kinds {
				if !opens(origin, kd.origin, known(kd.origin)) {
					set |= multi.SetOf(k)
				}
			}
			m.net.Arcs[a].Barred = set
		}
		if len(shares) == 0 {
			open(math.Inf(1), 0, "")
			continue
		}
		wanted := max(0, m.net.Sinks[s].Amount-m.homeSupply(who))
		for _, t := range shares {
			open(t.Value*wanted, 0, t.Origin)
		}
		open(math.Inf(1), 0, who)
		open(math.Inf(1), m.assume.Switch, "known")
		open(math.Inf(1), 2*m.assume.Switch, "*")
	}
}

// opens says whether a gate lets an origin pass: "" lets every one, "known" those that the importer buys, "*" those that it does not.
func opens(gate, origin string, known bool) bool {
	switch gate {
	case "":
		return true
	case "known":
		return known
	case "*":
		return !known
	}
	return gate == origin
}

// homeSupply is what the importer's own country gives.
func (m *model) homeSupply(who string) float64 {
	sum := 0.0
	seen := map[string]bool{}
	for _, s := range m.sources {
		if s.origin == who && !s.swing && !seen[s.node] {
			seen[s.node] = true
			sum += s.amount
		}
	}
	return sum
}

// boughtBy gives the shares of the origins in what an importer bought, in the latest year that is not after the view's, else the first one later;
// sorted by origin. The values of the rows are shares of 1.
func (v *View) boughtBy(importer string) []Trade {
	best := 0
	for _, t := range v.Net.Trades {
		if t.Importer != importer || t.Commodity != v.Commodity {
			continue
		}
		if best == 0 || t.Year <= v.Year && (t.Year > best || best > v.Year) || t.Year > v.Year && best > v.Year && t.Year < best {
			best = t.Year
		}
	}
	var out []Trade
	sum := 0.0
	for _, t := range v.Net.Trades {
		if t.Importer == importer && t.Commodity == v.Commodity && t.Year == best && best != 0 {
			out = append(out, t)
			sum += t.Value
		}
	}
	if sum == 0 {
		return nil
	}
	for i := range out {
		out[i].Value /= sum
	}
	slices.SortFunc(out, func(a, b Trade) int { return cmp.Compare(a.Origin, b.Origin) })
	return out
}

// bar closes the arcs of the modes that a class may not use.
func (m *model) bar() {
	var atSea, inPipe multi.Set
	for k, kd := range m.kinds {
		if kd.ban&noSea != 0 {
			atSea |= multi.SetOf(k)
		}
		if kd.ban&noPipe != 0 {
			inPipe |= multi.SetOf(k)
		}
	}
	for i, a := range m.arcs {
		if a.sort != onLine {
			continue
		}
		switch m.v.lines[a.line].Mode {
		case "sea", "strait", "ferry":
			m.net.Arcs[i].Barred |= atSea
		case "pipeline":
			m.net.Arcs[i].Barred |= inPipe
		}
	}
}

// lastDay is the last day that a coarse date means.
func lastDay(date string) string {
	if d, err := dragoman.ParseDate(date); err == nil {
		return d.End
	}
	return date
}
