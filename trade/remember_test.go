package trade_test

import (
	"context"
	"encoding/json"
	"testing"

	"dragoman/trade"
	"dragoman/trade/internal/sample"
)

// counting counts the questions that reach a table.
type counting struct {
	trade.Table
	margins int
}

func (c *counting) Margins(ctx context.Context, q trade.MarginQuery) ([]trade.Margin, error) {
	c.margins++
	return c.Table.Margins(ctx, q)
}

func TestRememberAsksOnceAndAnswersTheSame(t *testing.T) {
	ctx, table := t.Context(), sample.Table(t, "..")
	c := &counting{Table: table}
	r := trade.Remember(c)
	want, err := trade.Show(ctx, table, "KAZ", "HRV", trade.Options{})
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for i := range 3 {
		got, err := trade.Show(ctx, r, "KAZ", "HRV", trade.Options{})
		if err != nil || asJSON(t, got) != asJSON(t, want) {
			t.Errorf("answer %d differs: %v", i, err)
		}
		if i == 0 {
			asked = c.margins
		}
	}
	// What is asked of all areas at once is asked again.
	if again := c.margins - asked; again >= asked {
		t.Errorf("%d questions at first, %d by two more answers", asked, again)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
