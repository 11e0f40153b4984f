package relation

import (
	"encoding/binary"
	"math"
)

// packed is the rows of a head as they are looked up: most features of a case are not in the model and must be turned away fast, and
// a row that is there should cost one step into far memory for its place and one for its weights.
type packed struct {
	sieve  []uint64 // bits of the keys that there are
	slots  []uint64 // upper half of the key, then row + 1; 0 for an empty slot; a power of two of them
	rows   []byte   // stride bytes a row: the scale, then a signed byte for each label
	stride int
}

const sieveWords = 1 << 14 // 128 kB

// pack lays out the rows of n labels each.
func pack(keys []uint64, scale []float32, weights []int8, n int) *packed {
	p := &packed{sieve: make([]uint64, sieveWords), stride: 8}
	for p.stride < 4+n {
		p.stride *= 2
	}
	size := 16
	for size < 2*len(keys) {
		size *= 2
	}
	p.slots, p.rows = make([]uint64, size), make([]byte, p.stride*len(keys))
	for i, k := range keys {
		word, bit := sieveBit(k)
		p.sieve[word] |= bit
		slot := p.home(k)
		for p.slots[slot] != 0 {
			slot = (slot + 1) & (size - 1)
		}
		p.slots[slot] = k>>32<<32 | uint64(i+1)
		row := p.rows[i*p.stride:]
		binary.LittleEndian.PutUint32(row, math.Float32bits(scale[i]))
		for j, w := range weights[i*n : (i+1)*n] {
			row[4+j] = byte(w)
		}
	}
	return p
}

func sieveBit(key uint64) (word int, bit uint64) {
	return int(key >> 46 % sieveWords), 1 << (key >> 40 & 63)
}

// home is the slot where the search for a key begins: its lower half, since the upper is kept in the slot.
func (p *packed) home(key uint64) int { return int(key&0xffffffff) & (len(p.slots) - 1) }

// find gives the scale and the weights of a feature, nil for one that the model does not have.
func (p *packed) find(key uint64) (scale float32, weights []byte) {
	if word, bit := sieveBit(key); p.sieve[word]&bit == 0 {
		return 0, nil
	}
	for slot := p.home(key); ; slot = (slot + 1) & (len(p.slots) - 1) {
		s := p.slots[slot]
		if s == 0 {
			return 0, nil
		}
		if s>>32 == key>>32 {
			row := p.rows[(int(s&0xffffffff)-1)*p.stride:]
			return math.Float32frombits(binary.LittleEndian.Uint32(row)), row[4:p.stride]
		}
	}
}
