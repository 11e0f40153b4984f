package trade

import (
	"cmp"
	"math"
	"slices"

	"dragoman/trade/codes"
)

// Sides holds every account of one direction of trade beside the others.
type Sides struct {
	From     string      `json:"from"`
	To       string      `json:"to"`
	Accounts []Account   `json:"accounts"` // columns: exporters' words first, then importers', then reconciled
	Left     int         `json:"left"`     // index of the account that the gap is measured from, the exporter's word; -1 none
	Right    int         `json:"right"`    // index of the one it is measured to
	Years    []SidesYear `json:"years"`
	Year     string      `json:"year"`               // that products and reasons are about
	Products []Gap       `json:"products"`           // which products make up the gap, largest first
	Compared string      `json:"compared,omitempty"` // how products of two classifications are set side by side
	Without  string      `json:"without,omitempty"`
	Reasons  []Reason    `json:"reasons"` // most telling first
}

// Account is one account of a flow: a dataset and whose word it is.
type Account struct {
	Dataset   string `json:"dataset"`
	Title     string `json:"title"`
	Word      Word   `json:"word"`
	Reporter  string `json:"reporter"`       // country code; "" for reconciled figures
	Valuation string `json:"valuation"`      // "FOB" or "CIF"
	Only      string `json:"only,omitempty"` // "product 2709" where the dataset has selected products
	of        *account
	book      *book
}

// SidesYear is what each account tells of a year.
type SidesYear struct {
	Period string    `json:"period"`
	Months string    `json:"months,omitempty"` // which ones all accounts have, when it is not a whole year
	Values []Measure `json:"values"`           // beside Accounts
	Gap    Measure   `json:"gap"`              // right less left
	Ratio  Measure   `json:"ratio"`            // right over left
}

// Gap is what one product has in a gap.
type Gap struct {
	Code  string  `json:"code"`
	Name  string  `json:"name"`
	Left  Measure `json:"left"`
	Right Measure `json:"right"`
	Gap   Measure `json:"gap"`
	Share Measure `json:"share"` // of the whole gap; unavailable where products do not tell all of it
}

// Other is the account of all goods that the gap is measured to or from and that is not the word of the flow; -1 when there is none.
func (s *Sides) Other(f *Flows) int {
	for _, i := range []int{s.Right, s.Left} {
		if i >= 0 && s.Accounts[i].Word != f.Word && s.Accounts[i].Only == "" {
			return i
		}
	}
	return -1
}

// sides fills both directions.
func (s *shower) sides(p *Pair) error {
	years := s.andLater(p)
	for i, f := range []*Flows{&p.Exports, &p.Imports} {
		side, err := s.side(f.From, f.To, years)
		if err != nil {
			return err
		}
		p.Sides[i] = *side
	}
	return nil
}

// andLater lists the years shown and those after them that other datasets tell of: the news of one side must not wait for the other.
func (s *shower) andLater(p *Pair) []Year {
	last := p.To
	for _, bk := range s.books {
		for i := range bk.accounts {
			a := &bk.accounts[i]
			for period, v := range a.flow {
				if y := yearOf(period); v > 0 && (s.o.To == "" || y <= s.o.To) {
					last = max(last, y)
				}
			}
		}
	}
	years := slices.Clone(p.Years)
	for _, y := range span(p.To, last) {
		if y > p.To {
			years = append(years, Year{Period: y})
		}
	}
	return years
}

// side sets all accounts of a flow beside each other.
func (s *shower) side(from, to string, years []Year) (*Sides, error) {
	out := &Sides{From: from, To: to, Accounts: s.accounts(from, to, years), Left: -1, Right: -1, Year: s.year, Products: []Gap{}, Reasons: []Reason{}}
	out.pick()
	for _, y := range years {
		out.Years = append(out.Years, s.sidesYear(out, y.Period))
	}
	if out.Left < 0 || out.Right < 0 {
		out.Without = out.lone()
		return out, nil
	}
	if err := s.gaps(out); err != nil {
		return nil, err
	}
	return out, s.reasons(out)
}

