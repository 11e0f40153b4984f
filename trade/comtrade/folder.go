package comtrade

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dragoman"
)

// Licence is what the United Nations ask of users, in our words; it goes into every line of the manifest.
const Licence = "UN Comtrade: free to use with the source named (UN Comtrade Database, date of access); passing on whole data sets needs " +
	"consent of the United Nations; see https://uncomtrade.org/docs/policy-on-use-and-re-dissemination"

// Names of the files beside the answers.
const (
	manifestName = "manifest.jsonl"
	ledgerName   = "calls.tsv"
)

// Entry is a line of the manifest: a finished call.
type Entry struct {
	Call      string `json:"call"`                // its ID
	What      string `json:"what"`                // in words
	URL       string `json:"url"`                 // without the key
	Fetched   string `json:"fetched"`             // RFC 3339, UTC
	Records   int    `json:"records"`             // rows of the answer
	Split     bool   `json:"split,omitempty"`     // cut off at the cap: two smaller calls took its place
	File      string `json:"file,omitempty"`      // "" for an answer without records, or one that was split
	Bytes     int64  `json:"bytes,omitempty"`     // of the file
	SHA256    string `json:"sha256,omitempty"`    // of the file
	Published string `json:"published,omitempty"` // of a bulk file: when the UN released it
	Licence   string `json:"licence"`
}

// Folder is where answers are kept, with a manifest of finished calls and a ledger of all calls made. One run at a time writes to it.
type Folder struct {
	dir   string
	done  map[string]Entry
	today string
	spent int // calls made today
}

// OpenFolder opens a folder, made if need be, and reads what earlier runs left. A last line that a killed run tore off is dropped; any other
// bad line is a problem. A finished call counts only when its file is there with its length.
func OpenFolder(dir string, now time.Time) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, dragoman.Problemf(dir, "", "name another folder with --out", "cannot be made: %v", err)
	}
	return ReadFolder(dir, now)
}

// ReadFolder reads what earlier runs left and makes nothing, for a look ahead; a folder that is not there is an empty one.
func ReadFolder(dir string, now time.Time) (*Folder, error) {
	f := &Folder{dir: dir, done: map[string]Entry{}, today: now.UTC().Format(time.DateOnly)}
	err := f.lines(manifestName, func(line int, text string) error {
		var e Entry
		if err := json.Unmarshal([]byte(text), &e); err != nil || e.Call == "" {
			const mend = "remove the line: its call is made again"
			return dragoman.Problemf(filepath.Join(dir, manifestName), fmt.Sprintf("line %d", line), mend, "is no line of a manifest")
		}
		if e.File != "" {
			info, err := os.Stat(filepath.Join(dir, e.File))
			if err != nil || info.Size() != e.Bytes {
				delete(f.done, e.Call)
				return nil
			}
		}
		f.done[e.Call] = e
		return nil
	})
	if err != nil {
		return nil, err
	}
	return f, f.lines(ledgerName, func(_ int, text string) error {
		if strings.HasPrefix(text, f.today) {
			f.spent++
		}
		return nil
	})
}

// lines gives the whole lines of a file; a missing file has none, and a last line without an end is left out.
func (f *Folder) lines(name string, each func(line int, text string) error) error {
	path := filepath.Join(f.dir, name)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return dragoman.Problemf(path, "", "make it readable", "cannot be read: %v", err)
	}
	n := 0
	for text := range strings.Lines(string(data)) {
		n++
		if strings.HasSuffix(text, "\n") && strings.TrimSpace(text) != "" {
			if err := each(n, strings.TrimSpace(text)); err != nil {
				return err
			}
		}
	}
	return nil
}

// SpentOn is how many calls were made on the day of now (UTC), those of earlier runs included.
func (f *Folder) SpentOn(now time.Time) int {
	if day := now.UTC().Format(time.DateOnly); day != f.today {
		f.today, f.spent = day, 0
	}
	return f.spent
}

// Done gives the entry of a finished call.
func (f *Folder) Done(id string) (Entry, bool) {
	e, ok := f.done[id]
	return e, ok
}

// spend writes a call into the ledger before it is made.
func (f *Folder) spend(now time.Time, id string) error {
	f.spent = f.SpentOn(now) + 1
	return f.append(ledgerName, []byte(now.UTC().Format(time.RFC3339)+"\t"+id))
}

// finish writes a finished call into the manifest.
func (f *Folder) finish(e Entry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if err := f.append(manifestName, line); err != nil {
		return err
	}
	f.done[e.Call] = e
	return nil
}

// append adds a line to a file and has it on disk before it returns. What a killed run left of a line is ended first.
func (f *Folder) append(name string, line []byte) (err error) {
	path := filepath.Join(f.dir, name)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return dragoman.Problemf(path, "", "make the folder writable", "cannot be written: %v", err)
	}
	defer func() { err = cmp.Or(err, file.Close()) }()
	end, err := wholeLines(file)
	if err != nil {
		return err
	}
	if _, err := file.WriteAt(append(line, '\n'), end); err != nil {
		return dragoman.Problemf(path, "", "make room on the disk and run the same command again", "cannot be written: %v", err)
	}
	return file.Sync()
}

// wholeLines cuts a torn last line off and gives the length of the rest.
func wholeLines(file *os.File) (int64, error) {
	info, err := file.Stat()
	if err != nil || info.Size() == 0 {
		return 0, err
	}
	const block = 64 << 10 // longer than any line
	start := max(0, info.Size()-block)
	tail := make([]byte, info.Size()-start)
	if _, err := file.ReadAt(tail, start); err != nil {
		return 0, err
	}
	end := start + int64(bytes.LastIndexByte(tail, '\n')+1)
	if end == info.Size() {
		return end, nil
	}
	return end, file.Truncate(end)
}

// part opens the file that an answer is written to until it is whole; commit gives it its name.
func (f *Folder) part(name string) (*os.File, error) {
	path := filepath.Join(f.dir, name+".part")
	file, err := os.Create(path)
	if err != nil {
		return nil, dragoman.Problemf(path, "", "make the folder writable", "cannot be written: %v", err)
	}
	return file, nil
}

func (f *Folder) commit(file *os.File, name string) error {
	if err := file.Sync(); err != nil {
		return dragoman.Problemf(file.Name(), "", "make room on the disk and run the same command again", "cannot be written: %v", err)
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), filepath.Join(f.dir, name))
}

// drop forgets a part.
func (f *Folder) drop(file *os.File) {
	file.Close()
	os.Remove(file.Name())
}
