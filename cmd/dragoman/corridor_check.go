package main

import (
	"fmt"
	"strings"

	"dragoman/corridor"
)

// corridorCheckCmd checks data.
type corridorCheckCmd struct {
	Files []string `arg:"" optional:"" name:"file" help:"Your own files, put over the shipped data; none checks the shipped data."`
	List  bool     `help:"List the elements by id, with their names."`
}

func (c *corridorCheckCmd) Run(a *app) error {
	n, err := loadNetwork(c.Files)
	if err != nil {
		return err
	}
	if c.List {
		t := grid("id", "kind", "~name", "~other names")
		for i := range n.Elements {
			e := &n.Elements[i]
			t.add(e.ID, e.Kind, e.Name, strings.Join(e.Names, ", "))
		}
		return t.print(a)
	}
	own := map[string]bool{}
	for _, f := range c.Files {
		own[f] = true
	}
	grave, notices := 0, 0
	for _, f := range n.Check() {
		if len(own) > 0 && !own[f.File] {
			continue
		}
		kind := "notice"
		if f.Grave {
			kind = "error"
			grave++
		} else {
			notices++
		}
		fmt.Fprintf(a.out, "%s: %s\n", kind, f.Error())
	}
	fmt.Fprintf(a.out, "%d elements, %d nodes, %d links, %d figures: %s, %s\n", len(n.Elements), len(n.Nodes), len(n.Links), len(n.Figures),
		plural(grave, "error"), plural(notices, "notice"))
	if grave > 0 {
		return corridor.ErrData
	}
	return nil
}
