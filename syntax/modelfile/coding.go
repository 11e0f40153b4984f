package modelfile

import (
	"encoding/binary"
	"errors"
)

// Encoder appends values to a section.
type Encoder struct{ b []byte }

// Data is what has been written.
func (e *Encoder) Data() []byte { return e.b }

// Uint appends a number in as few bytes as it takes.
func (e *Encoder) Uint(v int) { e.b = binary.AppendUvarint(e.b, uint64(v)) }

// Uint32 appends four bytes.
func (e *Encoder) Uint32(v uint32) { e.b = binary.LittleEndian.AppendUint32(e.b, v) }

// Byte appends one byte.
func (e *Encoder) Byte(v byte) { e.b = append(e.b, v) }

// Raw appends bytes as they are.
func (e *Encoder) Raw(b []byte) { e.b = append(e.b, b...) }

// String appends a string with its length.
func (e *Encoder) String(s string) {
	e.Uint(len(s))
	e.b = append(e.b, s...)
}

// Strings appends a list.
func (e *Encoder) Strings(list []string) {
	e.Uint(len(list))
	for _, s := range list {
		e.String(s)
	}
}

// ErrShort is Decoder's error for a section that ends too early.
var ErrShort = errors.New("a section ends too early")

// Decoder reads what an Encoder wrote. After the first error all reads give zero values; look at Err at the end.
type Decoder struct {
	b   []byte
	err error
}

// NewDecoder reads from b, which it does not copy.
func NewDecoder(b []byte) *Decoder { return &Decoder{b: b} }

// Err is the first error.
func (d *Decoder) Err() error { return d.err }

// Len is the number of bytes left.
func (d *Decoder) Len() int { return len(d.b) }

func (d *Decoder) fail() {
	if d.err == nil {
		d.err = ErrShort
	}
	d.b = nil
}

// Uint reads a number.
func (d *Decoder) Uint() int {
	v, n := binary.Uvarint(d.b)
	if n <= 0 || v > 1<<40 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}

// Count reads the length of a list whose items take at least size bytes each, so that a damaged length cannot make the
// reader allocate more than the section could hold.
func (d *Decoder) Count(size int) int {
	n := d.Uint()
	if n > len(d.b)/max(size, 1) {
		d.fail()
		return 0
	}
	return n
}

// Uint32 reads four bytes.
func (d *Decoder) Uint32() uint32 {
	b := d.Bytes(4)
	if b == nil {
		return 0
	}
	return binary.LittleEndian.Uint32(b)
}

// Byte reads one byte.
func (d *Decoder) Byte() byte {
	b := d.Bytes(1)
	if b == nil {
		return 0
	}
	return b[0]
}

// Bytes reads n bytes, nil when there are not as many. They are shared, not copied.
func (d *Decoder) Bytes(n int) []byte {
	if n < 0 || n > len(d.b) {
		d.fail()
		return nil
	}
	out := d.b[:n:n]
	d.b = d.b[n:]
	return out
}

// String reads a string.
func (d *Decoder) String() string { return string(d.Bytes(d.Count(1))) }

// Strings reads a list.
func (d *Decoder) Strings() []string {
	out := make([]string, d.Count(1))
	for i := range out {
		out[i] = d.String()
	}
	return out
}
