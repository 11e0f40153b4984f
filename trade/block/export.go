package block

import (
	"context"
	"encoding/csv"
	"io"
	"math"
	"slices"
	"strconv"

	"dragoman"
	"dragoman/trade"
)

// ExportColumns are the columns of an exported dataset. Every row has leaf 1: none is a total of others, even if its codes look like
// one, for then it is the part of a total that is not broken down.
var ExportColumns = []string{"period", "reporter", "partner", "flow", "product", "value", "weight", "quantity", "unit", "estimated", "classification", "leaf"}

// Export writes all rows of a dataset as CSV, by period, reporter, flow, partner and product; numbers come out with as many digits as
// they need to be read back exactly.
func Export(ctx context.Context, st dragoman.Statistics, id string, w io.Writer) error {
	all, err := st.Datasets(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(d dragoman.Dataset) bool { return d.ID == id })
	if i < 0 {
		return dragoman.ErrNotFound
	}
	blocks, err := st.FlowBlocks(ctx, dragoman.BlockQuery{Dataset: id, Side: string(trade.ByReporter)})
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(ExportColumns); err != nil {
		return err
	}
	for j := range blocks {
		rows, err := RowsOf(ctx, st, &blocks[j])
		if err != nil {
			return err
		}
		if err := exportRows(out, rows, all[i].Classification); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func exportRows(out *csv.Writer, rows []trade.Row, classification string) error {
	number := func(v float64) string {
		if math.IsNaN(v) {
			return ""
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	for i := range rows {
		r := &rows[i]
		flag := ""
		if r.Estimated {
			flag = "1"
		}
		err := out.Write([]string{r.Period, r.Reporter, r.Partner, string(r.Flow), r.Product, number(r.Value), number(r.Weight), number(r.Quantity), r.Unit, flag, classification, "1"})
		if err != nil {
			return err
		}
	}
	return nil
}
