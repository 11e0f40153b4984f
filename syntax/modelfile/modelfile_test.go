package modelfile

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"testing"
)

func sample(t testing.TB) []byte {
	t.Helper()
	f := New()
	var e Encoder
	e.Uint(300)
	e.Strings([]string{"a", "", "ç"})
	e.Uint32(7)
	e.Byte(9)
	f.Set("one", e.Data())
	f.Set("two", []byte{})
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	f, err := Read(sample(t), "sample")
	if err != nil {
		t.Fatal(err)
	}
	body, ok := f.Section("one")
	if !ok {
		t.Fatal("no section one")
	}
	d := NewDecoder(body)
	if n := d.Uint(); n != 300 {
		t.Errorf("number %d", n)
	}
	if s := d.Strings(); len(s) != 3 || s[2] != "ç" {
		t.Errorf("strings %q", s)
	}
	if d.Uint32() != 7 || d.Byte() != 9 || d.Err() != nil || d.Len() != 0 {
		t.Errorf("the rest: %v, %d left", d.Err(), d.Len())
	}
	if d.Byte(); d.Err() == nil {
		t.Error("reading on gives no error")
	}
	if _, ok := f.Section("three"); ok {
		t.Error("there is a section three")
	}
}

func TestReadRefuses(t *testing.T) {
	good := sample(t)
	version := bytes.Clone(good)
	version[8] = 1
	long := resum(append(bytes.Clone(good), 0))
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"nothing": {nil, "f: is not a model file"}, "text": {[]byte("hello world, hello"), "is not a model file"},
		"header": {good[:12], "ends within its header"}, "version": {version, "format version 1, expected 2"},
		"cut": {good[:30], "truncated or damaged"}, "long": {long, "1 bytes too many"},
	} {
		if _, err := Read(c.data, "f"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func resum(data []byte) []byte {
	binary.LittleEndian.PutUint32(data[12:], crc32.Checksum(data[16:], castagnoli))
	return data
}

func FuzzRead(f *testing.F) {
	f.Add(sample(f))
	f.Add([]byte("DRAGSYN\n\x01\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > headerLen {
			data = resum(bytes.Clone(data))
		}
		file, err := Read(data, "fuzz")
		if err != nil {
			return
		}
		for _, n := range file.names {
			body, _ := file.Section(n)
			d := NewDecoder(body)
			d.Strings()
			d.Uint()
		}
	})
}
