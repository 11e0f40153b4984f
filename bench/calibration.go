package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"dragoman"
	"dragoman/eval"
)

// bin is a range of confidence with how often such events were right.
type bin struct {
	From, To float64
	N, Right int
	Sum      float64 // of the confidences
}

// Share is Right / N.
func (b bin) Share() float64 { return float64(b.Right) / float64(max(1, b.N)) }

// Mean is the mean confidence.
func (b bin) Mean() float64 { return b.Sum / float64(max(1, b.N)) }

// calibration is the honesty of the confidence of events.
type calibration struct {
	Bins  []bin
	N     int
	Error float64 // expected calibration error: mean distance of confidence from the share that is right, over bins weighted by N
}

const calibrationBins = 10

func newCalibration() *calibration {
	c := &calibration{}
	for i := range calibrationBins {
		c.Bins = append(c.Bins, bin{From: float64(i) / calibrationBins, To: float64(i+1) / calibrationBins})
	}
	return c
}

// add sorts the triples of the events found in the texts of a gold file by confidence and counts those that are right.
func (c *calibration) add(binary, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	cases, _, err := eval.ReadTriples(bytes.NewReader(data), path)
	if err != nil {
		return err
	}
	readings, err := readLines(binary, bytes.NewReader(data))
	if err != nil {
		return err
	}
	for _, k := range cases {
		r := readings[k.ID]
		if r == nil {
			return fmt.Errorf("%s: no reading of %s", path, k.ID)
		}
		for _, e := range r.Events {
			for _, t := range eval.Triples(&dragoman.Reading{Events: []dragoman.Event{e}}) {
				right, _, _ := eval.MatchTriples(k.Events, []eval.Triple{t})
				b := &c.Bins[min(int(e.Confidence*calibrationBins), calibrationBins-1)]
				b.N++
				b.Right += right
				b.Sum += e.Confidence
			}
		}
	}
	return nil
}

// sum computes what the bins come to.
func (c *calibration) sum() {
	c.N, c.Error = 0, 0
	for _, b := range c.Bins {
		c.N += b.N
	}
	for _, b := range c.Bins {
		c.Error += math.Abs(b.Sum-float64(b.Right)) / float64(max(c.N, 1))
	}
}

// draw writes the reliability picture: the share of right events over the confidence, dots as large as the number of events.
func (c *calibration) draw() error {
	const size, left, top = 320.0, 50.0, 20.0
	x := func(v float64) float64 { return left + v*size }
	y := func(v float64) float64 { return top + (1-v)*size }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="420" height="400" font-family="sans-serif" font-size="12"><rect width="420" height="400" fill="#fff"/>`)
	for i := 0; i <= 10; i += 2 {
		v := float64(i) / 10
		fmt.Fprintf(&b, `<path d="M%.0f %.0fH%.0fM%.0f %.0fV%.0f" stroke="#ddd"/>`, x(0), y(v), x(1), x(v), y(0), y(1))
		fmt.Fprintf(&b, `<text x="%.0f" y="%.0f" text-anchor="end">%.1f</text><text x="%.0f" y="%.0f" text-anchor="middle">%.1f</text>`, x(0)-6, y(v)+4, v, x(v), y(0)+18, v)
	}
	fmt.Fprintf(&b, `<path d="M%.0f %.0fL%.0f %.0f" stroke="#888" stroke-dasharray="4 4"/>`, x(0), y(0), x(1), y(1))
	for _, n := range c.Bins {
		if n.N > 0 {
			fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="%.1f" fill="#1f6feb" fill-opacity="0.75"><title>%d events, confidence %.2f, right %.2f</title></circle>`,
				x(n.Mean()), y(n.Share()), 3+math.Sqrt(float64(n.N))/2, n.N, n.Mean(), n.Share())
		}
	}
	fmt.Fprintf(&b, `<text x="%.0f" y="%.0f" text-anchor="middle">confidence</text><text x="16" y="%.0f" text-anchor="middle" transform="rotate(-90 16 %.0f)">share that is right</text></svg>`,
		x(0.5), y(0)+38, y(0.5), y(0.5))
	return os.WriteFile(filepath.Join("docs", "img", "reliability.svg"), []byte(b.String()+"\n"), 0o644)
}
