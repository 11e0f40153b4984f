package lexicon

import (
	"io/fs"
	"strings"

	"dragoman/internal/tsv"
)

// given tells the gender of persons by their first names, and by surname endings where the first name says nothing.
type given struct {
	names   map[string]byte // folded first name -> 'm' or 'f'
	endings []ending
}

type ending struct {
	suffix string // folded
	gender byte
}

func (n *Names) loadGiven(fsys fs.FS) error {
	n.given.names = map[string]byte{}
	seen := map[string]int{}
	return tsv.Read(fsys, "given.tsv", []string{"gender", "names"}, func(r *tsv.Row) error {
		gender := r.Get("gender")
		if gender != "m" && gender != "f" {
			return r.Problem("write m or f", "%q is no gender", gender)
		}
		for _, name := range r.List("names") {
			if err := unique(seen, r, name); err != nil {
				return err
			}
			if suffix, ok := strings.CutPrefix(name, "-"); ok {
				n.given.endings = append(n.given.endings, ending{Fold(suffix), gender[0]})
			} else {
				n.given.names[Fold(name)] = gender[0]
			}
		}
		return nil
	})
}

// Gender is what a person's name tells of the gender: 'm', 'f', or 0 for nothing.
func (n *Names) Gender(name string) byte {
	folded := Fold(name)
	first, rest, more := strings.Cut(folded, " ")
	if !more {
		rest = folded
	} else if g := n.given.names[first]; g != 0 {
		return g
	}
	for _, e := range n.given.endings {
		if strings.HasSuffix(rest, e.suffix) && len(rest) > len(e.suffix)+1 {
			return e.gender
		}
	}
	return 0
}

// IsGiven says whether a word is known for a first name.
func (n *Names) IsGiven(word string) bool { return n.given.names[Fold(word)] != 0 }