// accounts lists who tells of the flow in any of the years, by word, then by rank of the dataset.
func (s *shower) accounts(from, to string, years []Year) []Account {
	out := []Account{}
	for _, w := range []Word{Exporter, Importer, Reconciled} {
		for _, bk := range s.books {
			a := bk.find(from, to, w)
			if a == nil || bk.partial() && !a.traded() || !slices.ContainsFunc(years, func(y Year) bool { return a.flow.covered(y.Period) != 0 }) {
				continue
			}
			acc := Account{Dataset: bk.dataset.ID, Title: cite(bk.dataset), Word: w, Valuation: w.Valuation(), of: a, book: bk}
			if w != Reconciled {
				acc.Reporter = a.teller()
			}
			if bk.partial() {
				acc.Only = bk.goods()
			}
			out = append(out, acc)
		}
	}
	return out
}

// pick chooses the two accounts that the gap is measured between: the exporter's word and the importer's, reconciled figures standing
// in for one of them, never for both; those that have the year before others, all trade before selected products.
func (s *Sides) pick() {
	if s.Left = s.first(Exporter); s.Left < 0 {
		s.Left = s.first(Reconciled)
		s.Right = s.first(Importer)
		return
	}
	s.Right = s.first(Importer, Reconciled)
}

// first finds the best account by one of the words; -1 for none.
func (s *Sides) first(words ...Word) int {
	best, points := -1, 0
	for i, a := range s.Accounts {
		at := slices.Index(words, a.Word)
		if at < 0 {
			continue
		}
		n := 1
		if a.of.flow.covered(s.Year) != 0 {
			n += 8
		}
		if a.Only == "" {
			n += 4
		}
		if n += len(words) - 1 - at; n > points {
			best, points = i, n
		}
	}
	return best
}

// lone says why there is no gap.
func (s *Sides) lone() string {
	if len(s.Accounts) == 0 {
		return "no side tells of this flow"
	}
	if !slices.ContainsFunc(s.Accounts, func(a Account) bool { return a.Word != Reconciled }) {
		return "there is one figure for both sides"
	}
	return "only one side's figures are there"
}

// sidesYear values a year by every account, over the months that the two to compare have in common.
func (s *shower) sidesYear(side *Sides, year string) SidesYear {
	common := wholeYear
	for _, i := range []int{side.Left, side.Right} {
		if i >= 0 {
			if c := side.Accounts[i].of.flow.covered(year); c != 0 {
				common &= c
			}
		}
	}
	y := SidesYear{Period: year, Months: common.String(), Values: make([]Measure, len(side.Accounts))}
	differ := false
	for i := range side.Accounts {
		a := &side.Accounts[i]
		in := a.of.flow.covered(year)
		if _, ok := a.of.flow.sum(year, common); ok {
			in = common
		}
		differ = differ || in != 0 && in != common && (i == side.Left || i == side.Right)
		y.Values[i] = s.told(a, year, in)
	}
	y.Gap, y.Ratio = side.gap(y.Values)
	if differ {
		y.Months = ""
		y.Gap = Unavailable("the two do not cover the same months")
		y.Ratio = y.Gap
	}
	return y
}

// told values an account over some months of a year.
func (s *shower) told(a *Account, year string, in months) Measure {
	v, ok := a.of.flow.sum(year, in)
	if !ok {
		return Unavailable("no figures for " + year)
	}
	return s.money.convert(v, a.book.dataset.Currency, year)
}

