// Package modelfile is the container trained models are kept in: a magic number, a format version, a checksum, and named
// sections. It knows nothing of what the sections hold; Encoder and Decoder write and read their small parts.
//
// Layout, little-endian: "DRAGSYN\n", uint32 version, uint32 CRC-32C of everything after it, uint32 number of sections; for
// each section a uint8 length and its name, a uint32 length of its body; then the bodies in the same order.
package modelfile

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"

	"dragoman"
)

const (
	magic   = "DRAGSYN\n"
	version = 2

	headerLen   = len(magic) + 4 + 4 + 4
	mostSection = 64
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// File is a set of sections.
type File struct {
	names    []string
	bodies   map[string][]byte
	checksum uint32
}

// New gives an empty file.
func New() *File { return &File{bodies: map[string][]byte{}} }

// Set adds or replaces a section.
func (f *File) Set(name string, body []byte) {
	if _, ok := f.bodies[name]; !ok {
		f.names = append(f.names, name)
	}
	f.bodies[name] = body
}

// Section gives a section's body; ok is false when there is none. The bytes must not be changed.
func (f *File) Section(name string) (body []byte, ok bool) {
	body, ok = f.bodies[name]
	return body, ok
}

// Checksum is that of the file as read, 0 for a new one.
func (f *File) Checksum() uint32 { return f.checksum }

// WriteTo writes the file.
func (f *File) WriteTo(w io.Writer) (int64, error) {
	if len(f.names) > mostSection {
		return 0, fmt.Errorf("a model file holds at most %d sections", mostSection)
	}
	body := binary.LittleEndian.AppendUint32(nil, uint32(len(f.names)))
	for _, n := range f.names {
		body = append(body, uint8(len(n)))
		body = append(body, n...)
		body = binary.LittleEndian.AppendUint32(body, uint32(len(f.bodies[n])))
	}
	for _, n := range f.names {
		body = append(body, f.bodies[n]...)
	}
	head := append([]byte(magic), 0, 0, 0, 0, 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(head[8:], version)
	binary.LittleEndian.PutUint32(head[12:], crc32.Checksum(body, castagnoli))
	n, err := w.Write(head)
	if err != nil {
		return int64(n), err
	}
	m, err := w.Write(body)
	return int64(n + m), err
}

// Read opens a model file held in memory; the sections share its bytes. A file that is foreign, of another version,
// truncated or damaged is an error that says so.
func Read(data []byte, file string) (*File, error) {
	const again = "train the model again or fetch the file anew"
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return nil, dragoman.Problemf(file, "", "give a file written by \"dragoman train\"", "is not a model file")
	}
	if len(data) < headerLen {
		return nil, dragoman.Problemf(file, "", again, "ends within its header")
	}
	if v := binary.LittleEndian.Uint32(data[8:]); v != version {
		return nil, dragoman.Problemf(file, "", "train the model with this version of the program", "has format version %d, expected %d", v, version)
	}
	want := binary.LittleEndian.Uint32(data[12:])
	if crc32.Checksum(data[16:], castagnoli) != want {
		return nil, dragoman.Problemf(file, "", again, "is truncated or damaged: its checksum is wrong")
	}
	f := New()
	f.checksum = want
	if err := f.readSections(data[16:]); err != nil {
		return nil, dragoman.Problemf(file, "", again, "is damaged: %v", err)
	}
	return f, nil
}

func (f *File) readSections(body []byte) error {
	d := NewDecoder(body)
	n := int(d.Uint32())
	if n > mostSection {
		return fmt.Errorf("%d sections", n)
	}
	names, sizes := make([]string, n), make([]int, n)
	for i := range n {
		names[i] = string(d.Bytes(int(d.Byte())))
		sizes[i] = int(d.Uint32())
	}
	for i, name := range names {
		f.Set(name, d.Bytes(sizes[i]))
	}
	if err := d.Err(); err != nil {
		return err
	}
	if d.Len() != 0 {
		return fmt.Errorf("%d bytes too many", d.Len())
	}
	return nil
}
