package comtrade

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dragoman/trade/codes"
)

// Limits of the API.
const (
	CapPreview = 500     // records in an answer without a key
	CapFree    = 100_000 // with a free key
	CapPremium = 250_000 // with a premium key; some free keys, too

	MaxCalls = 20_000 // that a plan may hold: forty days of a free key

	maxPeriods = 12   // in a call
	maxURL     = 4000 // characters; the API refuses 4096
)

// Call is one call of the API: a part of a request.
type Call struct {
	Request
	Key bool // goes to the endpoint that wants a key
	Cap int  // records in an answer at most
}

// Plan is the calls that a request takes.
type Plan struct {
	Calls []Call
}

// Records estimates how many records the calls bring together.
func (p *Plan) Records() int {
	n := 0
	for i := range p.Calls {
		n += p.Calls[i].Records()
	}
	return n
}

// NewPlan splits a request into calls whose answers should stay under the cap: first by reporter, then by period, flow, product
// and partner. The estimate is rough; an answer that meets the cap all the same is split further when it comes.
// A request that takes more than MaxCalls calls is a problem.
func NewPlan(requests []Request, key bool, limit int) (*Plan, error) {
	p := &Plan{}
	for _, r := range requests {
		if !p.add(Call{Request: r, Key: key, Cap: limit}) {
			const mend = "ask for fewer reporters, periods or products, or use --bulk with a premium key"
			return nil, problem(mend, "the request takes more than %d calls", MaxCalls)
		}
	}
	return p, nil
}

// add puts a call into the plan, split as far as it must; it says no when the plan grows too long.
func (p *Plan) add(c Call) bool {
	if !c.fits() {
		if halves := c.Split(); halves != nil {
			return p.add(halves[0]) && p.add(halves[1])
		}
	}
	p.Calls = append(p.Calls, c)
	return len(p.Calls) <= MaxCalls
}

// fits says whether a call keeps to the limits, by estimate.
func (c *Call) fits() bool {
	return c.Records()*5 <= c.Cap*4 && len(c.Periods) <= maxPeriods && len(c.target()) <= maxURL
}

// How many partners a reporter has, and which share of the cells of partners and products is not empty at each level: rough, for reporters
// of some size.
const (
	allPartners = 230
	shareAG2    = 0.4
	shareAG4    = 0.12
	shareAG6    = 0.06
)

// Records estimates how many records a call brings.
func (c *Call) Records() int {
	partners := len(c.Partners)
	if partners == 0 {
		partners = allPartners
	}
	products := 0.0
	for _, p := range c.Products {
		switch p {
		case "AG2":
			products += 97 * shareAG2
		case "AG4":
			products += 1230 * shareAG4
		case "AG6":
			products += 5400 * shareAG6
		default:
			products++
		}
	}
	return int(float64(len(c.Reporters)*len(c.Periods)*len(c.Flows)*partners)*products + 0.5)
}

// Split halves a call where it is widest to split: reporters, then periods, flows, products, partners. It gives nil for a call that asks
// for a single cell. All partners become the numbers that are known.
func (c *Call) Split() []Call {
	a, b := *c, *c
	switch {
	case len(c.Reporters) > 1:
		a.Reporters, b.Reporters = halves(c.Reporters)
	case len(c.Periods) > 1:
		a.Periods, b.Periods = halves(c.Periods)
	case len(c.Flows) > 1:
		a.Flows, b.Flows = halves(c.Flows)
	case len(c.Products) > 1:
		a.Products, b.Products = halves(c.Products)
	case len(c.Partners) != 1:
		all := c.Partners
		if len(all) == 0 {
			all = partnerNumbers()
		}
		a.Partners, b.Partners = halves(all)
	default:
		return nil
	}
	return []Call{a, b}
}

func halves[T any](list []T) (a, b []T) {
	n := (len(list) + 1) / 2
	return slices.Clip(list[:n]), list[n:]
}

// partnerNumbers lists Comtrade's numbers of all partners, the world among them.
func partnerNumbers() []int {
	var out []int
	for _, a := range codes.Areas() {
		out = append(out, a.Comtrade...)
	}
	slices.Sort(out)
	return out
}

// target is path and query of a call, without base address and key, in an order that stays: the call's identity is made of it.
func (c *Call) target() string {
	path := "/public/v1/preview/C/"
	if c.Key {
		path = "/data/v1/get/C/"
	}
	q := url.Values{}
	q.Set("reporterCode", commas(c.Reporters))
	q.Set("period", strings.Join(c.Periods, ","))
	q.Set("flowCode", strings.Join(c.Flows, ","))
	q.Set("cmdCode", strings.Join(c.Products, ","))
	if len(c.Partners) > 0 {
		q.Set("partnerCode", commas(c.Partners))
	}
	q.Set("partner2Code", "0") // totals over second partners, customs procedures and means of transport
	q.Set("customsCode", "C00")
	q.Set("motCode", "0")
	q.Set("maxRecords", strconv.Itoa(c.Cap))
	q.Set("includeDesc", "false")
	return c.address(path, q)
}

// address is path and query of a call about what a request is of. Commas are what the API separates by: left as they are, and shorter.
func (r *Request) address(path string, q url.Values) string {
	return path + r.Frequency + "/" + r.Classification + "?" + strings.ReplaceAll(q.Encode(), "%2C", ",")
}

// ID identifies a call by what it asks for.
func (c *Call) ID() string {
	return identity(c.target())
}

// identity is a short hash of what a call or file is.
func identity(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}

// File names the file that holds the answer: "comtrade-HS-A-KAZ-2018_2020-MX-TOTAL-9f86d081884c.json.gz".
func (c *Call) File() string {
	return fmt.Sprintf("comtrade-%s-%s-%s-%s-%s-%s-%s.json.gz", c.Classification, c.Frequency, c.reporterNames("_"), ends(c.Periods, "_"),
		strings.Join(c.Flows, ""), ends(c.Products, "_"), c.ID())
}

// reporterNames names up to three reporters by area code, more by their number.
func (c *Call) reporterNames(sep string) string {
	if len(c.Reporters) > 3 {
		return strconv.Itoa(len(c.Reporters)) + "reporters"
	}
	out := make([]string, len(c.Reporters))
	for i, n := range c.Reporters {
		out[i] = areaCode(n)
	}
	return strings.Join(out, sep)
}

// areaCode is the code of the area with a number of Comtrade's, or the number where no area has it.
func areaCode(n int) string {
	if a, ok := codes.ByComtrade(n); ok {
		return a.Code
	}
	return strconv.Itoa(n)
}

// Words says in a few words what a call asks for: "KAZ 2018 to 2020 M,X TOTAL, all partners".
func (c *Call) Words() string {
	partners := "all partners"
	switch n := len(c.Partners); {
	case n == 1:
		partners = "1 partner number"
	case n > 1:
		partners = strconv.Itoa(n) + " partner numbers"
	}
	return fmt.Sprintf("%s %s %s %s, %s", c.reporterNames(","), ends(c.Periods, " to "), strings.Join(c.Flows, ","), ends(c.Products, " to "), partners)
}

// ends is the only entry, or the first and the last.
func ends(list []string, sep string) string {
	if len(list) == 0 {
		return ""
	}
	if first, last := list[0], list[len(list)-1]; first != last {
		return first + sep + last
	}
	return list[0]
}

func commas(numbers []int) string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = strconv.Itoa(n)
	}
	return strings.Join(out, ",")
}
