package register

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"

	"dragoman"
)

//go:embed data/*.tsv
var data embed.FS

// rule says when two reports of an event type tell the same event; data/rules.tsv explains the columns.
type rule struct {
	mutual  bool
	undated int
	need    [3]float64 // by level
}

// knowledge is what the package reads from data/.
type knowledge struct {
	rules  map[dragoman.EventType]rule
	common map[string]bool
	posts  map[string]string
}

// known is the embedded knowledge. A test makes sure that it loads.
var known = sync.OnceValue(func() *knowledge {
	k, err := load(data)
	if err != nil {
		panic(err)
	}
	return k
})

func load(files fs.FS) (*knowledge, error) {
	k := &knowledge{rules: map[dragoman.EventType]rule{}, common: map[string]bool{}, posts: map[string]string{}}
	err := table(files, "data/rules.tsv", "type mutual undated exact near far", k.addRule)
	if err == nil {
		err = table(files, "data/common.tsv", "word", func(cells []string) error {
			k.common[cells[0]] = true
			return nil
		})
	}
	if err == nil {
		err = table(files, "data/posts.tsv", "words post", func(cells []string) error {
			k.posts[cells[0]] = cells[1]
			return nil
		})
	}
	for _, t := range dragoman.EventTypes {
		if _, ok := k.rules[t]; err == nil && !ok {
			err = dragoman.Problemf("data/rules.tsv", "", "add a line for it", "has no rule for %s", t)
		}
	}
	return k, err
}

func (k *knowledge) addRule(cells []string) error {
	r := rule{mutual: cells[1] == "yes"}
	if cells[1] != "yes" && cells[1] != "no" {
		return fmt.Errorf("mutual is %q, not yes or no", cells[1])
	}
	var err error
	if r.undated, err = strconv.Atoi(cells[2]); err != nil || r.undated < 0 {
		return fmt.Errorf("undated is %q, not a number of days", cells[2])
	}
	for i := range r.need {
		if r.need[i], err = strconv.ParseFloat(cells[3+i], 64); err != nil || !(r.need[i] >= 0 && r.need[i] <= 1) {
			return fmt.Errorf("%q is not a share between 0 and 1", cells[3+i])
		}
	}
	k.rules[dragoman.EventType(cells[0])] = r
	return nil
}

// table reads a data file: comment lines, a header line with the given columns, and a line for each row.
func table(files fs.FS, name, columns string, row func(cells []string) error) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	header := false
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		place := fmt.Sprintf("line %d", n)
		switch {
		case !header && strings.Join(cells, " ") != columns:
			return dragoman.Problemf(name, place, "write the columns "+columns, "is not the header")
		case !header:
			header = true
		case len(cells) != len(strings.Fields(columns)):
			return dragoman.Problemf(name, place, "separate cells by single tabs", "has %d cells", len(cells))
		default:
			if err := row(cells); err != nil {
				return dragoman.Problemf(name, place, "correct the cell", "%v", err)
			}
		}
	}
	return nil
}
