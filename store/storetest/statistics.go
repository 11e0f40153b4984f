package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"dragoman"
)

// dataset makes a dataset with a block for each period, area and flow on both sides; seed makes what is in them.
func dataset(id string, seed uint64, periods []string) (dragoman.Dataset, []dragoman.FlowBlock) {
	random := rand.New(rand.NewPCG(seed, 1))
	bytes := func() []byte {
		b := make([]byte, 1+random.IntN(3000))
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		return b
	}
	d := dragoman.Dataset{ID: id, Source: "baci", Title: fmt.Sprintf("title %d", seed), Vintage: "V1", Currency: "USD", Rank: 3, Rows: 7,
		Files: []dragoman.DatasetFile{{Name: "a.csv", SHA256: "00", Rows: 9}}, Left: []dragoman.LeftOut{{Reason: "negative value", Rows: 2, First: "a.csv: line 3"}}}
	var blocks []dragoman.FlowBlock
	for _, period := range periods {
		for _, area := range []string{"HRV", "KAZ", "SRB"} {
			for _, flow := range []string{"M", "X"} {
				p := dragoman.FlowBlock{Dataset: id, Period: period, Area: area, Flow: flow, Side: "p", Value: random.Float64(), Partners: bytes(), Products: bytes()}
				r := dragoman.FlowBlock{Dataset: id, Period: period, Area: area, Flow: flow, Side: "r", Rows: random.IntN(1000), Value: random.Float64(),
					Details: []dragoman.FlowDetail{{From: "ALB", To: "KAZ", Packed: bytes()}, {From: "MKD", To: "SRB", Packed: bytes()}}, Partners: bytes(), Products: bytes()}
				blocks = append(blocks, p, r)
			}
		}
	}
	return d, blocks
}

func each(blocks []dragoman.FlowBlock, end error) iter.Seq2[dragoman.FlowBlock, error] {
	return func(yield func(dragoman.FlowBlock, error) bool) {
		for _, b := range blocks {
			if !yield(b, nil) {
				return
			}
		}
		if end != nil {
			yield(dragoman.FlowBlock{}, end)
		}
	}
}

func everything(id string) dragoman.BlockQuery {
	return dragoman.BlockQuery{Dataset: id, Details: true, Partners: true, Products: true}
}

func put(t *testing.T, s dragoman.Statistics, d dragoman.Dataset, blocks []dragoman.FlowBlock) {
	t.Helper()
	if err := s.PutDataset(t.Context(), &d, each(blocks, nil)); err != nil {
		t.Fatal(err)
	}
}

func holds(t *testing.T, s dragoman.Statistics, d dragoman.Dataset, blocks []dragoman.FlowBlock) {
	t.Helper()
	all := must[[]dragoman.Dataset](t)(s.Datasets(t.Context()))
	i := slices.IndexFunc(all, func(x dragoman.Dataset) bool { return x.ID == d.ID })
	if i < 0 {
		t.Fatalf("dataset %s is not there", d.ID)
	}
	same(t, "dataset", all[i], d)
	same(t, "blocks", must[[]dragoman.FlowBlock](t)(s.FlowBlocks(t.Context(), everything(d.ID))), blocks)
}

func testStatistics(t *testing.T, _ Backend, s dragoman.Store) {
	d, blocks := dataset("baci", 1, []string{"2022", "2023", "2023-04"})
	other, others := dataset("comext", 2, []string{"2023"})
	put(t, s, other, others)
	put(t, s, d, blocks)
	put(t, s, d, blocks)
	holds(t, s, d, blocks)

	newer, fewer := dataset("baci", 3, []string{"2023"})
	put(t, s, newer, fewer)
	holds(t, s, newer, fewer)
	holds(t, s, other, others)

	if err := s.DropDataset(t.Context(), "baci"); err != nil {
		t.Fatal(err)
	}
	if err := s.DropDataset(t.Context(), "baci"); !errors.Is(err, dragoman.ErrNotFound) {
		t.Errorf("dropped twice: %v", err)
	}
	if left := must[[]dragoman.FlowBlock](t)(s.FlowBlocks(t.Context(), everything("baci"))); len(left) != 0 {
		t.Errorf("%d blocks are left of a dropped dataset", len(left))
	}
	holds(t, s, other, others)
}

func testExtend(t *testing.T, _ Backend, s dragoman.Store) {
	d, old := dataset("baci", 1, []string{"2021", "2022"})
	put(t, s, d, old)
	more, fresh := dataset("baci", 2, []string{"2022", "2023"})
	if err := s.ExtendDataset(t.Context(), &more, each(fresh, nil)); err != nil {
		t.Fatal(err)
	}
	holds(t, s, more, append(slices.Clone(old[:len(old)/2]), fresh...))
}

