// Package linear is a multi-class linear classifier over sparse hashed features: an averaged perceptron to learn it, and a
// compact frozen form to use it.
package linear

// Trainer learns weights. It is not safe for concurrent use. Features are 64-bit hashes; two features with one hash share
// their weights.
type Trainer struct {
	classes int
	now     int64 // number of Step calls, for the average
	keys    []uint64
	rows    []int32 // parallel to keys: index into cells + 1, 0 for an empty slot
	cells   [][]cell
	updates []uint8 // parallel to cells: how often the feature took part in an update, up to 255
	from    uint8   // features with fewer updates have no say yet
}

// cell is the weight of one class for one feature. The average over time is w - u/now (Daumé 2006, "the averaged
// perceptron made lazy"): u sums each change times the moment it was made.
type cell struct {
	u     int64
	w     int32
	class uint16
}

// NewTrainer starts with all weights 0. There may be up to 65,535 classes. A feature has no say before it took part in as many
// updates as from says: those that never do are mostly accidents of single sentences.
func NewTrainer(classes int, from uint8) *Trainer {
	const size = 1 << 16
	return &Trainer{classes: classes, from: from, keys: make([]uint64, size), rows: make([]int32, size)}
}

// Classes is the number of classes.
func (t *Trainer) Classes() int { return t.classes }

func (t *Trainer) slot(key uint64) int {
	mask := uint64(len(t.keys) - 1)
	i := key & mask
	for t.rows[i] != 0 && t.keys[i] != key {
		i = (i + 1) & mask
	}
	return int(i)
}

// Score sets scores[c] to the sum of the weights of class c over the features.
func (t *Trainer) Score(features []uint64, scores []int32) {
	clear(scores)
	for _, f := range features {
		if r := t.rows[t.slot(f)]; r != 0 && t.updates[r-1] >= t.from {
			for _, c := range t.cells[r-1] {
				scores[c.class] += c.w
			}
		}
	}
}

// Step lets one decision pass; call it once for each, before the updates it brings.
func (t *Trainer) Step() { t.now++ }

// Update adds delta to the weight of class for each feature.
func (t *Trainer) Update(features []uint64, class int, delta int32) {
	for _, f := range features {
		t.add(f, uint16(class), delta)
	}
}

func (t *Trainer) add(key uint64, class uint16, delta int32) {
	i := t.slot(key)
	if t.rows[i] == 0 {
		if 2*len(t.cells) > len(t.keys) {
			t.grow()
			i = t.slot(key)
		}
		t.cells, t.updates = append(t.cells, nil), append(t.updates, 0)
		t.keys[i], t.rows[i] = key, int32(len(t.cells))
	}
	r := t.rows[i] - 1
	if delta > 0 && t.updates[r] < 255 {
		t.updates[r]++
	}
	row := t.cells[r]
	for k := range row {
		if row[k].class == class {
			row[k].w += delta
			row[k].u += int64(delta) * t.now
			return
		}
	}
	t.cells[r] = append(row, cell{class: class, w: delta, u: int64(delta) * t.now})
}

func (t *Trainer) grow() {
	keys, rows := t.keys, t.rows
	t.keys, t.rows = make([]uint64, 2*len(keys)), make([]int32, 2*len(rows))
	for i, r := range rows {
		if r != 0 {
			k := t.slot(keys[i])
			t.keys[k], t.rows[k] = keys[i], r
		}
	}
}

// Size tells how many features and weights there are.
func (t *Trainer) Size() (features, weights int) {
	for _, row := range t.cells {
		weights += len(row)
	}
	return len(t.cells), weights
}
