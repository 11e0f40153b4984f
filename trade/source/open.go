package source

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"dragoman"
)

// stdin is what standard input is called.
const stdin = "standard input"

// input is one file that the user named, with what is known of it when it has been read.
type input struct {
	name string
	size int64 // 0 when it is not known
	read int64 // bytes so far
	sum  hash.Hash
	rows int
	r    io.Reader
}

// Read counts and sums what goes through.
func (in *input) Read(p []byte) (int, error) {
	n, err := in.r.Read(p)
	in.read += int64(n)
	in.sum.Write(p[:n])
	return n, err
}

// done says which file it was.
func (in *input) done() dragoman.DatasetFile {
	return dragoman.DatasetFile{Name: in.name[strings.LastIndexAny(in.name, `/\`)+1:], SHA256: hex.EncodeToString(in.sum.Sum(nil)), Rows: in.rows}
}

// open opens a file and calls table for what is in it: one table, or one for each member of a zip archive.
func open(name string, standard io.Reader, table func(in *input, name string, r io.Reader) error) (*input, error) {
	in := &input{name: name, sum: sha256.New()}
	if name == "-" {
		in.name, in.r = stdin, standard
		return in, in.content(nil, table)
	}
	f, err := os.Open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, dragoman.Problemf(name, "", "check the path", "does not exist")
	case err != nil:
		return nil, dragoman.Problemf(name, "", "check its permissions", "cannot be read: %v", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, dragoman.Problemf(name, "", "name the files in it", "is a directory")
	}
	in.size, in.r = info.Size(), f
	return in, in.content(f, table)
}

// content unpacks what is packed, known by its first bytes.
func (in *input) content(f *os.File, table func(in *input, name string, r io.Reader) error) error {
	raw := bufio.NewReaderSize(in, 1<<20)
	magic, _ := raw.Peek(8)
	var err error
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		var z *gzip.Reader
		if z, err = gzip.NewReader(raw); err == nil {
			err = table(in, in.name, z)
		}
	case bytes.HasPrefix(magic, []byte("BZh")):
		err = table(in, in.name, bzip2.NewReader(raw))
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")):
		if f == nil {
			return dragoman.Problemf(in.name, "", "save the archive and name the file", "is a zip archive, which cannot be read from a stream")
		}
		err = in.members(f, table)
	case bytes.HasPrefix(magic, []byte("7z\xbc\xaf\x27\x1c")):
		return dragoman.Problemf(in.name, "", "unpack it first: 7z x "+in.name, "is a 7z archive")
	case bytes.HasPrefix(magic, []byte{0xff, 0xfe}), bytes.HasPrefix(magic, []byte{0xfe, 0xff}):
		return dragoman.Problemf(in.name, "", "save it as UTF-8", "is UTF-16")
	case len(magic) == 0:
		return dragoman.Problemf(in.name, "", "check the download", "is empty")
	default:
		err = table(in, in.name, raw)
	}
	if err == nil {
		_, err = io.Copy(io.Discard, raw) // the sum is of all bytes
	}
	return in.explain(err)
}

// explain says what errors of unpacking mean.
func (in *input) explain(err error) error {
	corrupt := (*bzip2.StructuralError)(nil)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = dragoman.Problemf(in.name, "", "download it again", "ends in the middle: the file is truncated")
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrAlgorithm),
		errors.As(err, &corrupt), err != nil && strings.HasPrefix(err.Error(), "flate: "):
		err = dragoman.Problemf(in.name, "", "download it again", "is damaged: %v", err)
	}
	return err
}

// members reads the tables of a zip archive. Lists of codes are skipped: BACI's archive has two.
func (in *input) members(f *os.File, table func(in *input, name string, r io.Reader) error) error {
	z, err := zip.NewReader(f, in.size)
	if err != nil {
		return err
	}
	tables := 0
	for _, m := range z.File {
		ending := strings.ToLower(path.Ext(m.Name))
		if m.Name == "[Content_Types].xml" {
			return dragoman.Problemf(in.name, "", "save the sheet as CSV", "is a workbook, not a table of text")
		}
		if ending != ".csv" && ending != ".tsv" && ending != ".txt" && ending != ".json" && ending != ".dat" {
			continue
		}
		r, err := m.Open()
		if err != nil {
			return err
		}
		err = table(in, in.name+"/"+m.Name, r)
		r.Close()
		if codes := (*listOfCodes)(nil); errors.As(err, &codes) {
			continue
		}
		if err != nil {
			return err
		}
		tables++
	}
	if tables == 0 {
		return dragoman.Problemf(in.name, "", "name an archive with CSV files", "holds no table")
	}
	in.sum.Reset()
	_, err = io.Copy(in.sum, io.NewSectionReader(f, 0, in.size))
	return err
}

// headerLimit bounds the first line of a table.
const headerLimit = 1 << 16

// begin reads a table's header and leaves the reader at its first row; lines before it that start with # are comments. lines is how
// many lines were read.
func begin(name string, r *bufio.Reader) (header []string, delimiter byte, lines int, err error) {
	if bom, _ := r.Peek(3); bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		r.Discard(3)
	}
	for {
		line, err := r.ReadSlice('\n')
		lines++
		switch {
		case errors.Is(err, bufio.ErrBufferFull) || len(line) > headerLimit:
			return nil, 0, lines, dragoman.Problemf(name, "line 1", "name a table of text with a header", "has no header: its first line is longer than %d bytes", headerLimit)
		case err != nil && !errors.Is(err, io.EOF):
			return nil, 0, lines, err
		case bytes.IndexByte(line, 0) >= 0:
			return nil, 0, lines, dragoman.Problemf(name, fmt.Sprintf("line %d", lines), "name a table of text", "holds bytes that are no text")
		}
		text := strings.TrimSpace(string(line))
		if text == "" || text[0] == '#' {
			if err != nil {
				return nil, 0, lines, dragoman.Problemf(name, "", "check the download", "holds no table")
			}
			continue
		}
		if strings.Contains(text, "\r") {
			return nil, 0, lines, dragoman.Problemf(name, fmt.Sprintf("line %d", lines), "save it with the line ends of Unix or Windows", "parts its lines by carriage returns alone")
		}
		if text[0] == '<' {
			return nil, 0, lines, dragoman.Problemf(name, fmt.Sprintf("line %d", lines), "download the data itself", "is a web page or XML, not a table")
		}
		delimiter = sniff(text)
		for _, cell := range splitAt([]byte(strings.TrimRight(string(line), "\r\n")), delimiter, nil) {
			header = append(header, strings.TrimSpace(string(cell)))
		}
		return header, delimiter, lines, nil
	}
}

// sniff finds out what parts the cells of a header: what occurs in it most.
func sniff(header string) byte {
	best := byte(',')
	if strings.Contains(header, `\`) && strings.Contains(header, "\t") { // Eurostat's TSV: commas stand in the first cell
		return '\t'
	}
	for _, c := range []byte{';', '\t'} {
		if strings.Count(header, string(c)) > strings.Count(header, string(best)) {
			best = c
		}
	}
	return best
}
