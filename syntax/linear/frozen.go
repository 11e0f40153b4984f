package linear

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
	"slices"

	"dragoman/syntax/modelfile"
)

// Weights are frozen: averaged, pruned, quantised to int8 and packed. They are safe for concurrent use.
//
// Features are sorted into 2^n buckets by the top bits of their hash. A bucket is a run of records in blob: a 16-bit
// fingerprint of the hash, the number of classes, and for each a class (one byte, or two when there are more than 256) and
// a weight. A feature that was never learnt is taken for another one in the bucket about once in 20,000 times.
type Weights struct {
	classes int
	wide    bool // classes take two bytes
	shift   uint
	buckets []bucket // the last one only marks the end of the one before
	blob    []byte
}

// bucket tells where a bucket starts in blob, and by a bit for each of its features which ones it may hold.
type bucket struct{ start, filter uint32 }

const mostPerRecord = 255

// Freeze averages the weights and packs those of at least the given magnitude (in units of an update, as averages).
// Quantisation is finer near zero, where most weights are: see level.
func (t *Trainer) Freeze(prune float64) *Weights {
	feats := t.averages(prune)
	scale := largest(feats)
	w := &Weights{classes: t.classes, wide: t.classes > 256}
	nb := uint(bits.Len(uint(len(feats)/3 + 1)))
	w.shift = 64 - nb
	slices.SortFunc(feats, func(a, b average) int { return cmp.Compare(spreadHash(a.key), spreadHash(b.key)) })
	w.buckets = make([]bucket, 1<<nb+1)
	at := 0
	for b := range 1 << nb {
		w.buckets[b].start = uint32(len(w.blob))
		for ; at < len(feats) && spreadHash(feats[at].key)>>w.shift == uint64(b); at++ {
			w.appendRecord(feats[at], scale)
		}
	}
	w.buckets[1<<nb].start = uint32(len(w.blob))
	if err := w.index(); err != nil {
		panic(err) // cannot be: it was just packed
	}
	return w
}

type average struct {
	key     uint64
	classes []uint16
	weights []float64
}

func (t *Trainer) averages(prune float64) []average {
	var out []average
	for i, r := range t.rows {
		if r == 0 || t.updates[r-1] < t.from {
			continue
		}
		a := average{key: t.keys[i]}
		for _, c := range t.cells[r-1] {
			w := float64(c.w) - float64(c.u)/float64(max(t.now, 1))
			if math.Abs(w) >= prune && w != 0 {
				a.classes, a.weights = append(a.classes, c.class), append(a.weights, w)
			}
		}
		if len(a.classes) > 0 {
			out = append(out, a)
		}
	}
	return out
}

func largest(feats []average) float64 {
	top := 1e-9
	for _, f := range feats {
		for _, w := range f.weights {
			top = max(top, math.Abs(w))
		}
	}
	return top
}

func (w *Weights) appendRecord(f average, scale float64) {
	order := make([]int, 0, len(f.classes))
	for i := range f.classes {
		if quantise(f.weights[i], scale) != 0 {
			order = append(order, i)
		}
	}
	if len(order) > mostPerRecord {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(math.Abs(f.weights[b]), math.Abs(f.weights[a])) })
		order = order[:mostPerRecord]
	}
	if len(order) == 0 {
		return
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(f.classes[a], f.classes[b]) })
	w.blob = binary.LittleEndian.AppendUint16(w.blob, uint16(f.key))
	w.blob = append(w.blob, uint8(len(order)))
	for _, i := range order {
		w.blob = append(w.blob, uint8(f.classes[i]))
		if w.wide {
			w.blob = append(w.blob, uint8(f.classes[i]>>8))
		}
		w.blob = append(w.blob, uint8(quantise(f.weights[i], scale)))
	}
}

// levels gives the value of each code, int8(code) being the level: 127 steps up and down, evenly spaced in the logarithm of
// 1 + 255|w| (as in the mu-law of telephony), so that the largest weight and one 500 times smaller are both told apart from
// their neighbours.
var levels = func() (v [256]int32) {
	for code := range v {
		v[code] = int32(math.Round(unit * level(int(int8(code)))))
	}
	return v
}()

const (
	mu   = 255
	unit = 1 << 14 // value of the largest weight
)

func level(code int) float64 {
	v := (math.Pow(1+mu, math.Abs(float64(code))/127) - 1) / mu
	return math.Copysign(v, float64(code))
}

// quantise gives the code of a weight, of which largest is the greatest magnitude.
func quantise(w, largest float64) int8 {
	c := math.Round(127 * math.Log1p(mu*math.Abs(w)/largest) / math.Log1p(mu))
	return int8(math.Copysign(min(c, 127), w))
}

// spreadHash makes the top bits, which choose the bucket, depend on the whole hash and not on the fingerprint alone.
func spreadHash(key uint64) uint64 { return key * 0x9E3779B97F4A7C15 }

// Classes is the number of classes.
func (w *Weights) Classes() int { return w.classes }

