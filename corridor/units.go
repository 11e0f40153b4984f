package corridor

import "slices"

// Unit is what a commodity is counted in.
type Unit struct {
	Volume string `json:"volume"` // a year's volume: "Mt/y"
	Short  string `json:"short"`  // without the year: "Mt"
	Cost   string `json:"cost"`   // of one part: "USD/t"
	Value  string `json:"value"`  // of cost times volume
}

// UnitOf gives the units of a commodity. Volume times cost is millions of dollars, but thousands for containers.
func UnitOf(commodity string) Unit {
	switch commodity {
	case "gas", "lng":
		return Unit{"bcm/y", "bcm", "USD/1000m3", "M USD"}
	case "container":
		return Unit{"kTEU/y", "kTEU", "USD/TEU", "k USD"}
	}
	return Unit{"Mt/y", "Mt", "USD/t", "M USD"}
}

// megatonnesPerKbd turns kb/d into Mt a year: 365.25 days at 7.33 barrels of crude a tonne.
const megatonnesPerKbd = 0.0498

// lngBcm is the gas of a megatonne of LNG, in bcm (International Gas Union, natural gas conversion guide, 2012).
const lngBcm = 1.36

// conversions give by how much a unit is multiplied to become the first of its row.
var conversions = []struct {
	to   string
	from map[string]float64
}{
	{"Mt/y", map[string]float64{"Mt/y": 1, "Mt": 1, "kb/d": megatonnesPerKbd, "t/y": 1e-6, "t": 1e-6, "kt/y": 1e-3, "kt": 1e-3}},
	{"bcm/y", map[string]float64{"bcm/y": 1, "bcm": 1, "Mt/y": lngBcm, "Mt": lngBcm, "mcm/d": 0.36525}},
	{"kTEU/y", map[string]float64{"kTEU/y": 1, "kTEU": 1, "TEU/y": 1e-3, "TEU": 1e-3}},
	{"USD/t", map[string]float64{"USD/t": 1, "USD/bbl": 7.33}},
	{"USD/1000m3", map[string]float64{"USD/1000m3": 1}},
	{"USD/TEU", map[string]float64{"USD/TEU": 1}},
	{"km", map[string]float64{"km": 1}},
	{"days", map[string]float64{"days": 1}},
}

// convert turns a value into a unit; false where the units do not fit.
func convert(v float64, from, to string) (float64, bool) {
	if from == to {
		return v, true
	}
	for _, c := range conversions {
		if c.to == to {
			f, ok := c.from[from]
			return v * f, ok
		}
	}
	return 0, false
}

// unitsOf lists the units that figures of a quantity may have.
func unitsOf(quantity string) []string {
	volume := []string{"Mt/y", "kb/d", "t/y", "kt/y", "bcm/y", "mcm/d", "TEU/y", "kTEU/y"}
	switch quantity {
	case "capacity", "flow", "supply", "demand":
		return volume
	case "cost":
		return []string{"USD/t", "USD/1000m3", "USD/TEU", "USD/bbl"}
	case "tariff": // for information only, as published
		return []string{"USD/t", "USD/1000m3", "USD/TEU", "USD/bbl", "EUR/TEU", "USD/t/100km", "KZT/t", "KZT/t/1000km", "EUR/t", "EUR/1000m3"}
	case "length":
		return []string{"km"}
	case "days":
		return []string{"days"}
	case "storage":
		return []string{"Mt", "bcm", "Mm3", "TEU", "t"}
	case "share":
		return append(slices.Clone(volume), "%")
	}
	return nil
}
