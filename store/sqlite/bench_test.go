package sqlite

import (
	"path/filepath"
	"testing"

	"dragoman"
	"dragoman/store/storetest"
)

// BenchmarkAdd measures documents with up to 3 records of each kind, about 12 in all, by transactions of different sizes.
func BenchmarkAdd(b *testing.B) {
	for _, size := range []struct {
		name string
		n    int
	}{{"one by one", 1}, {"by hundreds", 100}} {
		b.Run(size.name, func(b *testing.B) {
			s, err := Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"))
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			var batch []*dragoman.Reading
			b.ResetTimer()
			for n := range b.N {
				batch = append(batch, storetest.Generate(uint64(n), 3))
				if len(batch) == size.n || n == b.N-1 {
					if _, err := s.AddAll(b.Context(), batch); err != nil {
						b.Fatal(err)
					}
					batch = batch[:0]
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "docs/s")
		})
	}
}

// BenchmarkEvents lists the events of a pair of countries out of 20,000 documents.
func BenchmarkEvents(b *testing.B) {
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for n := range uint64(20) {
		var batch []*dragoman.Reading
		for i := range uint64(1000) {
			batch = append(batch, storetest.Generate(n*1000+i, 3))
		}
		if _, err := s.AddAll(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	var found int
	for b.Loop() {
		list, err := s.Events(b.Context(), dragoman.Filter{Countries: []string{"KAZ", "HRV"}, From: "2024-11-01"})
		if err != nil {
			b.Fatal(err)
		}
		found = len(list)
	}
	b.ReportMetric(float64(found), "events")
}
