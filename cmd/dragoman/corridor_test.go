package main

import (
	"slices"
	"testing"
)

func TestLinesBreakBetweenWordsAndAfterwardsIndent(t *testing.T) {
	for _, c := range []struct {
		line string
		most int
		want []string
	}{
		{"owner: Republic of Croatia", 14, []string{"owner:", "  Republic of", "  Croatia"}},
		{"owner: Republic of Croatia", 0, []string{"owner: Republic of Croatia"}},
		{"Jadranski naftovod", 10, []string{"Jadranski", "  naftovod"}},
		{"unbreakable", 5, []string{"unbreakable"}},
		{"ЈАНАФ и НИС", 7, []string{"ЈАНАФ и", "  НИС"}},
	} {
		if got := broken(c.line, c.most, "  "); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d: %q, want %q", c.line, c.most, got, c.want)
		}
	}
}

func TestATableWithoutRoomLeavesOutSpareColumnsOnly(t *testing.T) {
	tab := grid("~leg", "?mode", "#km", "?since")
	tab.add("Tengiz - Atyrau station of CPC", "pipeline", "185", "2001-10")
	widths := tab.widths()
	if tab.squeeze(widths, 30) {
		t.Fatal("a row that needs 40 cells fits 30")
	}
	less := tab.without(3)
	if !slices.Equal(less.rows[0], []string{"Tengiz - Atyrau station of CPC", "pipeline", "185"}) || len(tab.rows[0]) != 4 {
		t.Errorf("without the last column: %q; before: %q", less.rows, tab.rows)
	}
}
