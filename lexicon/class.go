package lexicon

import (
	"io/fs"
	"iter"
	"maps"
	"strings"

	"dragoman/internal/tsv"
)

// Classes are lexical classes of nouns, verbs and adjectives that frames refer to as "@class". A word may carry a value:
// what an agreement noun's kind is called, what a gathering noun's.
type Classes struct {
	members map[string]*sieved[string] // class -> lemma -> value
}

// Known says whether the class exists.
func (c *Classes) Known(class string) bool { return c.members[class] != nil }

// Has says whether the lemma (lower case) belongs to the class.
func (c *Classes) Has(class, lemma string) bool {
	_, ok := c.members[class].get(lemma)
	return ok
}

// Value is what the class says of the lemma, "" when the lemma does not belong to it or carries nothing.
func (c *Classes) Value(class, lemma string) string {
	v, _ := c.members[class].get(lemma)
	return v
}

// Words calls yield with every lemma or phrase of a class, in no order.
func (c *Classes) Words(class string) iter.Seq[string] {
	members := c.members[class]
	if members == nil {
		return func(func(string) bool) {}
	}
	return maps.Keys(members.values)
}

// loadClasses reads tables of classes: class, words (a |-list of lemmas), value.
func loadClasses(fsys fs.FS, names ...string) (*Classes, error) {
	c := &Classes{members: map[string]*sieved[string]{}}
	for _, name := range names {
		if err := c.readFile(fsys, name); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *Classes) readFile(fsys fs.FS, name string) error {
	return tsv.Read(fsys, name, []string{"class", "words", "value"}, func(r *tsv.Row) error {
		class := r.Get("class")
		if class == "" || r.Get("words") == "" {
			return r.Problem("fill both cells", "class and words must not be empty")
		}
		if c.members[class] == nil {
			c.members[class] = newSieved[string]()
		}
		for _, w := range r.List("words") {
			w = strings.ToLower(w)
			if _, ok := c.members[class].get(w); ok {
				return r.Problem("remove one of the two", "%q stands twice in class %s", w, class)
			}
			c.members[class].set(w, r.Get("value"))
		}
		return nil
	})
}
