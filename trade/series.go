package trade

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// months is a set of months of a year, January the lowest bit; a figure for the whole year has all.
type months uint16

const wholeYear months = 1<<12 - 1

var monthNames = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// String words the set: "Jan-Aug", "Feb", "7 months"; "" for a whole year.
func (m months) String() string {
	n := bits.OnesCount16(uint16(m))
	first := bits.TrailingZeros16(uint16(m))
	switch {
	case m == wholeYear || m == 0:
		return ""
	case n == 1:
		return monthNames[first]
	case m == (1<<n-1)<<first:
		return monthNames[first] + "-" + monthNames[first+n-1]
	}
	return fmt.Sprintf("%d months", n)
}

// series holds values by period as reported, "2023" or "2023-04". A period that the teller reported on and that tells of no trade is
// there with 0; one that he did not report on is missing.
type series map[string]float64

// years lists the years that have a figure or a month.
func (s series) years() []string {
	var out []string
	for p := range s {
		if y := yearOf(p); !slices.Contains(out, y) {
			out = append(out, y)
		}
	}
	slices.Sort(out)
	return out
}

func yearOf(period string) string {
	y, _, _ := strings.Cut(period, "-")
	return y
}

// covered is the set of months that the series has for a year.
func (s series) covered(year string) months {
	if _, ok := s[year]; ok {
		return wholeYear
	}
	var m months
	for i := range 12 {
		if _, ok := s[monthOf(year, i)]; ok {
			m |= 1 << i
		}
	}
	return m
}

// monthOf names a month counted from 0.
func monthOf(year string, i int) string { return fmt.Sprintf("%s-%02d", year, i+1) }

// sum is the value of some months of a year; false when one of them is missing.
func (s series) sum(year string, of months) (float64, bool) {
	if v, ok := s[year]; ok && of == wholeYear {
		return v, true
	}
	var sum float64
	for i := range 12 {
		if of&(1<<i) == 0 {
			continue
		}
		v, ok := s[monthOf(year, i)]
		if !ok {
			return 0, false
		}
		sum += v
	}
	return sum, of != 0
}

// before is the year before, "2022" of "2023".
func before(year string) string {
	n, err := strconv.Atoi(year)
	if err != nil {
		return ""
	}
	return strconv.Itoa(n - 1)
}

// span lists the years from the first to the last.
func span(first, last string) []string {
	a, err := strconv.Atoi(first)
	b, err2 := strconv.Atoi(last)
	if err != nil || err2 != nil {
		return nil
	}
	var out []string
	for y := a; y <= b; y++ {
		out = append(out, strconv.Itoa(y))
	}
	return out
}
