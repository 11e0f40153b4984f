package comtrade

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"

	"dragoman"
)

// answer is what is known of a saved answer.
type answer struct {
	records int    // rows in it
	said    int    // rows that it says it has; -1 when it does not
	sha256  string // of the file as saved
	bytes   int64  // of the file as saved
	file    string // its name; "" when none is kept
}

// cut says whether the answer was cut off at a cap: it has as many records as were asked for at most, as many as one of the server's own
// limits, or fewer than it says.
func (a *answer) cut(limit int) bool {
	return a.records >= limit || a.records == CapFree || a.records == CapPremium || a.said > a.records
}

// packed looks at the first bytes of an answer and says whether it is gzip: packed for the way, or a packed file.
func packed(resp *http.Response) (*bufio.Reader, bool) {
	body := bufio.NewReaderSize(resp.Body, 1<<16)
	magic, _ := body.Peek(2) // a failure comes again with the first read
	return body, bytes.Equal(magic, []byte{0x1f, 0x8b})
}

// unpacked is the body of an answer, unpacked where it comes packed.
func unpacked(resp *http.Response) (io.Reader, error) {
	body, gz := packed(resp)
	if !gz {
		return body, nil
	}
	return gzip.NewReader(body)
}

// save writes an answer to w, packed: as it came, or packed here where it came plain. check reads the unpacked bytes to the end and says
// how many records they hold.
func save(resp *http.Response, w io.Writer, limit int64, check func(io.Reader, *answer) error) (*answer, error) {
	out := &sink{w: w, hash: sha256.New()}
	a := &answer{said: -1}
	err := pass(resp, out, func(plain io.Reader) error { return check(&bounded{r: plain, left: limit}, a) })
	if out.err != nil { // said first: a reader sees it as a stream that broke off
		return nil, dragoman.Problemf("", "", "make room on the disk and run the same command again", "the answer cannot be written: %v", out.err)
	}
	if err != nil {
		return nil, err
	}
	a.bytes, a.sha256 = out.n, hex.EncodeToString(out.hash.Sum(nil))
	return a, nil
}

// pass gives the unpacked bytes of an answer to read, and the packed ones to out as they are read.
func pass(resp *http.Response, out io.Writer, read func(io.Reader) error) error {
	body, gz := packed(resp)
	if gz {
		unpacker, err := gzip.NewReader(io.TeeReader(body, out))
		if err != nil {
			return broken(err)
		}
		return read(unpacker)
	}
	packer := gzip.NewWriter(out)
	if err := read(io.TeeReader(body, packer)); err != nil {
		return err
	}
	return packer.Close()
}

// sink counts and hashes what is written, and remembers why writing failed.
type sink struct {
	w    io.Writer
	hash hash.Hash
	n    int64
	err  error
}

func (s *sink) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.n += int64(n)
	s.hash.Write(p[:n])
	if err != nil {
		s.err = err
	}
	return n, err
}

// errTooBig refuses an answer that is larger than the client takes.
var errTooBig = errors.New("the answer is larger than this program takes at once")

// bounded ends with errTooBig after so many bytes.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooBig
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

// broken is an answer that broke off: it is asked for again.
func broken(err error) error {
	return &again{err: fmt.Errorf("the answer broke off: %w", err)}
}

// readJSON reads an answer {"count": n, "data": [{...}, ...], "error": ""} to its end and counts the records. Nothing is kept.
func readJSON(r io.Reader, a *answer) error {
	return jsonFault(walk(json.NewDecoder(r), r, a))
}

// jsonFault sorts out what stopped a reader: bytes that ended early come again, wrong ones do not.
func jsonFault(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var told *dragoman.Problem
	switch {
	case err == nil:
		return nil
	case errors.As(err, &told):
		return err
	case errors.Is(err, errTooBig):
		return problem("ask for fewer products or periods at a time (--cap)", "%v", errTooBig)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return broken(io.ErrUnexpectedEOF)
	case errors.As(err, &syntax), errors.As(err, &kind), errors.Is(err, errShape):
		return problem("check --base-url", "the answer is not what the API gives: %v", err)
	}
	return broken(err)
}

// errShape is JSON of another shape than the API's.
var errShape = errors.New("no object with a list \"data\"")

func walk(d *json.Decoder, r io.Reader, a *answer) error {
	if t, err := d.Token(); err != nil {
		return err
	} else if t != json.Delim('{') {
		return errShape
	}
	listed, fault := false, ""
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		switch name {
		case "data":
			listed = true
			err = countRecords(d, a)
		case "count":
			err = d.Decode(&a.said)
		case "error":
			fault, err = text(d)
		default:
			var skipped json.RawMessage
			err = d.Decode(&skipped)
		}
		if err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return err
	}
	if fault != "" {
		return problem("check the request", "the service says: %s", fault)
	}
	if !listed {
		return errShape
	}
	_, err := io.Copy(io.Discard, r) // to the end of the packed bytes: their checksum comes last
	return err
}

// text reads a string, or anything else as it is written; "" for null.
func text(d *json.Decoder) (string, error) {
	var raw json.RawMessage
	if err := d.Decode(&raw); err != nil || string(raw) == "null" {
		return "", err
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s, nil
	}
	return string(raw), nil
}

// countRecords reads the list of records; null is an empty one.
func countRecords(d *json.Decoder, a *answer) error {
	t, err := d.Token()
	if err != nil || t == nil {
		return err
	}
	if t != json.Delim('[') {
		return errShape
	}
	var record json.RawMessage
	for d.More() {
		if err := d.Decode(&record); err != nil {
			return err
		}
		if len(record) == 0 || record[0] != '{' {
			return errShape
		}
		a.records++
	}
	_, err = d.Token()
	return err
}

// readLines reads a text of tab-separated lines to its end and counts those after the header.
func readLines(r io.Reader, a *answer) error {
	in := bufio.NewReaderSize(r, 1<<16)
	header, err := in.ReadSlice('\n')
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return lineFault(err)
	}
	if !bytes.Contains(header, []byte("reporterCode")) {
		return problem("check --base-url", "the file is no table of UN Comtrade: its header has no reporterCode")
	}
	for {
		line, err := in.ReadSlice('\n')
		if len(line) > 0 && err != bufio.ErrBufferFull {
			a.records++
		}
		if err == io.EOF {
			return nil
		}
		if err != nil && err != bufio.ErrBufferFull {
			return lineFault(err)
		}
	}
}

func lineFault(err error) error {
	if errors.Is(err, errTooBig) {
		return problem("import it by hand", "%v", errTooBig)
	}
	return broken(err)
}
