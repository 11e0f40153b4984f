package source

import (
	"embed"
	"strconv"
	"strings"
	"sync"

	"dragoman/internal/tsv"
	"dragoman/trade/codes"
)

//go:embed data/aliases.tsv
var files embed.FS

// aliases are letters that stand for areas without a code of ISO, with UN Comtrade's number.
var aliases = sync.OnceValues(func() (map[string]int, error) {
	list := map[string]int{}
	err := tsv.Read(files, "data/aliases.tsv", []string{"alias", "comtrade", "used_by"}, func(r *tsv.Row) error {
		alias := r.Get("alias")
		number, err := strconv.Atoi(r.Get("comtrade"))
		if _, known := codes.ByComtrade(number); err != nil || !known {
			return r.Problem("write a number of UN Comtrade", "%q is no area", r.Get("comtrade"))
		}
		if _, twice := list[alias]; twice {
			return r.Problem("remove one of the lines", "%s stands there already", alias)
		}
		list[alias] = number
		return nil
	})
	return list, err
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
