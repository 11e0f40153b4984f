package main

import (
	"strings"

	"dragoman"
	"dragoman/trade/codes"
)

// tradeCodesCmd looks codes up.
type tradeCodesCmd struct {
	Word   []string `arg:"" help:"A code (KAZ, 398, 2709, EAEU) or words of a name (\"crude oil\", balkans)."`
	Format string   `enum:"table,json" default:"table" help:"table or json."`
	Limit  int      `short:"n" default:"40" help:"At most so many lines; 0: all."`
}

func (c *tradeCodesCmd) Run(a *app) error {
	words := strings.Join(c.Word, " ")
	hits := codes.Search(words)
	if len(hits) == 0 {
		const mend = "try fewer or other words"
		return dragoman.Problemf("", "", mend, "no area, group, product, classification or unit is called %q", words)
	}
	if c.Limit > 0 && len(hits) > c.Limit {
		a.hint("dragoman: the first %d of %d; more with --limit", c.Limit, len(hits))
		hits = hits[:c.Limit]
	}
	if c.Format == "json" {
		return printJSON(a.out, hits)
	}
	t := &table{header: []string{"KIND", "CODE", "NAME", "DETAIL", "NOTE"},
		in: []where{inTable, inTable, inTable | loose, inTable | loose, inTable | loose}}
	for _, h := range hits {
		t.rows = append(t.rows, []string{h.Kind, h.Code, h.Name, h.Detail, h.Note})
	}
	return t.print(a)
}
