package lexicon

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"dragoman/internal/tsv"
)

// Unit is what a quantity is measured in.
type Unit struct {
	Unit      string  // symbol of the unit that values are kept in: "t", "bbl", "m3", "%"
	Dimension string  // "mass", "volume", "energy", ...
	Factor    float64 // what one of the named unit is in Unit
	Per       string  // the period it is counted over where the name says so: "day" for "bpd"
}

// scaleDimension marks rows of units.tsv that name powers of ten.
const scaleDimension = "scale"

func (n *Names) loadUnits(fsys fs.FS) error {
	n.units, n.scales = map[string]Unit{}, newSieved[float64]()
	seen := map[string]int{}
	return tsv.Read(fsys, "units.tsv", []string{"unit", "names", "dimension", "factor", "per"}, func(r *tsv.Row) error {
		factor, err := strconv.ParseFloat(r.Get("factor"), 64)
		if err != nil || !(factor > 0) || factor > 1e30 {
			return r.Problem("write a number above 0", "factor %q is none", r.Get("factor"))
		}
		u := Unit{Unit: r.Get("unit"), Dimension: r.Get("dimension"), Factor: factor, Per: r.Get("per")}
		for _, name := range r.List("names") {
			if err := unique(seen, r, name); err != nil {
				return err
			}
			if u.Dimension == scaleDimension {
				n.scales.set(strings.ToLower(name), factor)
			} else {
				n.units[name] = u
				n.measure(name)
			}
		}
		return nil
	})
}

// Unit finds a unit by any of its names, as written or in lower case.
func (n *Names) Unit(name string) (Unit, bool) {
	u, ok := n.units[name]
	if !ok {
		u, ok = n.units[strings.ToLower(name)]
	}
	return u, ok
}

// Scale is the factor that a word stands for ("million", "bn", in lower case), 0 when it is none.
func (n *Names) Scale(word string) float64 {
	factor, _ := n.scales.get(word)
	return factor
}

// measure notes how many words the name of a unit or currency has.
func (n *Names) measure(name string) {
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	if n.measures == nil {
		n.measures = newSieved[int]()
	}
	longest, _ := n.measures.get(first)
	n.measures.set(first, max(longest, strings.Count(name, " ")+1))
}

// Measures is the number of words of the longest name of a unit or currency that begins with the word (lower case), 0 for none.
func (n *Names) Measures(first string) int {
	words, _ := n.measures.get(first)
	return words
}

// issuer is one of the currencies that share a name, with the countries that issue it.
type issuer struct {
	code      string
	countries []string
}

func (n *Names) loadCurrencies(fsys fs.FS) error {
	n.currencies = map[string][]issuer{}
	seen := map[string]int{}
	return tsv.Read(fsys, "currencies.tsv", []string{"code", "names", "symbols", "country"}, func(r *tsv.Row) error {
		code := r.Get("code")
		if len(code) != 3 || code != strings.ToUpper(code) {
			return r.Problem("write an ISO 4217 code", "%q is no currency code", code)
		}
		if err := unique(seen, r, code); err != nil {
			return err
		}
		who := issuer{code, r.List("country")}
		for _, c := range who.countries {
			if err := n.checkCountry(r, c, false); err != nil {
				return err
			}
		}
		words := append(r.List("symbols"), code)
		for _, name := range r.List("names") {
			words = append(words, strings.ToLower(name))
		}
		slices.Sort(words)
		for _, w := range slices.Compact(words) {
			n.currencies[w] = append(n.currencies[w], who)
			n.measure(w)
		}
		return nil
	})
}

// Currency is the ISO 4217 code of a currency by code, sign or name, "" when it is none. A name that several currencies share
// ("dinars") is that of the first of the countries that issues one of them, else the commonest.
func (n *Names) Currency(s string, countries ...string) string {
	all, ok := n.currencies[s]
	if !ok {
		all = n.currencies[strings.ToLower(s)]
	}
	for _, country := range countries {
		for i := range all {
			if slices.Contains(all[i].countries, country) {
				return all[i].code
			}
		}
	}
	if len(all) == 0 {
		return ""
	}
	return all[0].code
}
