package trade

import (
	"cmp"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"

	"dragoman"
	"dragoman/internal/tsv"
)

// Rates are average exchange rates by currency and year, with their sources (trade/data/rates.tsv).
type Rates struct {
	perUSD map[rateKey]rate
}

type rateKey struct{ currency, year string }

type rate struct {
	value  float64 // units of the currency for one US dollar
	source string
}

// DefaultRates gives the rates built into the program.
var DefaultRates = sync.OnceValues(func() (*Rates, error) { return loadRates(data, "data/rates.tsv") })

var (
	currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)
	yearForm     = regexp.MustCompile(`^[0-9]{4}$`)
)

func loadRates(fsys fs.FS, name string) (*Rates, error) {
	r := &Rates{perUSD: map[rateKey]rate{}}
	err := tsv.Read(fsys, name, []string{"currency", "year", "per_usd", "source", "note"}, func(row *tsv.Row) error {
		k := rateKey{row.Get("currency"), row.Get("year")}
		v, err := row.Number("per_usd", 0)
		_, twice := r.perUSD[k]
		switch {
		case err != nil:
			return err
		case !currencyForm.MatchString(k.currency):
			return row.Problem("write an ISO 4217 code", "currency is %q", k.currency)
		case !yearForm.MatchString(k.year):
			return row.Problem("write four digits", "year is %q", k.year)
		case v <= 0:
			return row.Problem("write units of the currency for one US dollar", "per_usd is %q", row.Get("per_usd"))
		case twice:
			return row.Problem("keep one line", "%s %s has two lines", k.currency, k.year)
		}
		r.perUSD[k] = rate{v, row.Get("source")}
		return nil
	})
	return r, err
}

// Has says whether any year has a rate of the currency.
func (r *Rates) Has(currency string) bool {
	for k := range r.perUSD {
		if k.currency == currency {
			return true
		}
	}
	return currency == usd
}

const usd = "USD"

// Factor is what one unit of a currency was worth in another on average of a year.
func (r *Rates) Factor(from, to, year string) Measure {
	if from == to {
		return Known(1)
	}
	a, b := r.of(from, year), r.of(to, year)
	return a.with(b, func(x, y float64) Measure { return Known(y / x) })
}

func (r *Rates) of(currency, year string) Measure {
	if currency == usd {
		return Known(1)
	}
	if v, ok := r.perUSD[rateKey{currency, year}]; ok {
		return Known(v.value)
	}
	return Unavailable(fmt.Sprintf("no exchange rate of %s in %s", currency, year))
}

// Deflators are price indices by series and year, with their sources (trade/data/deflators.tsv).
type Deflators struct {
	index  map[rateKey]float64 // currency here is the series
	source map[string]string
}

// DefaultDeflators gives the indices built into the program.
var DefaultDeflators = sync.OnceValues(func() (*Deflators, error) { return loadDeflators(data, "data/deflators.tsv") })

// deflatorOf names the price index that values in a currency are brought to constant prices with.
var deflatorOf = map[string]string{usd: "usa-gdp"}

func loadDeflators(fsys fs.FS, name string) (*Deflators, error) {
	d := &Deflators{index: map[rateKey]float64{}, source: map[string]string{}}
	err := tsv.Read(fsys, name, []string{"series", "year", "index", "base", "source"}, func(row *tsv.Row) error {
		k := rateKey{row.Get("series"), row.Get("year")}
		v, err := row.Number("index", 0)
		_, twice := d.index[k]
		switch {
		case err != nil:
			return err
		case k.currency == "" || !yearForm.MatchString(k.year):
			return row.Problem("name a series and a year of four digits", "series is %q, year %q", k.currency, k.year)
		case v <= 0:
			return row.Problem("write the index", "index is %q", row.Get("index"))
		case twice:
			return row.Problem("keep one line", "%s %s has two lines", k.currency, k.year)
		}
		d.index[k] = v
		d.source[k.currency] = row.Get("source")
		return nil
	})
	return d, err
}

