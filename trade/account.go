package trade

import (
	"cmp"
	"context"
	"slices"

	"dragoman"
)

// Word says who tells a flow.
type Word string

// Who can tell a flow.
const (
	Exporter   Word = "exporter"   // its reported exports, usually FOB
	Importer   Word = "importer"   // its reported imports, usually CIF
	Reconciled Word = "reconciled" // one value made of both, FOB
)

// Valuation is how the value is reckoned by the custom of the field (IMTS 2010, chapter IV): exports free on board, imports with cost,
// insurance and freight.
func (w Word) Valuation() string {
	if w == Importer {
		return "CIF"
	}
	return "FOB"
}

// account is how one dataset tells the flow from one country to another by one word.
type account struct {
	dataset *dragoman.Dataset
	from,
	to string
	word Word
	flow series            // from -> to
	all  series            // all that the teller exported, or imported
	with map[string][]Cell // the teller's partners by period
}

// teller is the country that reported, the exporter of a reconciled flow.
func (a *account) teller() string {
	if a.word == Importer {
		return a.to
	}
	return a.from
}

// traded says whether any period has trade.
func (a *account) traded() bool {
	for _, v := range a.flow {
		if v > 0 {
			return true
		}
	}
	return false
}

// rows reads the flow between two countries in detail.
func (a *account) rows(ctx context.Context, t Table, from, to string) ([]Row, error) {
	q := RowQuery{Dataset: a.dataset.ID, From: from, To: to, Reporter: a.from, Flow: Export, Partners: []string{a.to}}
	if a.word == Importer {
		q.Reporter, q.Flow, q.Partners = a.to, Import, []string{a.from}
	}
	return t.Rows(ctx, q)
}

// book is what one dataset tells about two countries.
type book struct {
	dataset  *dragoman.Dataset
	accounts []account
	imports  map[string]account // reconciled: all imports of each country, out of what the others export to it
	selected []string           // the products that it holds, of anyone, where they are selected ones; nil when it has totals only or all
}

// fewChapters is how many chapters of the Harmonized System two countries' whole trade has at the least; a dataset that knows fewer
// was made of selected products and its sums are no totals.
const fewChapters = 10

// open reads the margins of two countries, or of one and World (b is ""); partners are cheap to read, products are read for the last
// period only.
func open(ctx context.Context, t Table, d *dragoman.Dataset, a, b, from, to string) (*book, error) {
	bk := &book{dataset: d, imports: map[string]account{}}
	for _, flow := range []Flow{Export, Import} {
		if d.Reconciled && flow == Import {
			break
		}
		margins, err := t.Margins(ctx, MarginQuery{Dataset: d.ID, From: from, To: to, Areas: areas(a, b), Flow: flow, Side: ByReporter, Partners: true})
		if err != nil {
			return nil, err
		}
		word := Exporter
		switch {
		case flow == Import:
			word = Importer
		case d.Reconciled:
			word = Reconciled
		}
		bk.take(margins, a, b, word)
		if b != "" {
			bk.take(margins, b, a, word)
		}
	}
	if d.Reconciled {
		margins, err := t.Margins(ctx, MarginQuery{Dataset: d.ID, From: from, To: to, Areas: areas(a, b), Flow: Export, Side: ByPartner, Partners: true})
		if err != nil {
			return nil, err
		}
		for _, c := range areas(a, b) {
			in := gather(margins, c, "")
			in.dataset, in.from, in.to, in.word = d, World, c, Reconciled
			bk.imports[c] = in
			if b == "" && len(in.all) > 0 {
				bk.accounts = append(bk.accounts, in)
			}
		}
	}
	if err := bk.findChapters(ctx, t, a, b); err != nil {
		return nil, err
	}
	if b != "" && !bk.partial() {
		bk.forgetUnasked()
	}
	return bk, nil
}

// forgetUnasked takes out the zeros of periods in which a teller names few partners and this one not: selected partners were asked for, and
// nothing is known of others.
func (bk *book) forgetUnasked() {
	for _, acc := range bk.accounts {
		partner := acc.to
		if partner == acc.teller() {
			partner = acc.from
		}
		for p, list := range acc.with {
			sum, n := total(list)
			if _, named := valueAt(list, partner); !named && n < fewPartners && acc.all[p] <= sum*1.001 {
				delete(acc.flow, p)
			}
		}
	}
}

func areas(a, b string) []string {
	if b == "" {
		return []string{a}
	}
	return []string{a, b}
}

// take keeps what a teller tells of a partner, where he tells anything at all.
func (bk *book) take(margins []Margin, teller, partner string, word Word) {
	acc := gather(margins, teller, partner)
	if len(acc.all) == 0 {
		return
	}
	acc.dataset, acc.word, acc.from, acc.to = bk.dataset, word, teller, cmp.Or(partner, World)
	if word == Importer {
		acc.from, acc.to = acc.to, acc.from
	}
	bk.accounts = append(bk.accounts, acc)
}

