package eval

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"

	"dragoman"
)

// Relation is one case of `dragoman eval relations`: a sentence with two marked parties and the PLOVER root between them.
// A party that the sentence does not mark has an empty span: gold sets hold a few with an unstated recipient.
type Relation struct {
	UID    string
	Text   string // the sentence without marks
	Source dragoman.Span
	Target dragoman.Span
	Gold   string // PLOVER root, "NONE" where nothing happens between the two, "" when the file gives none
	Mode   string // of the root, "" when the file gives none
	Holds  string // "1" or "0" in files that only ask whether an event holds between the two (gold_binary), else ""
	Place  string // line of the file, for messages
}

// ReadRelations reads a TSV with the columns marked_sentence and, where it has them, uid (else the line stands for it), gold_root
// ("COERCE", "COERCE/arrest") and gold_binary; others are ignored. Bad lines are returned as problems beside the good ones.
func ReadRelations(r io.Reader, name string) ([]Relation, []error, error) {
	in := csv.NewReader(r)
	in.Comma, in.LazyQuotes, in.FieldsPerRecord = '\t', true, -1
	head, err := in.Read()
	if err != nil {
		return nil, nil, dragoman.Problemf(name, "", "give a TSV file with a header line", "cannot be read: %v", err)
	}
	cols := map[string]int{}
	for i, h := range head {
		cols[strings.TrimSpace(h)] = i
	}
	if _, ok := cols["marked_sentence"]; !ok {
		return nil, nil, dragoman.Problemf(name, "line 1", "add the column", "header lacks column %q", "marked_sentence")
	}
	var out []Relation
	var bad []error
	for {
		rec, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, bad, nil
		}
		line, _ := in.FieldPos(0)
		place := "line " + strconv.Itoa(line)
		if err != nil {
			bad = append(bad, dragoman.Problemf(name, place, "mend the line", "%v", err))
			continue
		}
		rel, err := relationOf(rec, cols)
		if err != nil {
			bad = append(bad, dragoman.Problemf(name, place, "mark the parties as <s>..</s> and <t>..</t>", "%v", err))
			continue
		}
		rel.Place = place
		if rel.UID == "" {
			rel.UID = strconv.Itoa(line)
		}
		out = append(out, rel)
	}
}

func relationOf(rec []string, cols map[string]int) (Relation, error) {
	get := func(col string) string {
		if i, ok := cols[col]; ok && i < len(rec) {
			return rec[i]
		}
		return ""
	}
	text, source, target, err := unmark(get("marked_sentence"))
	root, mode, _ := strings.Cut(strings.TrimSpace(get("gold_root")), "/")
	return Relation{UID: get("uid"), Text: text, Source: source, Target: target, Gold: root, Mode: mode, Holds: strings.TrimSpace(get("gold_binary"))}, err
}

// unmark takes the marks <s>, </s>, <t>, </t> out of a sentence and gives the spans they stood around.
func unmark(marked string) (text string, source, target dragoman.Span, err error) {
	var b strings.Builder
	for i := 0; i < len(marked); {
		rest := marked[i:]
		switch {
		case strings.HasPrefix(rest, "<s>"):
			source[0], i = b.Len(), i+3
		case strings.HasPrefix(rest, "</s>"):
			source[1], i = b.Len(), i+4
		case strings.HasPrefix(rest, "<t>"):
			target[0], i = b.Len(), i+3
		case strings.HasPrefix(rest, "</t>"):
			target[1], i = b.Len(), i+4
		default:
			b.WriteByte(marked[i])
			i++
		}
	}
	if source.Empty() && target.Empty() {
		return "", source, target, errors.New("neither party is marked")
	}
	return b.String(), source, target, nil
}

// PairCoder answers relation cases: what the first marked party does to the second. Forced answers where no frame speaks.
type PairCoder interface {
	Pair(text string, source, target dragoman.Span, forced bool) (root string, confidence float64, why string)
}

// Prediction is one line of `--predictions`.
type Prediction struct {
	UID        string  `json:"uid"`
	Predicted  string  `json:"predicted"` // "" for an abstention
	Gold       string  `json:"gold,omitempty"`
	Confidence float64 `json:"confidence"`
	Why        string  `json:"why,omitempty"`
}

// RelationScores is the result of Relations.
type RelationScores struct {
	N         int          `json:"n"`
	Answered  int          `json:"answered"`
	Accuracy  float64      `json:"accuracy"`
	MacroF1   float64      `json:"macro_f1"`
	QuadF1    float64      `json:"quad_macro_f1"`
	ByRoot    *Scores      `json:"-"`
	ByQuad    *Scores      `json:"-"`
	Predicted []Prediction `json:"-"`
}

// Relations scores a coder; with forced it must answer every case.
func Relations(cases []Relation, coder PairCoder, quad func(root string) string, forced bool) *RelationScores {
	out := &RelationScores{N: len(cases), ByRoot: NewScores(), ByQuad: NewScores()}
	right := 0
	for _, c := range cases {
		root, conf, why := coder.Pair(c.Text, c.Source, c.Target, forced)
		out.Predicted = append(out.Predicted, Prediction{UID: c.UID, Predicted: root, Gold: c.Gold, Confidence: conf, Why: why})
		if root != "" {
			out.Answered++
		}
		gold, found := Fold(c.Gold), ""
		if root != "" {
			found = Fold(root)
		}
		if gold == found {
			right++
		}
		out.ByRoot.Tally(gold, found)
		if found != "" {
			found = quad(root)
		}
		out.ByQuad.Tally(quad(c.Gold), found)
	}
	out.Accuracy = ratio(right, len(cases))
	out.MacroF1, out.QuadF1 = out.ByRoot.MacroF1(), out.ByQuad.MacroF1()
	return out
}

// HoldsCoder says how likely an event that the sentence names holds from the first marked party to the second.
type HoldsCoder interface {
	Holds(text string, source, target dragoman.Span) float64
}

// BinaryScores is the result of Holds: whether an event holds, over cases with gold_binary.
type BinaryScores struct {
	N         int          `json:"n"`
	Accuracy  float64      `json:"accuracy"`
	Precision float64      `json:"precision"`
	Recall    float64      `json:"recall"`
	F1        float64      `json:"f1"`
	Predicted []Prediction `json:"-"` // "1" or "0"
}

// AskHolds reports whether the cases ask only whether an event holds.
func AskHolds(cases []Relation) bool {
	for _, c := range cases {
		if c.Holds == "" || c.Gold != "" {
			return false
		}
	}
	return len(cases) > 0
}

// Holds scores a coder on whether events hold; half a chance and more is a yes.
func Holds(cases []Relation, coder HoldsCoder) *BinaryScores {
	out := &BinaryScores{N: len(cases)}
	var yes Count
	right := 0
	for _, c := range cases {
		p, found := coder.Holds(c.Text, c.Source, c.Target), "0"
		if p >= 0.5 {
			found = "1"
		}
		out.Predicted = append(out.Predicted, Prediction{UID: c.UID, Predicted: found, Gold: c.Holds, Confidence: p})
		switch {
		case found == c.Holds:
			right++
			yes.Right += number(found == "1")
		case found == "1":
			yes.Extra++
		default:
			yes.Missed++
		}
	}
	out.Accuracy, out.Precision, out.Recall, out.F1 = ratio(right, len(cases)), yes.Precision(), yes.Recall(), yes.F1()
	return out
}
