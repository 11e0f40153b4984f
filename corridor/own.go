package corridor

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dragoman"
	"dragoman/internal/tsv"
)

// With gives the network with a user's files added: the tables of the shipped data (told by their columns), plain CSV of links, or GeoJSON. What has
// the id of something that is there already takes its place. A figure takes the place of those of the same item, quantity, commodity and year;
// one without a year, of those of all years.
func (n *Network) With(files ...Source) (*Network, error) {
	out := &Network{Elements: slices.Clone(n.Elements), Nodes: slices.Clone(n.Nodes), Links: slices.Clone(n.Links), Figures: slices.Clone(n.Figures),
		Embargoes: slices.Clone(n.Embargoes), Grades: slices.Clone(n.Grades), Trades: slices.Clone(n.Trades)}
	for _, f := range files {
		own := &Network{}
		if err := own.take(f.Name, f.Data); err != nil {
			return nil, err
		}
		out.override(own)
	}
	out.index()
	return out, nil
}

// Source is a user's file.
type Source struct {
	Name string
	Data []byte
}

// take reads one file of any of the forms.
func (n *Network) take(name string, data []byte) error {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json", ".geojson":
		return n.takeGeoJSON(name, data)
	case ".csv":
		return n.takeCSV(name, data)
	}
	t, err := tableOf(name, data)
	if err != nil {
		return err
	}
	return tsv.Parse(name, data, t.columns, func(r *tsv.Row) error { return t.take(n, r) })
}

// tableOf tells by the header which table a file is.
func tableOf(name string, data []byte) (table, error) {
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		for _, t := range tables {
			if slices.Contains(columns, t.mark) {
				return t, nil
			}
		}
		break
	}
	var names []string
	for _, t := range tables {
		names = append(names, t.name)
	}
	return table{}, dragoman.Problemf(name, "", "see docs/corridors.md for the columns; CSV files end in .csv, GeoJSON in .json or .geojson",
		"is none of the tables %s", strings.Join(names, ", "))
}

// override puts the rows of a user's file over those that are there.
func (n *Network) override(own *Network) {
	n.Elements = over(n.Elements, own.Elements, func(e *Element) string { return e.ID })
	n.Nodes = over(n.Nodes, own.Nodes, func(p *Node) string { return p.ID })
	n.Links = over(n.Links, own.Links, func(l *Link) string { return l.ID })
	n.Embargoes = over(n.Embargoes, own.Embargoes, func(e *Embargo) string { return e.ID })
	n.Grades = over(n.Grades, own.Grades, func(g *Grade) string { return g.ID })
	replaced := map[Figure]bool{}
	key := func(f *Figure, year int) Figure {
		return Figure{Item: f.Item, Quantity: f.Quantity, Commodity: f.Commodity, Year: year}
	}
	for i := range own.Figures {
		replaced[key(&own.Figures[i], own.Figures[i].Year)] = true
	}
	n.Figures = slices.DeleteFunc(n.Figures, func(f Figure) bool { return replaced[key(&f, f.Year)] || replaced[key(&f, 0)] })
	n.Figures = append(n.Figures, own.Figures...)
	traded := map[string]bool{}
	for _, t := range own.Trades {
		traded[t.Importer+t.Commodity+strconv.Itoa(t.Year)] = true
	}
	n.Trades = slices.DeleteFunc(n.Trades, func(t Trade) bool { return traded[t.Importer+t.Commodity+strconv.Itoa(t.Year)] })
	n.Trades = append(n.Trades, own.Trades...)
}

func over[T any](rows, own []T, id func(*T) string) []T {
	at := make(map[string]int, len(rows))
	for i := range rows {
		at[id(&rows[i])] = i
	}
	seen := map[string]bool{}
	for i := range own {
		key := id(&own[i])
		if j, ok := at[key]; ok && !seen[key] {
			rows[j] = own[i]
		} else {
			rows = append(rows, own[i]) // twice in one file: kept, so that Check can name it
		}
		seen[key] = true
	}
	return rows
}

