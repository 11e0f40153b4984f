package source

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"

	"dragoman"
	"dragoman/trade/block"
)

const (
	chunkSize = 1 << 20
	lineLimit = 1 << 24
)

// lines tells where a line of several files stands: every table's lines are numbered on from those of the table before.
type lines struct {
	lock  sync.Mutex
	names []string
	base  []uint32
}

func (l *lines) begin(name string, base uint32) {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.names, l.base = append(l.names, name), append(l.base, base)
}

// place names a line.
func (l *lines) place(line uint32) string {
	l.lock.Lock()
	defer l.lock.Unlock()
	i, found := slices.BinarySearch(l.base, line)
	if !found {
		i--
	}
	if i < 0 {
		return "rows that were stored before"
	}
	return fmt.Sprintf("%s: line %d", l.names[i], line-l.base[i])
}

// reading is the state of one run over all files.
type reading struct {
	ctx      context.Context
	settings *Settings
	targets  *targets
	lines    *lines
	next     uint32 // the number that the next table's first line has, less one
	rows     int
	left     block.Tally
	noted    block.Tally
	format   string
}

// table reads one table.
func (r *reading) table(in *input, name string, raw io.Reader) error {
	br := bufio.NewReaderSize(raw, 1<<17)
	r.lines.begin(name, r.next)
	if first := firstByte(br); first == '{' || first == '[' {
		return r.json(in, name, br)
	}
	header, delimiter, n, err := begin(name, br)
	if err != nil {
		return err
	}
	compound := false
	if first, rest := header[0], header[1:]; delimiter == '\t' && strings.Contains(first, ",") && strings.Contains(first, `\`) {
		header, compound = append(strings.Split(first, ","), rest...), true
	}
	l, err := r.layout(name, header)
	if err != nil {
		return err
	}
	l.delimiter, l.compound = delimiter, compound
	if l.quarters > 0 {
		r.noted.Note("columns of quarters, which are not read (years and months are)", l.quarters, r.next+uint32(n))
	}
	return r.chunks(in, l, br, r.next+uint32(n)+1)
}

func firstByte(br *bufio.Reader) byte {
	head, _ := br.Peek(64)
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) == 0 {
		return 0
	}
	return head[0]
}

// layout recognises a table and adds what the user says of it.
func (r *reading) layout(name string, header []string) (*layout, error) {
	s := r.settings
	l, err := recognise(name, header, s)
	if err == nil {
		err = l.complete(name)
	}
	if err != nil {
		return nil, err
	}
	r.format = l.format
	d := &l.about
	for to, set := range map[*string]string{&d.Source: s.Source, &d.Vintage: s.Vintage, &d.Currency: s.Currency, &d.Classification: s.Classification, &d.Title: s.Title,
		&d.URL: s.URL, &d.Licence: s.Licence, &d.Note: s.Note} {
		if set != "" {
			*to = set
		}
	}
	if c := d.Classification; c != "" {
		d.Classification = classificationName(c)
	}
	if s.Reconciled != nil {
		d.Reconciled = *s.Reconciled
	}
	if s.Rank != nil {
		d.Rank = *s.Rank
	}
	if s.Scale != nil {
		for i := range l.measures {
			if l.measures[i].role == value {
				l.measures[i].move = *s.Scale
			}
		}
	}
	if l.format == "BACI" && d.Classification == "" {
		return nil, dragoman.Problemf(name, "", "keep the name BACI_HS92_Y2021_V202601.csv, or say --classification HS92 --vintage V202601",
			"does not say which revision of the Harmonized System it uses: BACI tells that by the file's name")
	}
	return l, nil
}

// job is a run of whole lines to be read.
type job struct {
	text []byte
	line uint32
	done chan result
}

// chunks has runs of lines read on all cores and takes the results in the order of the file.
func (r *reading) chunks(in *input, l *layout, br io.Reader, first uint32) error {
	ctx, cancel := context.WithCancel(r.ctx)
	defer cancel()
	cores := runtime.GOMAXPROCS(0)
	jobs, order := make(chan *job), make(chan *job, 2*cores)
	var wait sync.WaitGroup
	defer wait.Wait()
	for range cores {
		wait.Go(func() {
			w := newWorker(l, r.targets)
			for j := range jobs {
				j.done <- w.lines(j.text, j.line)
			}
		})
	}
	var failed error // of the one who cuts; read after order is closed
	wait.Go(func() {
		defer close(order)
		defer close(jobs)
		r.next, failed = cut(ctx, br, first, in.name, func(text []byte, line uint32) bool {
			j := &job{text, line, make(chan result, 1)}
			select {
			case order <- j:
			case <-ctx.Done():
				return false
			}
			select {
			case jobs <- j:
			case <-ctx.Done():
				j.done <- result{}
				return false
			}
			return true
		})
	})
	var err error
	for j := range order {
		x := <-j.done
		if err == nil {
			if err = r.take(in, &x); err != nil {
				cancel()
			}
		}
	}
	if err == nil {
		err = failed
	}
	if err == nil {
		err = r.ctx.Err()
	}
	return err
}

// take hands records to their builders.
func (r *reading) take(in *input, x *result) error {
	if x.err != nil {
		return dragoman.Problemf(in.name, "", "check that the columns are what their names say", "%v", x.err)
	}
	in.rows += x.rows
	r.rows += x.rows
	first := func(a, b string) int { return cmp.Or(cmp.Compare(x.left[a].First, x.left[b].First), cmp.Compare(a, b)) }
	for _, reason := range slices.SortedFunc(maps.Keys(x.left), first) { // in this order, so that the same reasons are told apart in every run
		leave(&r.left, reason, x.left[reason].Rows, x.left[reason].First)
	}
	r.noted.Add(x.noted)
	for t, records := range x.batches {
		if err := t.builder.Add(records); err != nil {
			return err
		}
	}
	if r.settings.Progress != nil {
		r.settings.Progress(Progress{File: in.name, Read: in.read, Size: in.size, Rows: r.rows})
	}
	return nil
}

// cut reads a table in runs of whole lines and says with which number the next table goes on.
func cut(ctx context.Context, br io.Reader, line uint32, name string, each func(text []byte, line uint32) bool) (uint32, error) {
	var rest []byte
	for {
		buffer := make([]byte, len(rest), max(chunkSize, 2*len(rest)))
		copy(buffer, rest)
		n, err := io.ReadFull(br, buffer[len(rest):cap(buffer)])
		buffer = buffer[:len(rest)+n]
		ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) && truncated(br) == nil
		if err != nil && !ended {
			return line, err
		}
		whole := len(buffer)
		if !ended {
			whole = lastLine(buffer)
		}
		if whole == 0 && len(buffer) > lineLimit {
			return line, dragoman.Problemf(name, fmt.Sprintf("at line %d of the table", line), "check the quotation marks", "has a line of more than %d bytes", lineLimit)
		}
		text := buffer[:whole]
		rest = buffer[whole:]
		lines := uint32(bytes.Count(text, newline))
		if len(text) > 0 && !each(text, line) {
			return line, ctx.Err()
		}
		if uint64(line)+uint64(lines) > math.MaxUint32-2 {
			return line, dragoman.Problemf(name, "", "import the files one by one", "has too many lines for one run")
		}
		line += lines
		if ended {
			return line + 1, nil
		}
	}
}

// truncated gives the error of a reader that has ended, if it is one: ReadFull itself says "unexpected EOF" at the end of any file.
func truncated(br io.Reader) error {
	_, err := br.Read(make([]byte, 1))
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// lastLine is where the last whole line of text ends; a line break within quotation marks ends none. Marks that would hold more than
// half of the text are stray, and the line breaks behind them count.
func lastLine(text []byte) int {
	last := bytes.LastIndexByte(text, '\n') + 1
	end, quotes := last, bytes.Count(text[:last], quote)
	for end > len(text)/2 && quotes%2 == 1 {
		before := bytes.LastIndexByte(text[:end-1], '\n') + 1
		quotes -= bytes.Count(text[before:end], quote)
		end = before
	}
	if quotes%2 == 1 {
		return last
	}
	return end
}