// gap compares the two accounts chosen. Selected products are a least value: only where they are more than all trade of the other
// side is there a gap to tell.
func (s *Sides) gap(values []Measure) (gap, ratio Measure) {
	if s.Left < 0 || s.Right < 0 {
		none := Unavailable(s.lone())
		return none, none
	}
	l, r := values[s.Left], values[s.Right]
	if l.OK() && r.OK() {
		left, right := s.Accounts[s.Left].Only, s.Accounts[s.Right].Only
		if right != "" && left == "" && r.Value <= l.Value || left != "" && right == "" && l.Value <= r.Value {
			none := Unavailable("one side is " + cmp.Or(left, right) + " only")
			return none, none
		}
	}
	gap = l.with(r, func(a, b float64) Measure { return Known(b - a) })
	ratio = l.with(r, func(a, b float64) Measure {
		if a <= 0 {
			return Unavailable("the exporter tells of none")
		}
		return Known(b / a)
	})
	return gap, ratio
}

// gaps lists the products that make up the gap of the headline year.
func (s *shower) gaps(side *Sides) error {
	l, r := &side.Accounts[side.Left], &side.Accounts[side.Right]
	digits := s.o.Digits
	if a, b := l.book.dataset.Classification, r.book.dataset.Classification; a != b && a != "" && b != "" {
		most, note := codes.Comparable(a, b)
		digits, side.Compared = min(digits, most), note
	}
	if digits == 0 {
		side.Without = side.Compared
		return nil
	}
	left, err := s.toldGoods(l, digits)
	if err != nil {
		return err
	}
	right, err := s.toldGoods(r, digits)
	if err != nil {
		return err
	}
	y := side.at(s.year)
	whole := Unavailable("no gap")
	if y != nil {
		whole = y.Gap
	}
	if left == nil && right == nil {
		side.Without = "neither side tells products"
		return nil
	}
	side.Products = gapsOf(left, right, whole)
	scheme := cmp.Or(r.book.dataset.Classification, l.book.dataset.Classification)
	for i := range side.Products {
		side.Products[i].Name = ProductName(scheme, side.Products[i].Code)
	}
	if top := s.o.Top; top >= 0 && len(side.Products) > top {
		side.Products = side.Products[:top]
	}
	return nil
}

func (s *Sides) at(year string) *SidesYear {
	for i := range s.Years {
		if s.Years[i].Period == year {
			return &s.Years[i]
		}
	}
	return nil
}

// toldGoods is what an account's flow of the headline year is made of, by product at some digits, in the unit shown; nil where it has
// totals only.
func (s *shower) toldGoods(a *Account, digits int) ([]Cell, error) {
	if a.book.dataset.Classification == "" {
		return nil, nil
	}
	rows, err := a.of.rows(s.ctx, s.t, s.year, s.year)
	if err != nil {
		return nil, err
	}
	list := goods(rows, periodsOf(a.of.all, s.year, s.months), digits)
	rate := s.money.convert(1, a.book.dataset.Currency, s.year)
	if !rate.OK() {
		return nil, nil
	}
	for i := range list {
		list[i].Value *= rate.Value
	}
	return list, nil
}

// gapsOf compares two lists of products; a list that is nil tells none.
func gapsOf(left, right []Cell, whole Measure) []Gap {
	out := []Gap{}
	totals := Unavailable("this side has totals only")
	each(left, right, func(code string, l, r float64) {
		g := Gap{Code: code, Left: Known(l), Right: Known(r)}
		switch {
		case left == nil:
			g.Left = totals
		case right == nil:
			g.Right = totals
		}
		g.Gap = g.Left.with(g.Right, func(a, b float64) Measure { return Known(b - a) })
		g.Share = g.Gap.with(whole, func(part, all float64) Measure {
			if all == 0 {
				return Unavailable("there is no gap")
			}
			return Known(part / all)
		})
		out = append(out, g)
	})
	slices.SortStableFunc(out, func(a, b Gap) int { return cmp.Compare(b.size(), a.size()) })
	return out
}

func (g *Gap) size() float64 {
	if g.Gap.OK() {
		return math.Abs(g.Gap.Value)
	}
	return max(g.Left.Value, g.Right.Value)
}
