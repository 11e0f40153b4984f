package source

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"dragoman"
)

// json reads the answer of UN Comtrade's API, {"data": [{...}, ...]}, or a list of such objects. A row's line is its number.
func (r *reading) json(in *input, name string, br *bufio.Reader) error {
	if bom, _ := br.Peek(3); string(bom) == "\xef\xbb\xbf" {
		br.Discard(3)
	}
	l, err := r.layout(name, comtradeColumns)
	if err != nil {
		return err
	}
	d := json.NewDecoder(br)
	d.UseNumber()
	if err := toData(name, d); err != nil {
		return err
	}
	w := newWorker(l, r.targets)
	line := r.next
	for d.More() {
		line++
		var object map[string]any
		if err := d.Decode(&object); err != nil {
			return notJSON(name, fmt.Sprintf("row %d", line-r.next), err)
		}
		if object["reporterCode"] == nil || object["partnerCode"] == nil {
			return dragoman.Problemf(name, fmt.Sprintf("row %d", line-r.next), "name an answer of UN Comtrade's data API", "has no reporterCode and partnerCode")
		}
		w.cells = w.cells[:0]
		for _, column := range comtradeColumns {
			w.cells = append(w.cells, text(object[column]))
		}
		w.row(line)
		if (line-r.next)%1000 == 0 {
			if err := r.flush(in, w, 1000); err != nil {
				return err
			}
		}
	}
	if _, err := d.Token(); err != nil {
		return notJSON(name, "", err)
	}
	err = r.flush(in, w, int(line-r.next)%1000)
	r.next = line + 1
	return err
}

func (r *reading) flush(in *input, w *worker, rows int) error {
	x := result{batches: w.take(), rows: rows, left: w.left, noted: w.noted, err: w.err}
	w.left, w.noted = nil, nil
	return r.take(in, &x)
}

func text(v any) []byte {
	switch v := v.(type) {
	case string:
		return []byte(v)
	case json.Number:
		return []byte(v)
	case bool:
		return fmt.Append(nil, v)
	}
	return nil
}

func notJSON(name, place string, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return dragoman.Problemf(name, place, "download it again", "ends in the middle: the file is truncated")
	}
	return dragoman.Problemf(name, place, "download it again", "is no JSON: %v", err)
}

// toData moves a decoder behind the bracket that opens the rows.
func toData(name string, d *json.Decoder) error {
	t, err := d.Token()
	if err != nil {
		return notJSON(name, "", err)
	}
	if t == json.Delim('[') {
		return nil
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return notJSON(name, "", err)
		}
		if key == "data" {
			if t, err := d.Token(); err != nil || t != json.Delim('[') {
				return dragoman.Problemf(name, "data", "name an answer of UN Comtrade's data API", "is no list")
			}
			return nil
		}
		var skipped any
		if err := d.Decode(&skipped); err != nil {
			return notJSON(name, "", err)
		}
		if message, is := skipped.(string); key == "error" && is && message != "" {
			return dragoman.Problemf(name, "", "ask again", "is an error of UN Comtrade: %s", message)
		}
	}
	return dragoman.Problemf(name, "", "name an answer of UN Comtrade's data API", `has no list "data"`)
}
