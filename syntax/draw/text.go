// Package draw draws dependency trees: for the terminal, and as SVG.
package draw

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"dragoman"
)

// Directions in which a line leaves a cell.
const (
	up = 1 << iota
	down
	left
	right
)

// strokes are the box-drawing characters by directions.
var strokes = [16]rune{
	0: ' ', up: '│', down: '│', up | down: '│', left: '─', right: '─', left | right: '─',
	up | right: '└', down | right: '┌', up | down | right: '├', up | left: '┘', down | left: '┐', up | down | left: '┤',
	up | left | right: '┴', down | left | right: '┬', up | down | left | right: '┼',
}

// Text draws a sentence's tree with one word a line, in the order of the text: lines on the left lead from each word to its
// dependents, which stand one step further to the right; beside each word stand its relation, part of speech and lemma.
func Text(w io.Writer, s *dragoman.Sentence) error {
	n := len(s.Tokens)
	if n == 0 {
		return nil
	}
	depth, deepest := depths(s)
	grid := make([][]uint8, n)
	for i := range grid {
		grid[i] = make([]uint8, 2*deepest+3)
	}
	for i, t := range s.Tokens {
		own := 2 * depth[i]
		grid[i][own] |= right
		for x := own + 1; x < len(grid[i]); x++ {
			grid[i][x] |= left | right
		}
		if t.Head < 0 || t.Head >= n {
			continue
		}
		x := 2 * depth[t.Head]
		grid[i][x] |= right
		grid[i][x+1] |= left | right
		grid[i][own] |= left
		for r := min(i, t.Head); r < max(i, t.Head); r++ {
			grid[r][x] |= down
			grid[r+1][x] |= up
		}
	}
	return rows(w, s, grid)
}

// rows prints the grid and the words beside it, in columns.
func rows(w io.Writer, s *dragoman.Sentence, grid [][]uint8) error {
	var wide [3]int
	cells := make([][3]string, len(s.Tokens))
	for i := range s.Tokens {
		t := &s.Tokens[i]
		cells[i] = [3]string{printable(t.Form), t.Deprel, t.UPOS}
		for c, text := range cells[i] {
			wide[c] = max(wide[c], utf8.RuneCountInString(text))
		}
	}
	for i := range s.Tokens {
		var line strings.Builder
		for _, cell := range grid[i] {
			line.WriteRune(strokes[cell])
		}
		for c, text := range cells[i] {
			fmt.Fprintf(&line, " %-*s ", wide[c], text)
		}
		if lemma := printable(s.Tokens[i].Lemma); lemma != "" && lemma != cells[i][0] {
			line.WriteString(" " + lemma)
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

// printable puts a mark in the place of characters that would disturb a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return '\uFFFD'
		}
		return r
	}, s)
}

// depths gives each word's distance from the root, and the largest. Words that a broken tree does not reach count as roots.
func depths(s *dragoman.Sentence) (depth []int, deepest int) {
	depth = make([]int, len(s.Tokens))
	for i := range s.Tokens {
		steps := 0
		for h := s.Tokens[i].Head; h >= 0 && h < len(s.Tokens) && steps <= len(s.Tokens); h = s.Tokens[h].Head {
			steps++
		}
		if steps > len(s.Tokens) {
			steps = 0
		}
		depth[i] = steps
		deepest = max(deepest, steps)
	}
	return depth, deepest
}
