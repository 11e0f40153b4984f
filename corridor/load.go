package corridor

import (
	"embed"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dragoman"
	"dragoman/internal/tsv"
)

//go:embed data
var embedded embed.FS

// Default gives the shipped network. It is loaded once and must not be changed.
var Default = sync.OnceValues(func() (*Network, error) {
	folders, err := fs.ReadDir(embedded, "data")
	if err != nil {
		return nil, err
	}
	n := &Network{}
	for _, f := range folders {
		if !f.IsDir() {
			continue
		}
		if err := n.readFolder(embedded, path.Join("data", f.Name())); err != nil {
			return nil, err
		}
	}
	n.index()
	return n, nil
})

// Load reads a folder of tables alone.
func Load(fsys fs.FS, folder string) (*Network, error) {
	n := &Network{}
	if err := n.readFolder(fsys, folder); err != nil {
		return nil, err
	}
	n.index()
	return n, nil
}

// table is a kind of file: its name, the column that no other one has, its columns and how a row is taken.
type table struct {
	name    string
	mark    string
	columns []string
	take    func(n *Network, r *tsv.Row) error
}

var tables = []table{
	{"elements", "about", []string{"id", "name", "names", "kind", "countries", "owner", "about", "source", "asof", "part_of?"}, (*Network).takeElement},
	{"nodes", "lon", []string{"id", "name", "kind", "country", "lon", "lat", "element", "source", "note?"}, (*Network).takeNode},
	{"links", "both", []string{"id", "element", "from", "to", "both", "mode", "commodities", "countries", "states", "route?", "source", "note?"},
		(*Network).takeLink},
	{"figures", "quantity", []string{"item", "quantity", "value", "unit", "year", "commodity", "source", "asof", "confidence", "note?"},
		(*Network).takeFigure},
	{"embargoes", "importers", []string{"id", "name", "origins", "importers", "mode", "commodity", "from", "to", "source", "note?"}, (*Network).takeEmbargo},
	{"grades", "api", []string{"id", "name", "api", "sulphur", "nodes?", "source", "note?"}, (*Network).takeGrade},
	{"trade", "importer", []string{"importer", "origin", "year", "value", "unit", "commodity", "source"}, (*Network).takeTrade},
}

// readFolder reads the tables of a folder; elements, embargoes, grades and trade may be missing.
func (n *Network) readFolder(fsys fs.FS, folder string) error {
	for _, t := range tables {
		name := path.Join(folder, t.name+".tsv")
		_, err := fs.Stat(fsys, name)
		if errors.Is(err, fs.ErrNotExist) && !slices.Contains([]string{"nodes", "links"}, t.name) {
			continue
		}
		if err := tsv.Read(fsys, name, t.columns, func(r *tsv.Row) error { return t.take(n, r) }); err != nil {
			return err
		}
	}
	return nil
}

// put adds a row, or takes the place of the one with the same id.
func put[T any](rows []T, row T, id func(*T) string) []T {
	if i := slices.IndexFunc(rows, func(r T) bool { return id(&r) == id(&row) }); i >= 0 {
		rows[i] = row
		return rows
	}
	return append(rows, row)
}

func whereOf(r *tsv.Row) Where { return Where{r.File, r.Line} }

func (n *Network) takeElement(r *tsv.Row) error {
	e := Element{ID: r.Get("id"), Name: r.Get("name"), Names: r.List("names"), Kind: r.Get("kind"), Countries: r.List("countries"),
		Owner: r.Get("owner"), About: r.Get("about"), Source: r.Get("source"), AsOf: r.Get("asof"), PartOf: r.Get("part_of"), Where: whereOf(r)}
	if err := checkID(r, e.ID); err != nil {
		return err
	}
	if err := oneOf(r, "kind", e.Kind, ElementKinds); err != nil {
		return err
	}
	n.Elements = append(n.Elements, e)
	return nil
}

