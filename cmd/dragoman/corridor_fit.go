package main

import (
	"fmt"
	"strings"

	"dragoman"
	"dragoman/corridor"
)

// corridorFitCmd sets the model beside reports.
type corridorFitCmd struct {
	corridorData
	Year   []int  `default:"2019,2021,2023,2024" placeholder:"YEAR" help:"Of these years."`
	Format string `enum:"table,json,md" default:"table" help:"table, json or md (a table for a document)."`
}

func (c *corridorFitCmd) Run(a *app) error {
	n, err := c.network()
	if err != nil {
		return err
	}
	fits, err := n.Fits(c.Commodity, c.Year, corridor.Assume(c.Commodity))
	if err != nil {
		return err
	}
	if len(fits) == 0 {
		return dragoman.Problemf("", "--year", "name a year of which flows were reported, such as 2023",
			"no flow of %s was reported of %s", c.Commodity, yearList(c.Year))
	}
	if c.Format == "json" {
		return printJSON(a.out, fits)
	}
	near, free := 0, 0
	t := grid("~flow", "year", "#reported", "#model", "#off", "#by cost alone", "held")
	for i := range fits {
		f := &fits[i]
		held := ""
		if f.Given {
			held = "yes"
		}
		if off := f.Off(); off >= -0.15 && off <= 0.15 {
			near++
		}
		if off := f.Free/f.Reported - 1; off >= -0.15 && off <= 0.15 {
			free++
		}
		t.add(f.Name, fmt.Sprint(f.Year), num(f.Reported, 2), num(f.Model, 2), signed(100*f.Off(), 0)+" %", num(f.Free, 2), held)
	}
	if c.Format == "md" {
		t.markdown(a)
	} else if err := t.print(a); err != nil {
		return err
	}
	a.say("", "\n%d of %d within 15 per cent; %d by purchases and cost alone. held: the reported flow is the link's usual volume, "+
		"above which it costs more.", near, len(fits), free)
	return nil
}

func yearList(years []int) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(years), "[]"), " ", ", ")
}

// markdown prints a table as Markdown.
func (t *table) markdown(a *app) {
	for i, h := range t.header {
		fmt.Fprintf(a.out, "%s%s", map[bool]string{true: "| ", false: " | "}[i == 0], h)
	}
	fmt.Fprint(a.out, " |\n|")
	for i := range t.header {
		fmt.Fprint(a.out, map[bool]string{true: "---:|", false: "---|"}[t.in[i]&right != 0])
	}
	fmt.Fprintln(a.out)
	for _, row := range t.rows {
		for i, c := range row {
			fmt.Fprintf(a.out, "%s%s", map[bool]string{true: "| ", false: " | "}[i == 0], c)
		}
		fmt.Fprintln(a.out, " |")
	}
}
