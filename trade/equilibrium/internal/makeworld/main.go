// Command makeworld makes the base world that ships with package equilibrium. Its arguments are the cross-section of 2006 of Head, Mayer
// and Ries (columns iso_o, iso_d, distw, gdp_o, gdp_d, rta, flow, contig, comlang_off, comcur), the panel of Yotov et al. (exporter,
// importer, year, trade, with domestic trade) and the directory to write to. It prints how much of its GDP the median country sells at
// home, which parameters.tsv holds.
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"dragoman/trade/codes"
	"dragoman/trade/frame"
)

// renamed are codes of the source that ISO has replaced. YUG is Serbia and Montenegro there.
var renamed = map[string]string{"ROM": "ROU", "ZAR": "COD", "YUG": "SCG"}

// covers names the present countries that lie in one of 2006.
var covers = map[string]string{"SCG": "SRB MNE"}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: makeworld GRAVITY_ZEROS.csv.gz AGTPA.csv.gz DIRECTORY")
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func run(cross, panel, dir string) error {
	f, err := frame.Open(cross, nil)
	if err != nil {
		return err
	}
	c, err := readColumns(f, []string{"iso_o", "iso_d"}, []string{"flow", "distw", "contig", "comlang_off", "rta", "comcur", "gdp_o", "gdp_d"})
	if err != nil {
		return err
	}
	gdp := map[string]float64{}
	var pairs bytes.Buffer
	pairs.WriteString("exporter,importer,trade,dist,contig,lang,fta,currency\n")
	order := c.order()
	for _, r := range order {
		gdp[c.text["iso_o"][r]], gdp[c.text["iso_d"][r]] = c.number["gdp_o"][r], c.number["gdp_d"][r]
		fmt.Fprintf(&pairs, "%s,%s,%s,%.0f", c.text["iso_o"][r], c.text["iso_d"][r], strconv.FormatFloat(c.number["flow"][r], 'g', 6, 64), c.number["distw"][r])
		for _, dummy := range []string{"contig", "comlang_off", "rta", "comcur"} {
			fmt.Fprintf(&pairs, ",%.0f", c.number[dummy][r])
		}
		pairs.WriteByte('\n')
	}
	if err := writePacked(filepath.Join(dir, "world2006.csv.gz"), pairs.Bytes()); err != nil {
		return err
	}
	if err := writeCountries(filepath.Join(dir, "countries2006.tsv"), gdp); err != nil {
		return err
	}
	return printShare(panel, gdp)
}

// columns are parsed columns by name.
type columns struct {
	text   map[string][]string
	number map[string][]float64
}

func readColumns(f *frame.Frame, texts, numbers []string) (*columns, error) {
	c := &columns{map[string][]string{}, map[string][]float64{}}
	for _, name := range texts {
		levels, err := f.Levels(name)
		if err != nil {
			return nil, err
		}
		for _, k := range levels.Codes {
			code := levels.Labels[k]
			if now, old := renamed[code]; old {
				code = now
			}
			if _, known := codes.ByISO3(code); !known {
				return nil, fmt.Errorf("%s: unknown country code %q", f.Name(), code)
			}
			c.text[name] = append(c.text[name], code)
		}
	}
	for _, name := range numbers {
		v, err := f.Numbers(name)
		if err != nil {
			return nil, err
		}
		c.number[name] = v
	}
	return c, nil
}

// order sorts rows by pair, so that the file is the same whatever the order of the source.
func (c *columns) order() []int {
	rows := make([]int, len(c.text["iso_o"]))
	for i := range rows {
		rows[i] = i
	}
	key := func(r int) string { return c.text["iso_o"][r] + c.text["iso_d"][r] }
	slices.SortFunc(rows, func(a, b int) int { return bytes.Compare([]byte(key(a)), []byte(key(b))) })
	return rows
}

func writePacked(path string, data []byte) error {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, bytes.NewReader(data)); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(path, packed.Bytes(), 0o644)
}

func writeCountries(path string, gdp map[string]float64) error {
	var b bytes.Buffer
	b.WriteString(`# Countries of the base world.
# gdp: million US dollars at current prices, 2006. covers: present countries that this one held then.
# source: column gdp_o of gravity_zeros, R package gravity (github.com/pachadotdev/gravity, commit b88a175), data of Head, Mayer and Ries (2010), from the World Bank
# licence: Apache License 2.0
# as-of: 2006; taken 2026-11
code	gdp	covers
`)
	sorted := make([]string, 0, len(gdp))
	for code := range gdp {
		sorted = append(sorted, code)
	}
	slices.Sort(sorted)
	for _, code := range sorted {
		fmt.Fprintf(&b, "%s\t%s\t%s\n", code, strconv.FormatFloat(gdp[code], 'g', 7, 64), covers[code])
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// printShare prints the median of domestic sales of manufactures over GDP in 2006.
func printShare(panel string, gdp map[string]float64) error {
	f, err := frame.Open(panel, nil)
	if err != nil {
		return err
	}
	c, err := readColumns(f, []string{"exporter", "importer"}, []string{"year", "trade"})
	if err != nil {
		return err
	}
	var shares []float64
	for r, year := range c.number["year"] {
		exporter := c.text["exporter"][r]
		if year == 2006 && exporter == c.text["importer"][r] && gdp[exporter] > 0 {
			shares = append(shares, c.number["trade"][r]/gdp[exporter])
		}
	}
	slices.Sort(shares)
	n := len(shares)
	if n == 0 {
		return fmt.Errorf("%s: no domestic trade of 2006", panel)
	}
	at := func(q float64) float64 { return shares[int(q*float64(n-1)+0.5)] }
	fmt.Printf("domestic sales of manufactures over GDP, %d countries, 2006: quartiles %.3f, %.3f, %.3f\n", n, at(0.25), at(0.5), at(0.75))
	return nil
}
