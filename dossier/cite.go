package dossier

import (
	"fmt"
	"strings"
)

// bySources words who reports an item: "Specimen Wire [1], Corridor Review (opinion) [3]". A source that tells it twice is
// named once, one that repeats another's wording after "same wording in".
func bySources(list []Report) string {
	var first, again []string
	for _, r := range distinct(list) {
		if r.Repeats {
			again = append(again, fmt.Sprintf("[%d]", r.Source))
			continue
		}
		first = append(first, fmt.Sprintf("%s [%d]", r.Name(), r.Source))
	}
	return joined("; ", strings.Join(first, ", "), prefixed("same wording in ", strings.Join(again, " ")))
}

// Name is who reports, with what must be known of the source.
func (r Report) Name() string {
	if r.Mark == "" {
		return r.By
	}
	return r.By + " (" + r.Mark + ")"
}

// numbers is the bare citation: "[1] [3]".
func numbers(list []Report) string {
	var out []string
	for _, r := range inOrder(list) {
		out = append(out, fmt.Sprintf("[%d]", r.Source))
	}
	return strings.Join(out, " ")
}

// Confidence words are coarse on purpose: the number says how often such a line was right, not how true this one is.
func sureness(c float64) string {
	switch {
	case c >= 0.8:
		return "high"
	case c >= 0.5:
		return "medium"
	}
	return "low"
}

func signed(v float64) string {
	s := fmt.Sprintf("%+.1f", v)
	return strings.Replace(s, "-", "−", 1)
}