func (n *Network) takeNode(r *tsv.Row) error {
	p := Node{ID: r.Get("id"), Name: r.Get("name"), Kind: r.Get("kind"), Country: r.Get("country"), Element: r.Get("element"),
		Source: r.Get("source"), Note: r.Get("note"), Where: whereOf(r)}
	if err := checkID(r, p.ID); err != nil {
		return err
	}
	if err := oneOf(r, "kind", p.Kind, NodeKinds); err != nil {
		return err
	}
	var err error
	if p.Lon, err = degrees(r, "lon", 180); err != nil {
		return err
	}
	if p.Lat, err = degrees(r, "lat", 90); err != nil {
		return err
	}
	n.Nodes = append(n.Nodes, p)
	return nil
}

func degrees(r *tsv.Row, col string, limit float64) (float64, error) {
	if r.Get(col) == "" {
		return 0, r.Problem("write degrees as a decimal number", "%s is empty", col)
	}
	v, err := r.Number(col, 0)
	if err == nil && (v < -limit || v > limit) {
		err = r.Problem("write degrees, east and north positive", "%s %g lies off the globe", col, v)
	}
	return v, err
}

func (n *Network) takeLink(r *tsv.Row) error {
	l := Link{ID: r.Get("id"), Element: r.Get("element"), From: r.Get("from"), To: r.Get("to"), Both: r.Get("both") == "yes", Mode: r.Get("mode"),
		Commodities: r.List("commodities"), Countries: r.List("countries"), Source: r.Get("source"), Note: r.Get("note"), Where: whereOf(r)}
	if err := checkID(r, l.ID); err != nil {
		return err
	}
	if err := oneOf(r, "mode", l.Mode, Modes); err != nil {
		return err
	}
	if err := oneOf(r, "both", r.Get("both"), []string{"yes", "no"}); err != nil {
		return err
	}
	if len(l.Commodities) == 0 {
		return r.Problem("write crude, gas, container, ...", "link %s carries nothing", l.ID)
	}
	var err error
	if l.States, err = parseStates(r.Get("states")); err != nil {
		return r.Problem("write states as in operating@2001-10;idle@2022-03", "%v", err)
	}
	if l.Route, err = parseRoute(r.Get("route")); err != nil {
		return r.Problem("write points as in 28.66 44.11;29.1 41.2", "%v", err)
	}
	n.Links = append(n.Links, l)
	return nil
}

func (n *Network) takeFigure(r *tsv.Row) error {
	f := Figure{Item: r.Get("item"), Quantity: r.Get("quantity"), Unit: r.Get("unit"), Commodity: r.Get("commodity"), Source: r.Get("source"),
		AsOf: r.Get("asof"), Confidence: r.Get("confidence"), Note: r.Get("note"), Where: whereOf(r)}
	if err := oneOf(r, "quantity", f.Quantity, Quantities); err != nil {
		return err
	}
	if err := oneOf(r, "unit", f.Unit, unitsOf(f.Quantity)); err != nil {
		return err
	}
	if err := oneOf(r, "confidence", f.Confidence, Confidences); err != nil {
		return err
	}
	if r.Get("value") == "" {
		return r.Problem("write a number, or take the row out: unknown is no row", "%s of %s has no value", f.Quantity, f.Item)
	}
	var err error
	if f.Value, err = r.Number("value", 0); err != nil {
		return err
	}
	if f.Value < 0 {
		return r.Problem("write a number that is not negative", "%s of %s is %g", f.Quantity, f.Item, f.Value)
	}
	if f.Year, err = year(r, "year"); err != nil {
		return err
	}
	n.Figures = append(n.Figures, f)
	return nil
}

func year(r *tsv.Row, col string) (int, error) {
	if r.Get(col) == "" {
		return 0, nil
	}
	y, ok := parseYear(r.Get(col))
	if !ok {
		return 0, r.Problem("write a year", "%s is %q", col, r.Get(col))
	}
	return y, nil
}

func parseYear(s string) (int, bool) {
	y, err := strconv.Atoi(s)
	return y, err == nil && y >= 1800 && y <= 2200
}

