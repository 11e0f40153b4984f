// Package outline has the outlines of countries for flow maps: Natural Earth's, simplified, for the box from 12° W to 127° E and from 18° to
// 64° N. Boundaries are political. These show who holds the ground in Natural Earth's judgement ("de facto"), not what anyone
// claims; the table is replaceable by one of the same form, see [Read].
package outline

import (
	"bufio"
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
)

//go:embed data/countries.tsv
var embedded []byte

// Country is the outline of a country or territory.
type Country struct {
	Code  string // ISO 3166-1 alpha-3; "" where Natural Earth has a territory of its own without one
	Name  string // as in Natural Earth
	Rings []Ring // of the parts within the box; holes are not kept
}

// Ring is a closed line of longitudes and latitudes in degrees; the last point is joined to the first.
type Ring [][2]float64

// Countries is the built-in table, read once. Nobody may change it.
var Countries = sync.OnceValues(func() ([]Country, error) { return Read("countries.tsv", bytes.NewReader(embedded)) })

// Columns of the table.
const header = "code\tname\trings"

// Read reads a table of outlines: lines of code, name and rings, separated by tabs, after a header; lines that begin with "#" are
// comments. Rings are separated by a space, each written by [Encode]. A bad line is named by file and number.
func Read(file string, r io.Reader) ([]Country, error) {
	var out []Country
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<22)
	seen := false
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSuffix(lines.Text(), "\r")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		case !seen:
			if line != header {
				return nil, fmt.Errorf("%s, line %d: the header is %q, not %q", file, n, line, header)
			}
			seen = true
			continue
		}
		c, err := country(line)
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", file, n, err)
		}
		out = append(out, c)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if !seen {
		return nil, fmt.Errorf("%s: there is no header %q", file, header)
	}
	return out, nil
}

func country(line string) (Country, error) {
	fields := strings.Split(line, "\t")
	if len(fields) != 3 {
		return Country{}, fmt.Errorf("%d fields, not 3", len(fields))
	}
	c := Country{Code: fields[0], Name: fields[1]}
	if c.Name == "" {
		return c, errors.New("a country without a name")
	}
	for _, s := range strings.Fields(fields[2]) {
		ring, err := Decode(s)
		if err != nil {
			return c, fmt.Errorf("%s: %w", c.Name, err)
		}
		if len(ring) < 3 {
			return c, fmt.Errorf("%s: a ring of %d points", c.Name, len(ring))
		}
		c.Rings = append(c.Rings, ring)
	}
	return c, nil
}

// perDegree is the grid of the coding: hundredths of a degree, about a kilometre.
const perDegree = 100

// Encode writes a ring as text in the manner of Google's polyline algorithm: differences from point to point, longitude first, in
// hundredths of a degree, five bits a character. Characters run from '?' to '~', so neither tab nor space is among them.
func Encode(ring Ring) string {
	var b strings.Builder
	last := [2]int{}
	for _, p := range ring {
		for k := range 2 {
			v := int(math.Round(p[k] * perDegree))
			d := v - last[k]
			last[k] = v
			u := d << 1
			if d < 0 {
				u = ^u
			}
			for ; u >= 0x20; u >>= 5 {
				b.WriteByte(byte(u&0x1f|0x20) + '?')
			}
			b.WriteByte(byte(u) + '?')
		}
	}
	return b.String()
}

// Decode reads what [Encode] wrote; points outside the globe are an error.
func Decode(s string) (Ring, error) {
	var out Ring
	var at [2]int
	for i := 0; i < len(s); {
		for k := range 2 {
			u, shift := 0, 0
			for {
				if i >= len(s) {
					return nil, errors.New("a ring is cut short")
				}
				c := s[i]
				i++
				if c < '?' || c > '~' || shift > 20 {
					return nil, fmt.Errorf("character %q at %d of a ring", c, i)
				}
				u |= int(c-'?') & 0x1f << shift
				shift += 5
				if c-'?' < 0x20 {
					break
				}
			}
			d := u >> 1
			if u&1 == 1 {
				d = ^d
			}
			at[k] += d
			if limit := []int{180, 90}[k] * perDegree; at[k] < -limit || at[k] > limit {
				return nil, errors.New("a ring leaves the globe")
			}
		}
		out = append(out, [2]float64{float64(at[0]) / perDegree, float64(at[1]) / perDegree})
	}
	return out, nil
}
