// Command makepairs makes the table of pairs that ships with package bilateral. Its arguments are GeoDist's bilateral table
// (iso_o, iso_d, contig, comlang_off, colony, dist, distw), its table of countries (iso3, lat, lon, cap, maincity, langoff_1 to
// langoff_3), and the directory that holds derived.tsv and takes pairs.tsv.gz.
package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"log"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragoman/internal/tsv"
	"dragoman/trade/codes"
	"dragoman/trade/frame"
)

// renamed are codes of the source that ISO 3166-1 has replaced; YUG is Serbia and Montenegro there.
var renamed = map[string]string{"ROM": "ROU", "ZAR": "COD", "YUG": "SCG", "TMP": "TLS", "PAL": "PSE"}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: makepairs DIST_CEPII.csv.gz GEO_CEPII.csv DIRECTORY")
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

type key struct{ a, b string }

// between orders two codes.
func between(a, b string) key { return key{min(a, b), max(a, b)} }

// pair is a line of the table.
type pair struct {
	km    float64
	ties  string // letters, see README.md
	basis string
}

// place is what is known of a country for itself.
type place struct {
	lat, lon  float64
	languages []string
}

func run(dist, geo, dir string) error {
	pairs, err := readPairs(dist)
	if err != nil {
		return err
	}
	places, err := readPlaces(geo)
	if err != nil {
		return err
	}
	printLanguages(pairs, places)
	if err := derive(pairs, places, dir); err != nil {
		return err
	}
	return write(filepath.Join(dir, "pairs.tsv.gz"), pairs)
}

func readPairs(path string) (map[key]pair, error) {
	f, err := frame.Open(path, nil)
	if err != nil {
		return nil, err
	}
	number := map[string][]float64{}
	for _, c := range []string{"contig", "comlang_off", "colony", "dist", "distw"} {
		if number[c], err = f.Numbers(c); err != nil {
			return nil, err
		}
	}
	out := map[key]pair{}
	for r := range f.Rows() {
		a, b, err := codesOf(f, r)
		if err != nil {
			return nil, err
		}
		if a >= b {
			continue // the table is symmetric but for the last digits of distw
		}
		p := pair{km: number["distw"][r]}
		if math.IsNaN(p.km) {
			p.km, p.basis = number["dist"][r], "m"
		}
		for _, t := range []struct{ column, letter string }{{"contig", "b"}, {"comlang_off", "l"}, {"colony", "c"}} {
			if number[t.column][r] == 1 {
				p.ties += t.letter
			}
		}
		out[key{a, b}] = p
	}
	return out, nil
}

func codesOf(f *frame.Frame, row int) (a, b string, err error) {
	var out [2]string
	for i, column := range []string{"iso_o", "iso_d"} {
		code, err := f.Text(row, column)
		if err != nil {
			return "", "", err
		}
		out[i] = cmp.Or(renamed[code], code)
		if _, known := codes.ByISO3(out[i]); !known {
			return "", "", fmt.Errorf("%s: unknown country code %q", f.Name(), code)
		}
	}
	return out[0], out[1], nil
}

// readPlaces takes the capital of every country, its main city where the source marks none.
func readPlaces(path string) (map[string]place, error) {
	f, err := frame.Open(path, nil)
	if err != nil {
		return nil, err
	}
	lat, err := f.Numbers("lat")
	if err != nil {
		return nil, err
	}
	lon, err := f.Numbers("lon")
	if err != nil {
		return nil, err
	}
	out, capital := map[string]place{}, map[string]bool{}
	for r := range f.Rows() {
		cells := map[string]string{}
		for _, c := range []string{"iso3", "cap", "langoff_1", "langoff_2", "langoff_3"} {
			if cells[c], err = f.Text(r, c); err != nil {
				return nil, err
			}
		}
		code := cmp.Or(renamed[cells["iso3"]], cells["iso3"])
		if _, there := out[code]; there && (capital[code] || cells["cap"] != "1") {
			continue
		}
		p := place{lat: lat[r], lon: lon[r]}
		for _, c := range []string{"langoff_1", "langoff_2", "langoff_3"} {
			if l := cells[c]; l != "" && l != "." {
				p.languages = append(p.languages, l)
			}
		}
		out[code], capital[code] = p, cells["cap"] == "1"
	}
	return out, nil
}

