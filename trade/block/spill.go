package block

import (
	"bufio"
	"encoding/binary"
	"errors"
	"math"
	"os"

	"dragoman"
)

// recordSize is a Record's size in a temporary file.
const recordSize = 40

// extent is a run of records in the temporary file.
type extent struct {
	offset int64
	n      int
}

// spill is the temporary file of a Builder.
type spill struct {
	file *os.File
	end  int64
}

func newSpill(dir string) (*spill, error) {
	f, err := os.CreateTemp(dir, "dragoman-trade-*")
	if err != nil {
		return nil, noRoom(err)
	}
	return &spill{file: f}, nil
}

func noRoom(err error) error {
	p := dragoman.Problemf("the temporary directory "+os.TempDir(), "", "free some space, or name another directory with TMPDIR", "cannot be written: %v", err)
	p.Err = err
	return p
}

// write moves the records of all groups into the file.
func (s *spill) write(groups map[uint64]*group) error {
	out := bufio.NewWriterSize(s.file, 1<<20)
	var buffer [recordSize]byte
	for _, g := range groups {
		if len(g.records) == 0 {
			continue
		}
		for i := range g.records {
			encode(&buffer, &g.records[i])
			if _, err := out.Write(buffer[:]); err != nil {
				return noRoom(err)
			}
		}
		g.spilled = append(g.spilled, extent{s.end, len(g.records)})
		s.end += int64(len(g.records)) * recordSize
		g.records = nil
	}
	if err := out.Flush(); err != nil {
		return noRoom(err)
	}
	return nil
}

// read gives all records of a group, those in the file included. It may be called from several goroutines.
func (s *spill) read(g *group) ([]Record, error) {
	n := len(g.records)
	for _, x := range g.spilled {
		n += x.n
	}
	records := make([]Record, 0, n)
	for _, x := range g.spilled {
		raw := make([]byte, x.n*recordSize)
		if _, err := s.file.ReadAt(raw, x.offset); err != nil {
			return nil, noRoom(err)
		}
		for ; len(raw) > 0; raw = raw[recordSize:] {
			records = append(records, decode((*[recordSize]byte)(raw)))
		}
	}
	return append(records, g.records...), nil
}

func encode(b *[recordSize]byte, r *Record) {
	le := binary.LittleEndian
	le.PutUint16(b[0:], r.Period)
	le.PutUint16(b[2:], r.Reporter)
	le.PutUint16(b[4:], r.Partner)
	le.PutUint16(b[6:], r.Product)
	le.PutUint16(b[8:], r.Unit)
	b[10], b[11] = r.Flow, r.Flags
	le.PutUint32(b[12:], r.Line)
	le.PutUint64(b[16:], math.Float64bits(r.Value))
	le.PutUint64(b[24:], math.Float64bits(r.Weight))
	le.PutUint64(b[32:], math.Float64bits(r.Quantity))
}

func decode(b *[recordSize]byte) Record {
	le := binary.LittleEndian
	return Record{Period: le.Uint16(b[0:]), Reporter: le.Uint16(b[2:]), Partner: le.Uint16(b[4:]), Product: le.Uint16(b[6:]), Unit: le.Uint16(b[8:]),
		Flow: b[10], Flags: b[11], Line: le.Uint32(b[12:]), Value: math.Float64frombits(le.Uint64(b[16:])),
		Weight: math.Float64frombits(le.Uint64(b[24:])), Quantity: math.Float64frombits(le.Uint64(b[32:]))}
}

func (s *spill) close() error { return errors.Join(s.file.Close(), os.Remove(s.file.Name())) }