func (n *Network) takeEmbargo(r *tsv.Row) error {
	e := Embargo{ID: r.Get("id"), Name: r.Get("name"), Origins: r.List("origins"), Importers: r.List("importers"), Mode: r.Get("mode"),
		Commodity: r.Get("commodity"), From: r.Get("from"), To: r.Get("to"), Source: r.Get("source"), Note: r.Get("note"), Where: whereOf(r)}
	if err := oneOf(r, "mode", e.Mode, []string{"sea", "pipeline", "any"}); err != nil {
		return err
	}
	for _, col := range []string{"from", "to"} {
		if d := r.Get(col); d != "" {
			if _, err := dragoman.ParseDate(d); err != nil {
				return r.Problem("", "%s: %v", col, err)
			}
		}
	}
	n.Embargoes = put(n.Embargoes, e, func(e *Embargo) string { return e.ID })
	return nil
}

func (n *Network) takeGrade(r *tsv.Row) error {
	g := Grade{ID: r.Get("id"), Name: r.Get("name"), Nodes: strings.Fields(r.Get("nodes")), Source: r.Get("source"), Note: r.Get("note"), Where: whereOf(r)}
	var err error
	if g.API, err = r.Number("api", 0); err != nil {
		return err
	}
	if g.Sulphur, err = r.Number("sulphur", 0); err != nil {
		return err
	}
	n.Grades = put(n.Grades, g, func(g *Grade) string { return g.ID })
	return nil
}

func (n *Network) takeTrade(r *tsv.Row) error {
	t := Trade{Importer: r.Get("importer"), Origin: r.Get("origin"), Commodity: r.Get("commodity"), Source: r.Get("source"), Where: whereOf(r)}
	var err error
	if t.Year, err = year(r, "year"); err != nil {
		return err
	}
	v, err := r.Number("value", 0)
	if err != nil {
		return err
	}
	ok := false
	if t.Value, ok = convert(v, r.Get("unit"), UnitOf(t.Commodity).Volume); !ok || v < 0 {
		return r.Problem("write an amount in "+UnitOf(t.Commodity).Volume, "%s %s is no amount of %s", r.Get("value"), r.Get("unit"), t.Commodity)
	}
	n.Trades = append(n.Trades, t)
	return nil
}

// checkID refuses ids that could not be typed or told apart from countries.
func checkID(r *tsv.Row, id string) error {
	if !validID(id) {
		return r.Problem("write an id of a-z, 0-9 and -", "%q is no id", id)
	}
	return nil
}

func validID(id string) bool {
	return id != "" && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

func oneOf(r *tsv.Row, col, cell string, allowed []string) error {
	if slices.Contains(allowed, cell) {
		return nil
	}
	return r.Problem("write one of "+strings.Join(allowed, ", "), "%s is %q", col, cell)
}

// parseStates reads "operating@2001-10;idle@2022-03". An empty cell is no state.
func parseStates(cell string) ([]State, error) {
	if cell == "" {
		return nil, nil
	}
	var out []State
	for part := range strings.SplitSeq(cell, ";") {
		status, from, _ := strings.Cut(strings.TrimSpace(part), "@")
		s := State{Status(status), from}
		if !slices.Contains(Statuses, s.Status) {
			return nil, errors.New(strconv.Quote(status) + " is no status")
		}
		if from != "" {
			if _, err := dragoman.ParseDate(from); err != nil {
				return nil, err
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// parseRoute reads "lon lat;lon lat".
func parseRoute(cell string) ([][2]float64, error) {
	if cell == "" {
		return nil, nil
	}
	var out [][2]float64
	for part := range strings.SplitSeq(cell, ";") {
		f := strings.Fields(part)
		if len(f) != 2 {
			return nil, errors.New(strconv.Quote(part) + " is no point")
		}
		lon, err1 := strconv.ParseFloat(f[0], 64)
		lat, err2 := strconv.ParseFloat(f[1], 64)
		if err1 != nil || err2 != nil || !(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90) {
			return nil, errors.New(strconv.Quote(part) + " is no point on the globe")
		}
		out = append(out, [2]float64{lon, lat})
	}
	return out, nil
}
