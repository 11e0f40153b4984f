package codes

import (
	"io/fs"
	"strconv"
	"strings"

	"dragoman/internal/tsv"
)

// Unit is a unit of quantity of UN Comtrade.
type Unit struct {
	Code    int    // Comtrade's; -1 is no quantity
	Abbr    string // as Comtrade prints it: "kg", "12u"
	Name    string // plural: "kilograms", "dozens"
	Measure string // "mass", "volume", "length", "area", "count", "energy", "capacity", "activity", "none"
}

// Units lists the units of quantity. Read-only.
func Units() []Unit { return *unitData() }

var unitData = built(loadUnits)

func loadUnits(fsys fs.FS) (*[]Unit, error) {
	var units []Unit
	err := tsv.Read(fsys, "units.tsv", []string{"code", "abbr", "name", "measure"}, func(r *tsv.Row) error {
		n, err := strconv.Atoi(r.Get("code"))
		if err != nil {
			return r.Problem("write a whole number", "%q is no code of a unit", r.Get("code"))
		}
		for i := range units {
			if units[i].Code == n || strings.EqualFold(units[i].Abbr, r.Get("abbr")) {
				return r.Problem("give every code and abbreviation to one unit", "unit %d %s is %d %s already", n, r.Get("abbr"), units[i].Code, units[i].Abbr)
			}
		}
		units = append(units, Unit{Code: n, Abbr: r.Get("abbr"), Name: r.Get("name"), Measure: r.Get("measure")})
		return nil
	})
	return &units, err
}

// UnitByCode finds a unit by UN Comtrade's number.
func UnitByCode(n int) (*Unit, bool) {
	units := Units()
	for i := range units {
		if units[i].Code == n {
			return &units[i], true
		}
	}
	return nil, false
}
