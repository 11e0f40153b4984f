package contexts

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"sync"

	"dragoman"
	"dragoman/syntax/modelfile"
)

//go:embed models/en.bin
var englishData []byte

var english = sync.OnceValues(func() (*Model, error) { return load(englishData, "built-in English model of contexts") })

// English gives the built-in model, read on first use.
func English() (*Model, error) { return english() }

// WriteTo writes the model in the form that Load reads.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	f, err := m.file()
	if err != nil {
		return 0, err
	}
	return f.WriteTo(w)
}

// Load reads a model. A file that is foreign, of another format, truncated or damaged is an error that says so.
func Load(data []byte) (*Model, error) { return load(data, "model of contexts") }

func load(data []byte, name string) (*Model, error) {
	f, err := modelfile.Read(data, name)
	if err != nil {
		return nil, err
	}
	m := &Model{checksum: f.Checksum()}
	if err := m.decode(f); err != nil {
		return nil, dragoman.Problemf(name, "", "give a file written by this version's \"dragoman train contexts\"", "%v", err)
	}
	return m, nil
}

func (m *Model) decode(f *modelfile.File) error {
	info, ok := f.Section(sectionInfo)
	if !ok {
		return fmt.Errorf("is no model of contexts")
	}
	if err := json.Unmarshal(info, &m.info); err != nil {
		return fmt.Errorf("is damaged: %v", err)
	}
	if err := m.info.check(); err != nil {
		return err
	}
	keys, _ := f.Section(sectionKeys)
	weights, _ := f.Section(sectionWeights)
	if len(keys)%4 != 0 || len(weights) != len(keys)/4*len(m.info.Labels) {
		return fmt.Errorf("is damaged: %d weights for %d features and %d contexts", len(weights), len(keys)/4, len(m.info.Labels))
	}
	d := modelfile.NewDecoder(keys)
	list := make([]uint32, len(keys)/4)
	for i := range list {
		list[i] = d.Uint32()
	}
	m.weights = make([]int8, len(weights))
	for i, w := range weights {
		m.weights[i] = int8(w)
	}
	return m.table.fill(list)
}

// check refuses an info that scores cannot be made with.
func (i *Info) check() error {
	if i.Format != format {
		return fmt.Errorf("has format %d, expected %d", i.Format, format)
	}
	if len(i.Labels) == 0 || len(i.Labels) > maxLabels {
		return fmt.Errorf("is damaged: %d contexts", len(i.Labels))
	}
	seen := map[string]bool{}
	for _, l := range i.Labels {
		if l.Name == "" || seen[l.Name] || math.IsNaN(float64(l.Scale+l.Bias)) || math.IsInf(float64(l.Scale), 0) || math.IsInf(float64(l.Bias), 0) {
			return fmt.Errorf("is damaged: context %q", l.Name)
		}
		seen[l.Name] = true
	}
	return nil
}

// table finds the row of a feature's key by open addressing.
type table struct {
	keys  []uint32 // by row, ascending
	slots []int32  // row + 1, 0 for an empty slot; a power of two of them
}

// fill makes the table of ascending keys.
func (t *table) fill(keys []uint32) error {
	size := 16
	for size < 2*len(keys) {
		size *= 2
	}
	t.keys, t.slots = keys, make([]int32, size)
	for row, k := range keys {
		if row > 0 && keys[row-1] >= k {
			return fmt.Errorf("is damaged: features are not in order")
		}
		at := int(k>>kindBits) & (size - 1)
		for t.slots[at] != 0 {
			at = (at + 1) & (size - 1)
		}
		t.slots[at] = int32(row) + 1
	}
	return nil
}

// row is where a key's weights stand, -1 for a feature that the model does not know.
func (t *table) row(k uint32) int32 {
	mask := len(t.slots) - 1
	for at := int(k>>kindBits) & mask; ; at = (at + 1) & mask {
		r := t.slots[at] - 1
		if r < 0 || t.keys[r] == k {
			return r
		}
	}
}