// takeCSV reads a plain list of links. Columns: from, to, and any of id, name, capacity, unit, cost, cost_unit, length, days, mode, commodity, both,
// element, countries, from_date, to_date, year, source, confidence.
func (n *Network) takeCSV(name string, data []byte) error {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		return dragoman.Problemf(name, "", "write a header: from,to,capacity,unit,...", "is no CSV table: %v", err)
	}
	for i := range header {
		header[i] = strings.ToLower(strings.TrimSpace(header[i]))
		if !slices.Contains(csvColumns, header[i]) {
			return dragoman.Problemf(name, "line 1", "use "+strings.Join(csvColumns, ", "), "column %q is not known", header[i])
		}
	}
	for _, need := range []string{"from", "to"} {
		if !slices.Contains(header, need) {
			return dragoman.Problemf(name, "line 1", "add the column", "header lacks column %q", need)
		}
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return dragoman.Problemf(name, "", "quote cells that hold commas or quotes", "is no CSV table: %v", err)
		}
		line, _ := r.FieldPos(0)
		place := fmt.Sprintf("line %d", line)
		if len(row) != len(header) {
			return dragoman.Problemf(name, place, "give every row as many cells as the header", "has %d cells, the header names %d", len(row), len(header))
		}
		cells := map[string]string{}
		for i, h := range header {
			cells[h] = strings.TrimSpace(row[i])
		}
		if err := n.takeProperties(cells, Where{name, line}, place); err != nil {
			return err
		}
	}
}

var csvColumns = []string{"id", "from", "to", "name", "capacity", "unit", "cost", "cost_unit", "length", "days", "mode", "commodity", "both",
	"element", "countries", "from_date", "to_date", "year", "source", "confidence"}

// takeProperties makes a link of named cells.
func (n *Network) takeProperties(c map[string]string, at Where, place string) error {
	bad := func(mend, format string, args ...any) error {
		return dragoman.Problemf(at.File, place, mend, format, args...)
	}
	if c["from"] == "" || c["to"] == "" {
		return bad("name two nodes by their ids", "a link needs from and to")
	}
	l := Link{ID: c["id"], Element: c["element"], From: c["from"], To: c["to"], Mode: cmp.Or(c["mode"], "pipeline"),
		Both: c["both"] == "yes" || c["both"] == "true", Commodities: splitList(cmp.Or(c["commodity"], "crude")), Countries: splitList(c["countries"]),
		Source: cmp.Or(c["source"], "own file"), Note: c["name"], Where: at}
	if len(l.Commodities) == 0 {
		return bad("write crude, gas, container, ...", "the link carries nothing")
	}
	if l.ID == "" {
		l.ID = l.From + "-" + l.To
	}
	if !validID(l.ID) {
		return bad("write an id of a-z, 0-9 and -", "%q is no id", l.ID)
	}
	if !slices.Contains(Modes, l.Mode) {
		return bad("write one of "+strings.Join(Modes, ", "), "mode is %q", l.Mode)
	}
	if c["both"] != "" && !slices.Contains([]string{"yes", "no", "true", "false"}, c["both"]) {
		return bad("write yes or no", "both is %q", c["both"])
	}
	for _, d := range []string{"from_date", "to_date"} {
		if c[d] == "" {
			continue
		}
		if _, err := dragoman.ParseDate(c[d]); err != nil {
			return bad("", "%s: %v", d, err)
		}
	}
	l.States = []State{{Operating, c["from_date"]}}
	if c["to_date"] != "" {
		l.States = append(l.States, State{Idle, c["to_date"]})
	}
	n.Links = append(n.Links, l)
	return n.takeNumbers(l, c, at, bad)
}

// takeNumbers makes figures of a link's cells.
func (n *Network) takeNumbers(l Link, c map[string]string, at Where, bad func(mend, format string, args ...any) error) error {
	u := UnitOf(l.Commodities[0])
	y := 0
	if c["year"] != "" {
		var ok bool
		if y, ok = parseYear(c["year"]); !ok {
			return bad("write a year", "year is %q", c["year"])
		}
	}
	confidence := cmp.Or(c["confidence"], "medium")
	if !slices.Contains(Confidences, confidence) {
		return bad("write low, medium or high", "confidence is %q", confidence)
	}
	for _, q := range []struct{ quantity, cell, unit string }{{"capacity", c["capacity"], cmp.Or(c["unit"], u.Volume)},
		{"cost", c["cost"], cmp.Or(c["cost_unit"], u.Cost)}, {"length", c["length"], "km"}, {"days", c["days"], "days"}} {
		if q.cell == "" {
			continue
		}
		v, err := strconv.ParseFloat(q.cell, 64)
		if err != nil || v-v != 0 || v < 0 {
			return bad("write a number that is not negative", "%s is %q", q.quantity, q.cell)
		}
		if !slices.Contains(unitsOf(q.quantity), q.unit) {
			return bad("write one of "+strings.Join(unitsOf(q.quantity), ", "), "unit of %s is %q", q.quantity, q.unit)
		}
		n.Figures = append(n.Figures, Figure{Item: l.ID, Quantity: q.quantity, Value: v, Unit: q.unit, Year: y, Commodity: l.Commodities[0], Source: l.Source,
			Confidence: confidence, Where: at})
	}
	return nil
}

