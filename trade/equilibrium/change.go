package equilibrium

import (
	"slices"
	"strconv"
	"strings"

	"dragoman"
)

// Everyone is the name that stands for all countries of the data.
const Everyone = "*"

// Change is what shall be different, as the user wrote it:
//
//	KAZ,HRV:fta          the variable fta becomes 1 between the two, in both directions
//	KAZ,EU27,SRB:fta     between every two of the three; members of one group among themselves stay as they are
//	EAEU:fta             among the members of a group, or of a list KAZ+HRV+SRB
//	KAZ>HRV:fta          on what KAZ sells to HRV only
//	KAZ,HRV:fta=off      becomes 0
//	KAZ,HRV:cost=-5%     trade costs, as a factor on the price at arrival, change by -5%
//	*:border=off         between all countries
type Change struct {
	Text     string
	Sides    [][]string // names on each side, as written
	Directed bool       // from Sides[0] to Sides[1] only
	Variable string     // "" when trade costs change
	On       bool       // the variable becomes 1, else 0
	Cost     float64    // τ: factor on trade costs; 1 when a variable changes
}

// ParseChange reads a change. Names are not looked up yet.
func ParseChange(text string) (Change, error) {
	c := Change{Text: strings.TrimSpace(text), Cost: 1}
	colon := strings.LastIndexByte(c.Text, ':')
	if colon < 0 {
		return c, c.problem(`write who and what, as in "KAZ,HRV:fta"`, "says not what changes")
	}
	if err := c.parseSides(c.Text[:colon]); err != nil {
		return c, err
	}
	return c, c.parseEffect(c.Text[colon+1:])
}

func (c *Change) problem(mend, format string, args ...any) error {
	return dragoman.Problemf("", "change "+strconv.Quote(c.Text), mend, format, args...)
}

func (c *Change) parseSides(text string) error {
	separator := ","
	if strings.Contains(text, ">") {
		separator, c.Directed = ">", true
		if strings.Contains(text, ",") || strings.Count(text, ">") > 1 {
			return c.problem(`join several sellers or buyers by +, as in "KAZ+UZB>HRV:fta"`, "mixes > with another > or a comma")
		}
	}
	for side := range strings.SplitSeq(text, separator) {
		var names []string
		for name := range strings.SplitSeq(side, "+") {
			name = strings.Join(strings.Fields(name), " ")
			if name == "" {
				return c.problem(`name countries or groups, as in "KAZ,HRV:fta"`, "lacks a country")
			}
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		c.Sides = append(c.Sides, names)
	}
	return nil
}

func (c *Change) parseEffect(text string) error {
	name, value, given := strings.Cut(text, "=")
	name, value = strings.TrimSpace(name), strings.ToLower(strings.TrimSpace(value))
	if name == "cost" {
		return c.parseCost(value)
	}
	if !isWord(name) {
		return c.problem("write fta, fta=off, cost=-5% or the name of a variable of the data", "%q is no variable", name)
	}
	c.Variable = name
	switch {
	case !given || value == "on" || value == "1":
		c.On = true
	case value == "off" || value == "0":
	default:
		return c.problem("write on or off; a percentage goes with cost only", "%q is no state of %s", value, name)
	}
	return nil
}

func (c *Change) parseCost(value string) error {
	digits, isPercent := strings.CutSuffix(value, "%")
	percent, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	if !isPercent || err != nil {
		return c.problem("write a percentage, as in cost=-5%", "%q is no change of trade costs", value)
	}
	if !(percent > -95 && percent <= 1000) {
		return c.problem("write more than -95% and up to 1000%", "trade costs cannot change by %s", value)
	}
	c.Cost = 1 + percent/100
	return nil
}

// isWord says whether s may name a variable.
func isWord(s string) bool {
	for i, r := range s {
		if !(r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || i > 0 && r >= '0' && r <= '9') {
			return false
		}
	}
	return s != ""
}

// String gives the change in its shortest form.
func (c Change) String() string {
	sides := make([]string, len(c.Sides))
	for i, names := range c.Sides {
		sides[i] = strings.Join(names, "+")
	}
	separator := ","
	if c.Directed {
		separator = ">"
	}
	effect := c.Variable
	switch {
	case effect == "":
		effect = "cost=" + strconv.FormatFloat((c.Cost-1)*100, 'g', 10, 64) + "%"
	case !c.On:
		effect += "=off"
	}
	return strings.Join(sides, separator) + ":" + effect
}

// reach marks the directed pairs that a change is about, given the countries of every side. A country's trade with itself is only meant
// where a cost change names it from itself to itself.
func (c *Change) reach(sides [][]int, n int) [][]bool {
	marked := marks(n)
	self := c.Variable == "" && c.Directed && len(sides[0]) == 1 && slices.Equal(sides[0], sides[1])
	mark := func(from, to []int) {
		for _, i := range from {
			for _, j := range to {
				if i != j || self {
					marked[i][j] = true
				}
			}
		}
	}
	switch {
	case c.Directed:
		mark(sides[0], sides[1])
	case len(sides) == 1:
		mark(sides[0], sides[0])
	default:
		for a := range sides {
			for b := range sides {
				if a != b {
					mark(sides[a], sides[b])
				}
			}
		}
	}
	return marked
}
