package chart

import (
	"fmt"
	"strconv"
)

// calendar is a row of years or of months: where each period stands, counted in years or months.
type calendar struct {
	at      []int
	monthly bool
}

// newCalendar reads periods ("2023", or "2023-04" for months), ascending and of one kind. Periods may be left out between.
func newCalendar(periods []string) (calendar, error) {
	var c calendar
	for i, p := range periods {
		at, monthly, err := parsePeriod(p)
		switch {
		case err != nil:
			return c, err
		case i > 0 && monthly != c.monthly:
			return c, fmt.Errorf("periods %q and %q: years and months do not stand in one chart", periods[i-1], p)
		case i > 0 && at <= c.at[i-1]:
			return c, fmt.Errorf("period %q comes after %q", p, periods[i-1])
		}
		c.at, c.monthly = append(c.at, at), monthly
	}
	return c, nil
}

func parsePeriod(p string) (at int, monthly bool, err error) {
	wrong := fmt.Errorf("period %q is neither a year (2023) nor a month (2023-04)", p)
	if len(p) != 4 && (len(p) != 7 || p[4] != '-') {
		return 0, false, wrong
	}
	year, err := strconv.ParseUint(p[:4], 10, 16)
	if err != nil {
		return 0, false, wrong
	}
	if len(p) == 4 {
		return int(year), false, nil
	}
	month, err := strconv.ParseUint(p[5:], 10, 8)
	if err != nil || month < 1 || month > 12 {
		return 0, false, wrong
	}
	return int(year)*12 + int(month) - 1, true, nil
}

func (c calendar) first() int { return c.at[0] }
func (c calendar) last() int  { return c.at[len(c.at)-1] }

// slots is how many periods lie from the first to the last, those left out included.
func (c calendar) slots() int { return c.last() - c.first() + 1 }

// columns gives each period a column of its own between x0 and x1: its middle, and the width of all.
func (c calendar) columns(x0, x1 float64) (x func(at int) float64, width float64) {
	width = (x1 - x0) / float64(c.slots())
	return func(at int) float64 { return x0 + (float64(at-c.first())+0.5)*width }, width
}

// name writes a period in full.
func (c calendar) name(at int) string {
	if !c.monthly {
		return strconv.Itoa(at)
	}
	return months[at%12] + " " + strconv.Itoa(at/12)
}

var months = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// periodTick is a mark of the axis of time.
type periodTick struct {
	at    int
	label string
}

// ticks are marks so far apart that n at most stand between the first and the last period. Months are marked by the year as
// soon as that is as dense as it may get.
func (c calendar) ticks(n int) []periodTick {
	steps := []int{1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000}
	if c.monthly {
		steps = []int{1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000}
	}
	step := steps[len(steps)-1]
	for _, s := range steps {
		if (c.slots()-1)/s+1 <= max(1, n) {
			step = s
			break
		}
	}
	var out []periodTick
	start := (c.first() + step - 1) / step * step
	for at := start; at <= c.last(); at += step {
		t := periodTick{at, c.name(at)}
		if c.monthly && step%12 == 0 {
			t.label = strconv.Itoa(at / 12)
		}
		out = append(out, t)
	}
	if len(out) == 0 {
		out = append(out, periodTick{c.first(), c.name(c.first())})
	}
	return out
}