func splitList(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '|' || r == ';' || r == ' ' })
}

// feature is what is used of a GeoJSON feature (RFC 7946).
type feature struct {
	Type     string `json:"type"`
	Geometry *struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

// takeGeoJSON reads points as nodes (properties id, name, kind, country, element, source, note) and lines as links (properties as the columns
// of the CSV form); a line's inner points are its route.
func (n *Network) takeGeoJSON(name string, data []byte) error {
	var doc struct {
		feature
		Features []feature `json:"features"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return dragoman.Problemf(name, jsonPlace(data, err), "write GeoJSON (RFC 7946)", "is no JSON: %v", err)
	}
	features := doc.Features
	if doc.Type == "Feature" {
		features = []feature{doc.feature}
	} else if doc.Type != "FeatureCollection" {
		return dragoman.Problemf(name, "", "write a FeatureCollection", "type is %q", doc.Type)
	}
	for i, f := range features {
		if err := n.takeFeature(name, i+1, &f); err != nil {
			return err
		}
	}
	return nil
}

func jsonPlace(data []byte, err error) string {
	var s *json.SyntaxError
	if errors.As(err, &s) {
		return fmt.Sprintf("line %d", 1+bytes.Count(data[:min(int(s.Offset), len(data))], []byte("\n")))
	}
	return ""
}

func (n *Network) takeFeature(name string, number int, f *feature) error {
	place := fmt.Sprintf("feature %d", number)
	bad := func(mend, format string, args ...any) error {
		return dragoman.Problemf(name, place, mend, format, args...)
	}
	if f.Geometry == nil {
		return bad("give it a Point or LineString", "has no geometry")
	}
	cells := map[string]string{}
	for k, v := range f.Properties {
		switch v := v.(type) {
		case string:
			cells[strings.ToLower(k)] = strings.TrimSpace(v)
		case float64:
			cells[strings.ToLower(k)] = strconv.FormatFloat(v, 'f', -1, 64)
		case bool:
			cells[strings.ToLower(k)] = map[bool]string{true: "yes", false: "no"}[v]
		}
	}
	switch f.Geometry.Type {
	case "Point":
		return n.takePoint(f.Geometry.Coordinates, cells, Where{name, number}, bad)
	case "LineString":
		var line [][]float64
		if json.Unmarshal(f.Geometry.Coordinates, &line) != nil || len(line) < 2 {
			return bad("write [[lon, lat], ...] with two points or more", "its coordinates are no line")
		}
		if err := n.takeProperties(cells, Where{name, number}, place); err != nil {
			return err
		}
		l := &n.Links[len(n.Links)-1]
		for i, p := range line {
			if !onGlobe(p) {
				return bad("write longitude before latitude, in degrees", "point %d lies off the globe", i+1)
			}
			if i > 0 && i < len(line)-1 {
				l.Route = append(l.Route, [2]float64{p[0], p[1]})
			}
		}
		return nil
	}
	return bad("give it a Point or LineString", "geometry %q is not used", f.Geometry.Type)
}

func onGlobe(p []float64) bool {
	return len(p) >= 2 && p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90
}

func (n *Network) takePoint(raw json.RawMessage, c map[string]string, at Where, bad func(mend, format string, args ...any) error) error {
	var p []float64
	if json.Unmarshal(raw, &p) != nil || !onGlobe(p) {
		return bad("write [lon, lat] in degrees", "its coordinates are no point on the globe")
	}
	node := Node{ID: c["id"], Name: cmp.Or(c["name"], c["id"]), Kind: cmp.Or(c["kind"], "hub"), Country: c["country"], Lon: p[0], Lat: p[1],
		Element: c["element"], Source: cmp.Or(c["source"], "own file"), Note: c["note"], Where: at}
	if !validID(node.ID) {
		return bad("write an id of a-z, 0-9 and -", "%q is no id", node.ID)
	}
	if !slices.Contains(NodeKinds, node.Kind) {
		return bad("write one of "+strings.Join(NodeKinds, ", "), "kind is %q", node.Kind)
	}
	n.Nodes = append(n.Nodes, node)
	return nil
}