// Score sets scores[c] to the sum of the weights of class c over the features; scores has Classes entries.
func (w *Weights) Score(features []uint64, scores []int32) {
	if w.wide {
		w.scoreWide(features, scores)
		return
	}
	var sum [256]int32
	var from, to [batch]uint32
	var hit [batch]uint16
	for len(features) > 0 {
		some := features[:min(batch, len(features))]
		features = features[len(some):]
		n := 0
		for _, key := range some { // places first and their memory next, so that the reads do not wait for each other
			b := spreadHash(key) >> w.shift
			if k := w.buckets[b]; k.filter&filterBit(uint16(key)) != 0 {
				from[n], to[n], hit[n] = k.start, w.buckets[b+1].start, uint16(key)
				n++
			}
		}
		w.touch(from[:n])
		for i := range n {
			rec := w.find(w.blob[from[i]:to[i]], hit[i], 2)
			for j := 0; j+1 < len(rec); j += 2 {
				sum[rec[j]] += levels[rec[j+1]]
			}
		}
	}
	copy(scores, sum[:w.classes])
}

const batch = 64

// filterBit is the bit a feature sets in its bucket's filter, by which most features that were never learnt are known without
// looking into blob.
func filterBit(fingerprint uint16) uint32 { return 1 << (fingerprint >> 11) }

// touch brings the starts of buckets into the cache.
func (w *Weights) touch(at []uint32) (sum byte) {
	for _, a := range at {
		sum ^= w.blob[a]
	}
	return sum
}

// find gives the classes and weights of the record with the fingerprint, nil when the bucket has none.
func (w *Weights) find(bucket []byte, fingerprint uint16, width int) []byte {
	for len(bucket) > 3 {
		n := 3 + width*int(bucket[2])
		if n > len(bucket) {
			return nil
		}
		if uint16(bucket[0])|uint16(bucket[1])<<8 == fingerprint {
			return bucket[3:n]
		}
		bucket = bucket[n:]
	}
	return nil
}

func (w *Weights) scoreWide(features []uint64, scores []int32) {
	clear(scores)
	for _, key := range features {
		b := spreadHash(key) >> w.shift
		rec := w.find(w.blob[w.buckets[b].start:w.buckets[b+1].start], uint16(key), 3)
		for ; len(rec) > 2; rec = rec[3:] {
			scores[uint16(rec[0])|uint16(rec[1])<<8] += levels[rec[2]]
		}
	}
}

// Encode gives the weights as a model file's section.
func (w *Weights) Encode() []byte {
	var e modelfile.Encoder
	e.Uint(w.classes)
	e.Uint(int(64 - w.shift))
	for b := range len(w.buckets) - 1 {
		e.Uint(int(w.buckets[b+1].start - w.buckets[b].start))
	}
	e.Uint(len(w.blob))
	e.Raw(w.blob)
	return e.Data()
}

// Decode reads a section that Encode wrote; it shares data. Every class in it is checked to be below the number of classes.
func Decode(data []byte) (*Weights, error) {
	d := modelfile.NewDecoder(data)
	w := &Weights{classes: d.Uint()}
	w.wide = w.classes > 256
	nb := d.Uint()
	if d.Err() != nil || w.classes > 1<<16 || nb < 1 || nb > 28 || 1<<nb > d.Len() {
		return nil, errors.New("weights: bad header")
	}
	w.shift = uint(64 - nb)
	w.buckets = make([]bucket, 1<<nb+1)
	for b := range 1 << nb {
		w.buckets[b+1].start = w.buckets[b].start + uint32(d.Uint())
	}
	w.blob = d.Bytes(d.Uint())
	if d.Err() != nil || d.Len() != 0 || uint64(w.buckets[1<<nb].start) != uint64(len(w.blob)) {
		return nil, errors.New("weights: bad length")
	}
	for b := range 1 << nb {
		if w.buckets[b+1].start < w.buckets[b].start || int(w.buckets[b+1].start) > len(w.blob) {
			return nil, errors.New("weights: bad bucket")
		}
	}
	return w, w.index()
}

// index fills in the buckets' filters and checks every record.
func (w *Weights) index() error {
	width := 2
	if w.wide {
		width = 3
	}
	for b := range len(w.buckets) - 1 {
		rec := w.blob[w.buckets[b].start:w.buckets[b+1].start]
		for len(rec) > 0 {
			if len(rec) < 3 || len(rec) < 3+width*int(rec[2]) {
				return errors.New("weights: bad record")
			}
			w.buckets[b].filter |= filterBit(uint16(rec[0]) | uint16(rec[1])<<8)
			for p := rec[3 : 3+width*int(rec[2])]; len(p) > 0; p = p[width:] {
				c := int(p[0])
				if w.wide {
					c |= int(p[1]) << 8
				}
				if c >= w.classes {
					return errors.New("weights: bad class")
				}
			}
			rec = rec[3+width*int(rec[2]):]
		}
	}
	return nil
}
