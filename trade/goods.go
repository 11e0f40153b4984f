package trade

import (
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dragoman/internal/tsv"
)

// Good is what newspapers call a product, with the codes that hold it (trade/data/commodities.tsv).
type Good struct {
	Name  string             `json:"name"`
	Codes []string           `json:"codes"` // prefixes, Harmonized System
	Tonne map[string]float64 `json:"-"`     // units in a tonne by unit ("bbl"), for goods not counted by mass
}

// goodsTable finds goods by their words.
type goodsTable struct {
	byWords map[string]*Good
	longest int // words in the longest name
}

var defaultGoods = sync.OnceValues(func() (*goodsTable, error) { return loadGoods(data, "data/commodities.tsv") })

var codeForm = regexp.MustCompile(`^[0-9]{2,6}$`)

func loadGoods(fsys fs.FS, name string) (*goodsTable, error) {
	t := &goodsTable{byWords: map[string]*Good{}}
	err := tsv.Read(fsys, name, []string{"good", "words", "codes", "tonne"}, func(r *tsv.Row) error {
		g := &Good{Name: r.Get("good"), Codes: r.List("codes"), Tonne: map[string]float64{}}
		if i := slices.IndexFunc(g.Codes, func(c string) bool { return !codeForm.MatchString(c) }); i >= 0 || len(g.Codes) == 0 {
			return r.Problem("write prefixes of 2 to 6 digits separated by |", "codes are %q", r.Get("codes"))
		}
		for _, cell := range r.List("tonne") {
			unit, number, _ := strings.Cut(cell, "=")
			v, err := strconv.ParseFloat(number, 64)
			if err != nil || !(v > 0) || unit == "" {
				return r.Problem("write unit=number", "tonne is %q", cell)
			}
			g.Tonne[unit] = v
		}
		for _, w := range r.List("words") {
			if t.byWords[w] != nil {
				return r.Problem("remove one of the two", "%q names two goods", w)
			}
			t.byWords[w] = g
			t.longest = max(t.longest, len(strings.Fields(w)))
		}
		return nil
	})
	return t, err
}

// at finds the longest name of a good that begins at words[i]; n is its length.
func (t *goodsTable) at(words []string, i int) (g *Good, n int) {
	for n = min(t.longest, len(words)-i); n > 0; n-- {
		if g = t.byWords[strings.Join(words[i:i+n], " ")]; g != nil {
			return g, n
		}
	}
	return nil, 0
}

// traffic is a word for what flows: its goods stand before it ("oil exports") or behind "of" ("exports of crude oil").
var traffic = map[string]bool{"export": true, "exports": true, "import": true, "imports": true, "supply": true, "supplies": true, "delivery": true,
	"deliveries": true, "sale": true, "sales": true, "purchase": true, "purchases": true, "shipment": true, "shipments": true, "trade": true, "turnover": true,
	"bought": true, "sold": true, "exported": true, "imported": true, "supplied": true, "delivered": true, "shipped": true, "purchased": true,
	"buys": true, "sells": true, "buy": true, "sell": true}

// everything are words behind "of" or a verb that mean goods of all kinds, or no goods at all.
var everything = map[string]bool{"goods": true, "products": true, "merchandise": true, "commodities": true, "the": true, "all": true, "its": true,
	"their": true, "about": true, "more": true, "some": true, "almost": true, "nearly": true, "just": true, "over": true, "around": true, "which": true, "them": true, "it": true,
	"this": true, "that": true, "a": true, "an": true, "various": true, "other": true}

// wordForm is made when the first sentence is cut: it is the largest of its kind.
var wordForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[\p{L}][\p{L}'-]*|[$€£]?[0-9][0-9.,]*|[,;:()—–]`)
})

// reach is how many words may stand between a word of traffic and its goods: "imports of Kazakh crude oil".
const reach = 3

// goodsOf finds the goods that a figure is about near its words in the sentence. Other is what stands where goods would, but is not known:
// a figure about it must not be compared with all trade.
func (t *goodsTable) goodsOf(sentence, figure string) (g *Good, other string) {
	at := strings.Index(sentence, figure)
	if at < 0 || figure == "" {
		at = len(sentence)
	}
	before, after := lowerWords(sentence[:at]), lowerWords(sentence[min(len(sentence), at+len(figure)):])
	if g, other = t.behindFigure(after); g != nil || other != "" {
		return g, other
	}
	for i := len(before) - 1; i >= 0; i-- {
		if !traffic[strings.ToLower(before[i])] {
			continue
		}
		if g, other = t.aroundTraffic(before, i); g != nil || other != "" {
			return g, other
		}
		return nil, ""
	}
	return nil, ""
}

func lowerWords(s string) []string { return wordForm().FindAllString(s, -1) }

// behindFigure reads "$44 million worth of crude oil", "2 tonnes of grain".
func (t *goodsTable) behindFigure(words []string) (*Good, string) {
	if len(words) > 1 && words[0] == "worth" {
		words = words[1:]
	}
	if len(words) < 2 || words[0] != "of" {
		return nil, ""
	}
	return t.within(words[1:])
}

// aroundTraffic reads "exports of crude oil", "oil exports", "bought Kazakh crude".
func (t *goodsTable) aroundTraffic(words []string, i int) (*Good, string) {
	behind := words[i+1:]
	of := len(behind) > 0 && behind[0] == "of"
	if of {
		behind = behind[1:]
	}
	if g, other := t.within(behind[:min(len(behind), reach+t.longest)]); g != nil || of && other != "" {
		return g, other
	}
	for n := min(t.longest, i); n > 0; n-- {
		if g := t.byWords[strings.ToLower(strings.Join(words[i-n:i], " "))]; g != nil {
			return g, ""
		}
	}
	return nil, ""
}

// within finds a good that begins among the first words. A plain word in front, in small letters, that names neither a good nor everything is
// a good that is not known.
func (t *goodsTable) within(words []string) (*Good, string) {
	for i := 0; i < min(len(words), reach); i++ {
		lower := make([]string, 0, t.longest)
		for _, w := range words[i:min(len(words), i+t.longest)] {
			lower = append(lower, strings.ToLower(w))
		}
		if g, _ := t.at(lower, 0); g != nil {
			return g, ""
		}
		if everything[words[i]] || strings.ContainsAny(words[i], "$€£0123456789,;:()—–") {
			return nil, ""
		}
	}
	if len(words) > 0 && words[0] == strings.ToLower(words[0]) && !everything[words[0]] {
		return nil, words[0]
	}
	return nil, ""
}