// gather reads one country's margins; without a partner the flow is all of it.
func gather(margins []Margin, teller, partner string) account {
	acc := account{flow: series{}, all: series{}, with: map[string][]Cell{}}
	for _, m := range margins {
		if m.Area != teller {
			continue
		}
		acc.all[m.Period] = m.Value
		acc.with[m.Period] = m.Partners
		c, _ := valueAt(m.Partners, partner)
		acc.flow[m.Period] = c.Value
		if partner == "" {
			acc.flow[m.Period] = m.Value
		}
	}
	return acc
}

// products is what the teller of an account traded with all in a year, by product at some digits.
func (a *account) products(ctx context.Context, t Table, year string, digits int) ([]Cell, error) {
	q := MarginQuery{Dataset: a.dataset.ID, Areas: []string{a.teller()}, Flow: Export, Side: ByReporter}
	switch {
	case a.word == Importer:
		q.Flow = Import
	case a.from == World:
		q.Areas, q.Side = []string{a.to}, ByPartner
	}
	list, err := productsOf(ctx, t, q, year)
	return coarser(list, digits), err
}

// findChapters looks whether the dataset holds selected products only.
func (bk *book) findChapters(ctx context.Context, t Table, a, b string) error {
	last := bk.last()
	if last == "" || bk.dataset.Classification == "" {
		return nil
	}
	seen := map[string]bool{}
	for _, q := range []MarginQuery{{Flow: Export, Side: ByReporter}, {Flow: Import, Side: ByReporter}, {Flow: Export, Side: ByPartner}} {
		q.Dataset, q.From, q.To, q.Areas, q.Products = bk.dataset.ID, last, last, areas(a, b), true
		margins, err := t.Margins(ctx, q)
		if err != nil {
			return err
		}
		for _, m := range margins {
			if sum, _ := total(m.Products); m.Value > sum*1.001+1 {
				return nil // it tells totals beside the products
			}
			for _, c := range m.Products {
				seen[prefix(c.Code, 2)] = true
			}
		}
		if len(seen) >= fewChapters {
			return nil
		}
	}
	if len(seen) == 0 {
		return nil
	}
	for _, flow := range []Flow{Export, Import} {
		all, err := t.Margins(ctx, MarginQuery{Dataset: bk.dataset.ID, From: last, To: last, Areas: []string{World}, Flow: flow, Side: ByPartner, Products: true})
		if err != nil {
			return err
		}
		for _, m := range all {
			for _, c := range m.Products {
				bk.selected = append(bk.selected, c.Code)
			}
		}
	}
	slices.Sort(bk.selected)
	bk.selected = slices.Compact(bk.selected)
	return nil
}

// last is the last period that any account tells of.
func (bk *book) last() string {
	var last string
	for _, acc := range bk.accounts {
		for p := range acc.all {
			last = max(last, p)
		}
	}
	return last
}

// partial says that the dataset was made of selected products.
func (bk *book) partial() bool { return len(bk.selected) > 0 }

// find gives an account of the flow; the words are tried in order.
func (bk *book) find(from, to string, words ...Word) *account {
	for _, w := range words {
		for i := range bk.accounts {
			if a := &bk.accounts[i]; a.from == from && a.to == to && a.word == w {
				return a
			}
		}
	}
	return nil
}

// traded says whether the dataset knows of trade between the two.
func (bk *book) traded() bool {
	return slices.ContainsFunc(bk.accounts, func(a account) bool { return a.traded() })
}

// openAll opens the datasets, or the one asked for, best rank first.
func openAll(ctx context.Context, t Table, only, a, b, from, to string) ([]*book, error) {
	sets, err := t.Datasets(ctx)
	if err != nil {
		return nil, err
	}
	var out []*book
	for i := range sets {
		if only != "" && sets[i].ID != only {
			continue
		}
		bk, err := open(ctx, t, &sets[i], a, b, from, to)
		if err != nil {
			return nil, err
		}
		out = append(out, bk)
	}
	if len(out) == 0 {
		return nil, noDataset(sets, only)
	}
	return out, nil
}

func noDataset(sets []dragoman.Dataset, only string) error {
	if len(sets) == 0 {
		return unknown(dragoman.Problemf("", "", "import some with dragoman trade import FILE", "the store holds no trade statistics"))
	}
	mend := "use one of:"
	for _, d := range sets {
		mend += " " + d.ID
	}
	return &dragoman.Problem{Place: "--dataset", Cause: "there is no dataset " + only, Mend: mend, Usage: true}
}
