package conllu

import (
	"bufio"
	"io"
	"strconv"
	"strings"
)

// Write writes sentences as CoNLL-U.
func Write(w io.Writer, sentences []Sentence) error {
	out := bufio.NewWriter(w)
	for i := range sentences {
		writeSentence(out, &sentences[i])
	}
	return out.Flush()
}

func writeSentence(out *bufio.Writer, s *Sentence) {
	for _, c := range s.Comments {
		out.WriteString(strings.TrimRight("# "+oneLine(c), " "))
		out.WriteByte('\n')
	}
	next := 0
	for i, w := range s.Words {
		if next < len(s.Ranges) && s.Ranges[next].First == i {
			r := s.Ranges[next]
			writeRow(out, strconv.Itoa(r.First+1)+"-"+strconv.Itoa(r.Last+1), r.Form, "", "", "", "", "", "", "", r.Misc)
			next++
		}
		head := ""
		if w.Head != Missing {
			head = strconv.Itoa(w.Head + 1)
		}
		writeRow(out, strconv.Itoa(i+1), w.Form, w.Lemma, w.UPOS, w.XPOS, w.Feats, head, w.Deprel, w.Deps, w.Misc)
	}
	out.WriteByte('\n')
}

func writeRow(out *bufio.Writer, cells ...string) {
	for i, c := range cells {
		if i > 0 {
			out.WriteByte('\t')
		}
		if c == "" {
			c = "_"
		}
		out.WriteString(oneLine(c))
	}
	out.WriteByte('\n')
}

// oneLine keeps a cell from breaking the table: tabs and line breaks become spaces.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\t\n\r") {
		return s
	}
	return strings.NewReplacer("\t", " ", "\n", " ", "\r", " ").Replace(s)
}