func testFailingBlocks(t *testing.T, _ Backend, s dragoman.Store) {
	d, old := dataset("baci", 1, []string{"2022", "2023"})
	put(t, s, d, old)
	newer, fresh := dataset("baci", 2, []string{"2023", "2024"})
	broken := errors.New("the file ends too early")
	if err := s.PutDataset(t.Context(), &newer, each(fresh, broken)); !errors.Is(err, broken) {
		t.Errorf("PutDataset: %v", err)
	}
	if err := s.ExtendDataset(t.Context(), &newer, each(fresh, broken)); !errors.Is(err, broken) {
		t.Errorf("ExtendDataset: %v", err)
	}
	if err := s.PutDataset(t.Context(), &newer, each(append(slices.Clone(fresh), fresh[0]), nil)); err == nil {
		t.Error("a block was stored twice")
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := s.PutDataset(ctx, &newer, func(yield func(dragoman.FlowBlock, error) bool) {
		for i, b := range fresh {
			if i == 3 {
				cancel()
			}
			if !yield(b, nil) {
				return
			}
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled import: %v", err)
	}
	if err := s.PutDataset(t.Context(), &dragoman.Dataset{}, each(nil, nil)); err == nil {
		t.Error("a dataset without ID was stored")
	}
	holds(t, s, d, old)
}

func testBlockQueries(t *testing.T, _ Backend, s dragoman.Store) {
	d, blocks := dataset("baci", 1, []string{"2022", "2023", "2023-04", "2024"})
	put(t, s, d, blocks)
	queries := []dragoman.BlockQuery{
		{},
		{From: "2023", To: "2023"},
		{From: "2023-01", To: "2023-12", Products: true},
		{To: "2023", Side: "p", Partners: true},
		{Areas: []string{"KAZ", "SRB"}, Flows: []string{"X"}, Side: "r", Details: true},
		{Areas: []string{"KAZ"}, With: []string{"HRV"}, Details: true},
		{With: []string{"MKD", "ALB"}, Details: true},
		{With: []string{"LUX"}, Details: true},
		{Areas: []string{"'; DROP TABLE datasets"}, Details: true},
	}
	for _, q := range queries {
		q.Dataset = d.ID
		var want []dragoman.FlowBlock
		for _, b := range blocks {
			if asked(&q, &b) {
				want = append(want, b)
			}
		}
		same(t, fmt.Sprintf("%+v", q), must[[]dragoman.FlowBlock](t)(s.FlowBlocks(t.Context(), q)), want)
	}
	if other := must[[]dragoman.FlowBlock](t)(s.FlowBlocks(t.Context(), everything("comext"))); len(other) != 0 {
		t.Errorf("%d blocks of a dataset that is not there", len(other))
	}
}

// asked says whether a block answers a query, and takes away what was not asked for.
func asked(q *dragoman.BlockQuery, b *dragoman.FlowBlock) bool {
	listed := func(list []string, s string) bool { return len(list) == 0 || slices.Contains(list, s) }
	if b.Period < q.From || q.To != "" && b.Period > q.To && b.Period[:4] != q.To || !listed(q.Areas, b.Area) || !listed(q.Flows, b.Flow) || q.Side != "" && b.Side != q.Side {
		return false
	}
	if !q.Partners {
		b.Partners = nil
	}
	if !q.Products {
		b.Products = nil
	}
	var details []dragoman.FlowDetail
	for _, d := range b.Details {
		if q.Details && (len(q.With) == 0 || slices.ContainsFunc(q.With, func(p string) bool { return d.From <= p && p <= d.To })) {
			details = append(details, d)
		}
	}
	b.Details = details
	return true
}

// importTarget is the store into which this process is to import datasets until it is killed.
const importTarget = "DRAGOMAN_TEST_IMPORTER"

// imported is the dataset of the nth import: all of its blocks tell which import they are of.
func imported(n uint64) (dragoman.Dataset, []dragoman.FlowBlock) {
	return dataset("baci", n, []string{"2019", "2020", "2021", "2022", "2023"})
}

// importing replaces a dataset for ever.
func importing(target string, open func(ctx context.Context, target string) (dragoman.Store, error)) error {
	s, err := open(context.Background(), target)
	if err != nil {
		return err
	}
	for n := uint64(1); ; n++ {
		d, blocks := imported(n)
		if err := s.PutDataset(context.Background(), &d, each(blocks, nil)); err != nil {
			return err
		}
	}
}

// KillImport kills an importing process again and again: the dataset is always that of one import, whole.
func KillImport(t *testing.T, target string, b Backend) {
	s := open(t, b)
	d, blocks := imported(0)
	put(t, s, d, blocks)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 3))
	for range 6 {
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), importTarget+"="+target)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(100+random.IntN(150)) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait() // "signal: killed"
		s := open(t, b)
		var n uint64
		fmt.Sscanf(must[[]dragoman.Dataset](t)(s.Datasets(t.Context()))[0].Title, "title %d", &n)
		d, blocks := imported(n)
		holds(t, s, d, blocks)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		b.Check(t)
	}
}
