package trade

// Party is a country or area by code and name.
type Party struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// Source is a dataset as it is cited.
type Source struct {
	ID             string `json:"id"`
	Title          string `json:"title"`
	Vintage        string `json:"vintage"`
	Classification string `json:"classification"` // "" when it has totals only
	Currency       string `json:"currency"`       // of the values as reported
	Reconciled     bool   `json:"reconciled"`
	URL            string `json:"url,omitempty"`
	Note           string `json:"note,omitempty"`
}

// Choice is a dataset that was looked at, and what came of it.
type Choice struct {
	Source
	Answers bool   `json:"answers"`
	Why     string `json:"why"` // "first by rank", "selected products only: product 2709", "nothing about the two"
}

// Pair is what flows between two countries, seen from A. It holds everything that a page draws. Values are in Unit.
type Pair struct {
	A    Party  `json:"a"`
	B    Party  `json:"b"`
	Unit string `json:"unit"` // "USD", "EUR", "USD at prices of 2020"
	AsOf string `json:"as_of"`
	From string `json:"from"` // first year shown
	To   string `json:"to"`   // last year shown

	Datasets []Choice `json:"datasets"` // best rank first
	Answers  Source   `json:"answers"`  // the one that the series and the structure come from

	Only       string `json:"only,omitempty"` // "product 2709": the answering dataset has selected products, sums are not all trade
	Year       string `json:"year"`           // of headline and structure: the last that is whole, or the one asked for
	Head       Year   `json:"headline"`
	Since      Since  `json:"since"`
	Years      []Year `json:"years"`
	Months     []Year `json:"months"`                // where the dataset is monthly
	Detail     Source `json:"detail"`                // that products and the indices of them come from
	DetailYear string `json:"detail_year"`           // of these
	DetailOnly string `json:"detail_only,omitempty"` // "product 2709" where it has selected products

	Exports Flows    `json:"exports"` // A -> B
	Imports Flows    `json:"imports"` // B -> A
	Indices []Index  `json:"indices"`
	Sides   [2]Sides `json:"sides"` // both sides of A -> B and of B -> A

	Claims []Comparison `json:"claims,omitempty"` // set by who asks, with Compare
	Notes  []string     `json:"notes"`            // what to know before citing it
}

// Year is the trade of a year or month.
type Year struct {
	Period   string  `json:"period"`
	Months   string  `json:"months,omitempty"` // which ones, when it is not a whole year: "Jan-Aug"
	Turnover Measure `json:"turnover"`
	Exports  Measure `json:"exports"`
	Imports  Measure `json:"imports"`
	Balance  Measure `json:"balance"`
	Growth   Growths `json:"growth"`
}

// Growths compares with the year before, or with the same months of it.
type Growths struct {
	Turnover Measure `json:"turnover"`
	Exports  Measure `json:"exports"`
	Imports  Measure `json:"imports"`
}

// Since is how trade grew a year on average from the first whole year that tells as much to the headline year.
type Since struct {
	Year     string  `json:"year"`
	Turnover Measure `json:"turnover"`
	Exports  Measure `json:"exports"`
	Imports  Measure `json:"imports"`
}

// Flows is one direction of trade in the headline year.
type Flows struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Word     Word   `json:"word"` // whose figures the series and the products are
	Reporter string `json:"reporter"`

	OfExports     Measure `json:"of_exports"` // share in all exports of From
	AmongMarkets  Rank    `json:"among_markets"`
	OfImports     Measure `json:"of_imports"` // share in all imports of To
	AmongSources  Rank    `json:"among_sources"`
	Contribution  Measure `json:"contribution"` // to the growth of all exports of From
	Concentration Measure `json:"concentration"`
	Intensity     Measure `json:"intensity"`
	Fit           Measure `json:"complementarity"` // of From's exports to To's imports

	Products []Product `json:"products"` // largest first
	Others   int       `json:"others"`   // products not listed
	Rest     Measure   `json:"rest"`     // their value
	Known    Measure   `json:"known"`    // sum over all products, which can be less than the flow
	Missing  string    `json:"missing,omitempty"`
}

// Product is a product of a flow in the headline year.
type Product struct {
	Code         string  `json:"code"`
	Name         string  `json:"name"`
	Value        Measure `json:"value"`
	Share        Measure `json:"share"`
	Growth       Measure `json:"growth"`
	Contribution Measure `json:"contribution"` // to the growth of the flow
	RCA          Measure `json:"rca"`          // of From in the world
	SymmetricRCA Measure `json:"symmetric_rca"`
	OfWorld      Measure `json:"of_world"` // From's share in world exports of the product
	UnitValue    Measure `json:"unit_value"`
	PerBarrel    Measure `json:"per_barrel"` // crude oil only
}

// Index is an index of the two countries' trade.
type Index struct {
	Name  string  `json:"name"`
	Value Measure `json:"value"`
	Means string  `json:"means"` // how to read it
}

// Label is the period in words: "2024", "2024 (Jan-Aug, not the whole year)".
func (y *Year) Label() string {
	if y.Months != "" {
		return y.Period + " (" + y.Months + ", not the whole year)"
	}
	return y.Period
}

// Flows are both directions, exports of A first.
func (p *Pair) Flows() []*Flows { return []*Flows{&p.Exports, &p.Imports} }
