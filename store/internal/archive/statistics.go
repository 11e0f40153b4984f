package archive

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"
	"strings"

	"dragoman"
)

// PutDataset replaces a dataset and all its blocks in one transaction.
func (s *Store) PutDataset(ctx context.Context, d *dragoman.Dataset, blocks iter.Seq2[dragoman.FlowBlock, error]) error {
	return s.putBlocks(ctx, d, blocks, false)
}

// ExtendDataset replaces the blocks of those periods in which a new block stands.
func (s *Store) ExtendDataset(ctx context.Context, d *dragoman.Dataset, blocks iter.Seq2[dragoman.FlowBlock, error]) error {
	return s.putBlocks(ctx, d, blocks, true)
}

// putBlocks runs its transaction once, whatever another one beside it does: blocks can be drawn only once. The row of the dataset
// is written first, so that of two imports of one dataset the second waits for the first.
func (s *Store) putBlocks(ctx context.Context, d *dragoman.Dataset, blocks iter.Seq2[dragoman.FlowBlock, error], keep bool) error {
	if d.ID == "" {
		return errors.New("a dataset without an ID cannot be stored")
	}
	return s.explain(s.once(ctx, func(w *writer) error {
		if err := w.exec(`INSERT INTO datasets (id, body) VALUES (?, '{}') ON CONFLICT (id) DO UPDATE SET body = excluded.body`, d.ID); err != nil {
			return err
		}
		if !keep {
			if err := w.exec(`DELETE FROM flow_blocks WHERE dataset = ?`, d.ID); err != nil {
				return err
			}
		}
		cleared := map[string]bool{}
		for b, err := range blocks {
			if err == nil {
				err = ctx.Err()
			}
			if err == nil && keep && !cleared[b.Period] {
				cleared[b.Period] = true
				err = w.exec(`DELETE FROM flow_blocks WHERE dataset = ? AND period = ?`, d.ID, b.Period)
			}
			if err == nil {
				err = w.addBlock(d.ID, &b)
			}
			if err != nil {
				return err
			}
		}
		body, err := json.Marshal(d)
		if err != nil {
			return err
		}
		return w.exec(`UPDATE datasets SET body = ? WHERE id = ?`, noNul(string(body)), d.ID)
	}))
}

func (w *writer) addBlock(dataset string, b *dragoman.FlowBlock) error {
	var number int64
	err := w.one(`INSERT INTO flow_blocks (dataset, side, flow, area, period, row_count, value, partners, products) VALUES (`+marks(9)+`) RETURNING number`,
		[]any{dataset, b.Side, b.Flow, b.Area, b.Period, b.Rows, b.Value, b.Partners, b.Products}, &number)
	for i := 0; err == nil && i < len(b.Details); i++ {
		x := &b.Details[i]
		err = w.exec(`INSERT INTO flow_details (block, first_partner, last_partner, detail) VALUES (`+marks(4)+`)`, number, x.From, x.To, x.Packed)
	}
	return err
}

// Datasets lists the datasets by ID.
func (s *Store) Datasets(ctx context.Context) ([]dragoman.Dataset, error) {
	var out []dragoman.Dataset
	err := s.each(ctx, s.read, `SELECT id, body FROM datasets ORDER BY id`, nil, func(rows *sql.Rows) error {
		var d dragoman.Dataset
		var id, body string
		if err := rows.Scan(&id, &body); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &d); err != nil {
			return damaged("dataset", id, err)
		}
		out = append(out, d)
		return nil
	})
	return out, s.explain(err)
}

// DropDataset forgets a dataset with its blocks.
func (s *Store) DropDataset(ctx context.Context, id string) error {
	return s.change(ctx, func(w *writer) error {
		var known string
		err := w.one(`DELETE FROM datasets WHERE id = ? RETURNING id`, []any{id}, &known)
		if errors.Is(err, sql.ErrNoRows) {
			return dragoman.ErrNotFound
		}
		return err
	})
}

// FlowBlocks gives blocks by period, area, flow and side; their parts are read on one state of the database.
func (s *Store) FlowBlocks(ctx context.Context, q dragoman.BlockQuery) ([]dragoman.FlowBlock, error) {
	where, args := blockConditions(&q)
	var out []dragoman.FlowBlock
	err := s.look(ctx, func(tx *sql.Tx) error {
		at := map[int64]int{}
		query := `SELECT b.number, b.period, b.area, b.flow, b.side, b.row_count, b.value, ` + part(q.Partners, "b.partners") + `, ` +
			part(q.Products, "b.products") + ` FROM flow_blocks b WHERE ` + where + ` ORDER BY b.period, b.area, b.flow, b.side`
		err := s.each(ctx, tx, query, args, func(rows *sql.Rows) error {
			var number int64
			b := dragoman.FlowBlock{Dataset: q.Dataset}
			if err := rows.Scan(&number, &b.Period, &b.Area, &b.Flow, &b.Side, &b.Rows, &b.Value, &b.Partners, &b.Products); err != nil {
				return err
			}
			at[number] = len(out)
			out = append(out, b)
			return nil
		})
		if err != nil || !q.Details || len(out) == 0 {
			return err
		}
		return s.details(ctx, tx, &q, where, args, func(block int64, d dragoman.FlowDetail) {
			b := &out[at[block]]
			b.Details = append(b.Details, d)
		})
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// details reads the rows of blocks.
func (s *Store) details(ctx context.Context, tx *sql.Tx, q *dragoman.BlockQuery, where string, args []any, each func(int64, dragoman.FlowDetail)) error {
	if len(q.With) > 0 {
		var any []string
		for _, partner := range q.With {
			any = append(any, `d.first_partner <= ? AND d.last_partner >= ?`)
			args = append(args, partner, partner)
		}
		where += ` AND (` + strings.Join(any, ` OR `) + `)`
	}
	query := `SELECT d.block, d.first_partner, d.last_partner, d.detail FROM flow_blocks b JOIN flow_details d ON d.block = b.number WHERE ` + where +
		` ORDER BY d.block, d.first_partner`
	return s.each(ctx, tx, query, args, func(rows *sql.Rows) error {
		var block int64
		var d dragoman.FlowDetail
		if err := rows.Scan(&block, &d.From, &d.To, &d.Packed); err != nil {
			return err
		}
		each(block, d)
		return nil
	})
}

// part names a column, or nothing where it is not asked for.
func part(asked bool, column string) string {
	if asked {
		return column
	}
	return `NULL`
}

func blockConditions(q *dragoman.BlockQuery) (where string, args []any) {
	parts := []string{`b.dataset = ?`}
	args = []any{q.Dataset}
	demand := func(condition string, values ...string) {
		parts = append(parts, condition)
		for _, v := range values {
			args = append(args, v)
		}
	}
	if q.Side != "" {
		demand(`b.side = ?`, q.Side)
	}
	if len(q.Flows) > 0 {
		demand(`b.flow IN (`+marks(len(q.Flows))+`)`, q.Flows...)
	}
	if len(q.Areas) > 0 {
		demand(`b.area IN (`+marks(len(q.Areas))+`)`, q.Areas...)
	}
	if q.From != "" {
		demand(`b.period >= ?`, q.From)
	}
	if q.To != "" {
		demand(`b.period <= ?`, q.To+"-~") // a year holds its months: "2023-12" < "2023-~" < "2024"
	}
	return strings.Join(parts, ` AND `), args
}
