// Package gravitytest makes panels of trade of which the coefficients are known, to measure and to test the estimation with.
package gravitytest

import (
	"bufio"
	"io"
	"math"
	"math/rand/v2"
	"strconv"
)

// The coefficients of a panel's regressors.
const (
	AgreementEffect = 0.4  // of an agreement in force
	CurrencyEffect  = 0.15 // of a common currency
	TariffEffect    = -3   // of log(1 + tariff)
)

// Panel writes a panel of trade as CSV: about so many rows (all ordered pairs of as many countries as make it so in 40 years; two years at
// least), with columns exporter, importer, pair, year, trade, fta, currency, tariff. Trade is Poisson-like about its mean with a third of zeros, the same
// for the same seed.
func Panel(out io.Writer, rows int, seed uint64) error {
	years := 40
	countries := int(math.Round(math.Sqrt(float64(rows)/float64(years)))) + 1
	if countries < 10 {
		countries, years = 10, max(2, rows/90)
	}
	random := rand.New(rand.NewPCG(seed, 1))
	exports, imports := sizes(random, countries, years), sizes(random, countries, years)
	w := bufio.NewWriterSize(out, 1<<16)
	_, err := w.WriteString("exporter,importer,pair,year,trade,fta,currency,tariff\n")
	line := make([]byte, 0, 128)
	for i := range countries {
		for j := range countries {
			if i == j {
				continue
			}
			near := 1.2 * random.NormFloat64()
			since, coin := random.IntN(2*years), random.IntN(8*years)
			level := 0.2 * random.Float64()
			for t := range years {
				fta, currency := float(t >= since), float(t >= coin)
				tariff := level * (1 - 0.5*float64(t)/float64(years)) * (1 - 0.7*fta) * (0.8 + 0.4*random.Float64())
				mean := math.Exp(exports[i][t] + imports[j][t] + near + AgreementEffect*fta + CurrencyEffect*currency + TariffEffect*math.Log1p(tariff))
				trade := mean * math.Exp(0.5*random.NormFloat64()-0.125)
				if random.Float64() < 1/(1+mean) { // small flows are often not recorded
					trade = 0
				}
				line = append(line[:0], 'C')
				line = strconv.AppendInt(line, int64(i), 10)
				line = append(line, ",C"...)
				line = strconv.AppendInt(line, int64(j), 10)
				line = append(line, ',')
				line = strconv.AppendInt(line, int64(i*countries+j), 10)
				line = append(line, ',')
				line = strconv.AppendInt(line, int64(1985+t), 10)
				for _, cell := range []struct {
					value  float64
					digits int
				}{{trade, 3}, {fta, 0}, {currency, 0}, {tariff, 4}} {
					line = append(line, ',')
					line = strconv.AppendFloat(line, cell.value, 'f', cell.digits, 64)
				}
				line = append(line, '\n')
				if err == nil {
					_, err = w.Write(line)
				}
			}
		}
	}
	if err != nil {
		return err
	}
	return w.Flush()
}

func float(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// sizes are the log sizes of countries over the years: a random walk with growth.
func sizes(random *rand.Rand, countries, years int) [][]float64 {
	out := make([][]float64, countries)
	for i := range out {
		size := 1.5 * random.NormFloat64()
		for range years {
			size += 0.03 + 0.1*random.NormFloat64()
			out[i] = append(out[i], size)
		}
	}
	return out
}
