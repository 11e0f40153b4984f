package codes

import (
	"errors"
	"io/fs"
	"slices"

	"dragoman"
	"dragoman/lexicon"
)

// Check loads every data file anew and names what is wrong, one line a file: a line that does not load, two areas of one name, members of
// groups that are no areas, countries in no continent or in two, names of headings that the Harmonized System does not have. It is part of
// dragoman lexicon check.
func Check() error { return check(dataFiles()) }

func check(fsys fs.FS) error {
	areas, areasErr := loadAreas(fsys)
	groups, groupsErr := loadGroups(fsys)
	products, productsErr := loadProducts(fsys)
	_, sectorsErr := loadSectors(fsys)
	_, schemesErr := loadSchemes(fsys)
	_, unitsErr := loadUnits(fsys)
	errs := []error{areasErr, groupsErr, productsErr, sectorsErr, schemesErr, unitsErr}
	if areasErr == nil {
		errs = append(errs, areas.namesakes())
	}
	if areasErr == nil && groupsErr == nil {
		errs = append(errs, groups.dangling(areas), groups.continents(areas))
	}
	if productsErr == nil {
		errs = append(errs, products.named())
	}
	return errors.Join(errs...)
}

// namesakes names the first two areas that share a name.
func (t *areaTable) namesakes() error {
	by := map[string]string{}
	for i := range t.areas {
		a := &t.areas[i]
		for _, n := range append([]string{a.Name}, a.Names...) {
			key := lexicon.Fold(n)
			if other := by[key]; other != "" && other != a.Code {
				return dragoman.Problemf("areas.tsv", "area "+a.Code, "take the name out of one", "the name %q is that of %s already", n, other)
			}
			by[key] = a.Code
		}
	}
	return nil
}

// continents names the first country that is in no continent, or in two.
func (t *groupTable) continents(areas *areaTable) error {
	in := map[string]string{}
	for i := range t.groups {
		g := &t.groups[i]
		if g.Kind != "continent" || g.Code == "WORLD" {
			continue
		}
		for _, m := range g.Members {
			if other := in[m.Code]; other != "" {
				return dragoman.Problemf("groups.tsv", "group "+g.Code, "keep it in one", "%s is in continent %s too", m.Code, other)
			}
			in[m.Code] = g.Code
		}
	}
	world := slices.IndexFunc(t.groups, func(g Grouping) bool { return g.Code == "WORLD" })
	for i := range areas.areas {
		a := &areas.areas[i]
		if a.Kind != Country {
			continue
		}
		if in[a.Code] == "" && a.Code != "ATA" { // Antarctica is a continent of its own
			return dragoman.Problemf("groups.tsv", "", "add it to one", "country %s is in no continent", a.Code)
		}
		if world < 0 || !t.groups[world].Has(a.Code, "") {
			return dragoman.Problemf("groups.tsv", "group WORLD", "add it", "country %s is missing", a.Code)
		}
	}
	return nil
}

// named names the first code with a name whose heading no revision has, and the first chapter without a name.
func (t *productTable) named() error {
	chapters := 0
	for i := range t.products {
		p := &t.products[i]
		if len(p.Code) == 2 && p.Code < "98" {
			chapters++
		}
		if fault := headingFaultIn(t, p.Code, 6, every); fault != "" {
			return dragoman.Problemf("hs.tsv", "product "+p.Code, "correct the code, or add the heading to headings.tsv", "%s", fault)
		}
	}
	if chapters != 96 {
		return dragoman.Problemf("hs.tsv", "", "name the chapters 01 to 97 without 77", "%d chapters have a name, not 96", chapters)
	}
	return nil
}
