// Package blocktest makes tables of trade statistics in the shape of BACI, for measurements.
package blocktest

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"dragoman/trade/codes"
)

// Year is the year of generated rows.
const Year = 2021

// Name is a file name under which a generated table is taken for BACI.
const Name = "BACI_HS17_Y2021_V202301.csv"

// Table writes a year of BACI with about so many rows, sorted by exporter, importer and product as BACI is: 220 by 220 countries,
// 5,000 products, of which large exporters have most with large importers and small ones few; values are log-normal, a fifth has no
// quantity. The same rows and seed make the same bytes. It says how many rows it wrote.
func Table(w io.Writer, rows int, seed uint64) (int, error) {
	out := bufio.NewWriterSize(w, 1<<20)
	random := rand.New(rand.NewPCG(seed, 1))
	areas, size := countries(random)
	products := productCodes(random)
	total := 0.0
	for _, a := range size {
		for _, b := range size {
			total += min(1, a*b)
		}
	}
	share := float64(rows) / (total * float64(len(products)))
	written := 0
	out.WriteString("t,i,j,k,v,q\n")
	var line []byte
	for i, exporter := range areas {
		for j, importer := range areas {
			chance := min(1, share*min(1, size[i]*size[j]))
			if i == j || chance <= 0 {
				continue
			}
			for k := skip(random, chance); k < len(products); k += 1 + skip(random, chance) {
				v := math.Exp(random.NormFloat64()*2.2 + 2.5)
				line = strconv.AppendInt(line[:0], Year, 10)
				line = strconv.AppendInt(append(line, ','), int64(exporter), 10)
				line = strconv.AppendInt(append(line, ','), int64(importer), 10)
				line = append(append(line, ','), products[k]...)
				line = strconv.AppendFloat(append(line, ','), v, 'f', 3, 64)
				line = append(line, ',')
				if random.IntN(5) > 0 {
					line = strconv.AppendFloat(line, v*math.Exp(random.NormFloat64()), 'f', 3, 64)
				} else {
					line = append(line, "NA"...)
				}
				if _, err := out.Write(append(line, '\n')); err != nil {
					return written, err
				}
				written++
			}
		}
	}
	return written, out.Flush()
}

// skip is how many products are passed over until the next that is traded, when each is with the same chance.
func skip(random *rand.Rand, chance float64) int {
	if chance >= 1 {
		return 0
	}
	return int(math.Log(1-random.Float64()) / math.Log(1-chance))
}

// countries are numbers of BACI with a size each: few large ones, many small ones.
func countries(random *rand.Rand) (numbers []int, size []float64) {
	all := codes.Areas()
	for i := range all {
		if a := &all[i]; a.Kind == codes.Country && len(a.BACI) > 0 && len(numbers) < 220 {
			numbers = append(numbers, a.BACI[0])
		}
	}
	slices.Sort(numbers)
	for range numbers {
		size = append(size, math.Exp(random.NormFloat64()*1.6-0.5))
	}
	return numbers, size
}

// productCodes are 5,000 codes of six digits in ascending order, of headings that the Harmonized System has.
func productCodes(random *rand.Rand) []string {
	var headings []string
	for n := 101; n < 9800; n++ {
		if code := fmt.Sprintf("%04d", n); codes.ValidProduct("HS17", code) {
			headings = append(headings, code)
		}
	}
	known := map[string]bool{}
	for len(known) < 5000 {
		known[headings[random.IntN(len(headings))]+fmt.Sprintf("%02d", 10+random.IntN(90))] = true
	}
	list := make([]string, 0, len(known))
	for c := range known {
		list = append(list, c)
	}
	slices.Sort(list)
	return list
}