// printLanguages tells how well the official languages of countries give the common languages of the table: derived countries have
// theirs from them.
func printLanguages(pairs map[key]pair, places map[string]place) {
	same, more, fewer := 0, 0, 0
	for k, p := range pairs {
		switch tied, shared := strings.Contains(p.ties, "l"), share(places[k.a].languages, places[k.b].languages); {
		case tied && !shared:
			fewer++
		case shared && !tied:
			more++
		default:
			same++
		}
	}
	fmt.Printf("common language by official languages of %d pairs: as in the table %d, only by these %d, only there %d\n", len(pairs), same, more, fewer)
}

func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(l string) bool { return slices.Contains(b, l) })
}

// derive adds the countries of derived.tsv to the table.
func derive(pairs map[key]pair, places map[string]place, dir string) error {
	type derived struct {
		place
		code, like             string
		colonizers, neighbours []string
	}
	var list []derived
	columns := []string{"code", "like", "capital", "lat", "lon", "languages", "colonizers", "neighbours", "source"}
	err := tsv.Read(os.DirFS(dir), "derived.tsv", columns, func(r *tsv.Row) error {
		d := derived{code: r.Get("code"), like: cmp.Or(renamed[r.Get("like")], r.Get("like")), colonizers: r.List("colonizers"),
			neighbours: strings.Fields(r.Get("neighbours"))}
		d.languages = r.List("languages")
		var err error
		if d.lat, err = r.Number("lat", math.NaN()); err != nil {
			return err
		}
		d.lon, err = r.Number("lon", math.NaN())
		list = append(list, d)
		return err
	})
	if err != nil {
		return err
	}
	held := map[string]bool{}
	for k := range pairs {
		held[k.a], held[k.b] = true, true
	}
	for _, d := range list {
		for _, code := range slices.Sorted(maps.Keys(held)) {
			if code == d.like {
				continue
			}
			p := pair{km: greatCircle(d.place, places[code]), basis: "g"}
			if like, known := pairs[between(d.like, code)]; known && d.like != "" {
				p.km, p.basis = like.km, "s"
			}
			if slices.Contains(d.neighbours, code) {
				p.ties += "b"
			}
			if share(d.languages, places[code].languages) {
				p.ties += "l"
			}
			if slices.Contains(d.colonizers, code) {
				p.ties += "c"
			}
			pairs[between(d.code, code)] = p
		}
		places[d.code], held[d.code] = d.place, true
	}
	return nil
}

// greatCircle is the distance in km on a sphere, by the haversine formula (Sinnott 1984).
func greatCircle(a, b place) float64 {
	const radius, degree = 6371, math.Pi / 180
	s := func(x float64) float64 { return math.Pow(math.Sin(x*degree/2), 2) }
	h := s(b.lat-a.lat) + math.Cos(a.lat*degree)*math.Cos(b.lat*degree)*s(b.lon-a.lon)
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}

func write(path string, pairs map[key]pair) error {
	var text bytes.Buffer
	text.WriteString("# Made by internal/makepairs; README.md says of what and how.\na\tb\tkm\tties\tbasis\n")
	for _, k := range slices.SortedFunc(maps.Keys(pairs), func(x, y key) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) }) {
		p := pairs[k]
		fmt.Fprintf(&text, "%s\t%s\t%.0f\t%s\t%s\n", k.a, k.b, max(1, p.km), p.ties, p.basis)
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(text.Bytes()); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(path, packed.Bytes(), 0o644)
}
