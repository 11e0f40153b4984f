package source

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"dragoman"
	"dragoman/trade/codes"
)

//go:embed data/aliases.tsv
var files embed.FS

// aliases are letters that stand for areas without a code of ISO, with UN Comtrade's number.
var aliases = sync.OnceValues(func() (map[string]int, error) {
	const name = "data/aliases.tsv"
	text, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	list, header := map[string]int{}, true
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		place := fmt.Sprintf("line %d", n)
		if len(cells) != 3 {
			return nil, dragoman.Problemf(name, place, "separate cells by single tabs", "has %d cells, want 3", len(cells))
		}
		if header {
			header = false
			continue
		}
		number, err := strconv.Atoi(cells[1])
		if _, known := codes.ByComtrade(number); err != nil || !known {
			return nil, dragoman.Problemf(name, place, "write a number of UN Comtrade", "%q is no area", cells[1])
		}
		if _, twice := list[cells[0]]; twice {
			return nil, dragoman.Problemf(name, place, "remove one of the lines", "%s stands there already", cells[0])
		}
		list[cells[0]] = number
	}
	return list, nil
})

// anyArea finds an area by any code or name: the scheme of a table of anyone's is not told. Numbers are Comtrade's, else M49's; they
// agree except for a few (699 and 356 are India) that no other area has.
func anyArea(s string) (*codes.Area, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		if a, known := codes.ByComtrade(n); known {
			return a, true
		}
		return codes.ByM49(n)
	}
	if a, known := codes.FindArea(s); known {
		return a, true
	}
	if list, err := aliases(); err == nil {
		if n, known := list[strings.ToUpper(s)]; known {
			return codes.ByComtrade(n)
		}
	}
	return codes.ByEurostat(s)
}