// Factor brings prices of a year to those of another.
func (d *Deflators) Factor(series, year, to string) Measure {
	from, ok := d.index[rateKey{series, year}]
	base, ok2 := d.index[rateKey{series, to}]
	switch {
	case !ok:
		return Unavailable(fmt.Sprintf("no price index %s for %s", series, year))
	case !ok2:
		return Unavailable(fmt.Sprintf("no price index %s for %s", series, to))
	}
	return Known(base / from)
}

// money brings values to the unit shown: the currency asked for, at the prices asked for.
type money struct {
	rates     *Rates
	deflators *Deflators
	currency  string // "" as reported, until own names it
	real      string // year of the prices; "" current
	converted map[string]bool
}

// newMoney checks what was asked for.
func newMoney(currency, real string) (*money, error) {
	rates, err := DefaultRates()
	if err != nil {
		return nil, err
	}
	deflators, err := DefaultDeflators()
	if err != nil {
		return nil, err
	}
	m := &money{rates: rates, deflators: deflators, currency: strings.ToUpper(currency), real: real, converted: map[string]bool{}}
	if m.currency != "" && !rates.Has(m.currency) {
		return nil, &dragoman.Problem{Place: "--currency", Cause: "no exchange rates of " + m.currency, Mend: "use one of " + strings.Join(rates.currencies(), " "), Usage: true}
	}
	if real != "" && !deflators.Factor(deflatorOf[usd], real, real).OK() {
		return nil, &dragoman.Problem{Place: "--real", Cause: fmt.Sprintf("there is no price index for %q", real), Mend: "write a year such as 2020", Usage: true}
	}
	return m, nil
}

func (r *Rates) currencies() []string {
	list := []string{usd}
	for k := range r.perUSD {
		if !slices.Contains(list, k.currency) {
			list = append(list, k.currency)
		}
	}
	slices.Sort(list)
	return list
}

// own takes the currency of the dataset where none was asked for. Constant prices are in US dollars unless a currency with a price index
// of its own was asked for.
func (m *money) own(currency string) {
	if m.currency == "" {
		m.currency = currency
		if m.real != "" && deflatorOf[currency] == "" {
			m.currency = usd
		}
	}
}

// unit names what values are in.
func (m *money) unit() string {
	if m.real != "" {
		return m.currency + " at prices of " + m.real
	}
	return m.currency
}

// convert brings a value of a year to the unit shown. Constant prices are reckoned in US dollars of the year, brought to the prices
// of the base year, and then at the rate of the base year to the currency.
func (m *money) convert(v float64, from, year string) Measure {
	if m.real == "" {
		f := m.rates.Factor(from, m.currency, year)
		m.converted[from] = m.converted[from] || from != m.currency
		return f.then(func(f float64) float64 { return v * f })
	}
	m.converted[from] = m.converted[from] || from != m.currency
	dollars := m.rates.Factor(from, usd, year).then(func(f float64) float64 { return v * f })
	real := dollars.with(m.deflators.Factor(deflatorOf[usd], year, m.real), func(v, f float64) Measure { return Known(v * f) })
	return real.with(m.rates.Factor(usd, m.currency, m.real), func(v, f float64) Measure { return Known(v * f) })
}

// inUSD tells a value in the unit shown in US dollars.
func (m *money) inUSD(v float64, year string) Measure {
	return m.rates.Factor(m.currency, usd, cmp.Or(m.real, year)).then(func(f float64) float64 { return v * f })
}

// notes says how values were brought to the unit shown.
func (m *money) notes() []string {
	var out []string
	var from []string
	for c, yes := range m.converted {
		if yes {
			from = append(from, c)
		}
	}
	slices.Sort(from)
	if len(from) > 0 {
		out = append(out, fmt.Sprintf("%s brought to %s at average rates of each year (ECB, World Bank and others; trade/data/rates.tsv).", strings.Join(from, ", "), m.currency))
	}
	if m.real != "" {
		out = append(out, fmt.Sprintf("Prices of %s by the US price index %s (%s), not by prices of the goods.", m.real, deflatorOf[usd], m.deflators.source[deflatorOf[usd]]))
	}
	return out
}
