package text

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dragoman"
)

// A cue is a phrase by which a block is known for boilerplate.
type cue struct {
	reason string
	words  int // at most so many words in the block
	text   string
	pairs  pairs // of text
}

// cues is the boilerplate table, by place of the phrase.
type cues struct {
	start, whole, within, tail []cue
	first                      map[[2]byte][]cue // start and tail by their first two bytes
}

var boilerplateCues = sync.OnceValue(func() *cues { return must(loadCues()) })

func loadCues() (*cues, error) {
	t, err := loadTable("boilerplate.tsv", "reason", "at", "words", "cue")
	if err != nil {
		return nil, err
	}
	c := &cues{}
	lists := map[string]*[]cue{"start": &c.start, "whole": &c.whole, "within": &c.within, "tail": &c.tail}
	for _, row := range t.rows {
		words, err := strconv.Atoi(t.get(row, "words"))
		list := lists[t.get(row, "at")]
		if err != nil || list == nil {
			return nil, dragoman.Problemf("boilerplate.tsv", t.get(row, "cue"), "write start, whole, within or tail and a number",
				"has the place %q and the words %q", t.get(row, "at"), t.get(row, "words"))
		}
		text := t.get(row, "cue")
		*list = append(*list, cue{t.get(row, "reason"), words, text, pairsOf(text)})
	}
	c.first = map[[2]byte][]cue{}
	for _, list := range [][]cue{c.start, c.tail} {
		for _, k := range list {
			key := [2]byte{k.text[0], (k.text + " ")[1]}
			c.first[key] = append(c.first[key], k)
		}
	}
	return c, nil
}

// longestCued bounds the blocks that are looked at for boilerplate, in bytes.
const longestCued = 1400

// boilerplate gives the reason why a block is no prose, "" when it is.
func boilerplate(block string, f folded) string {
	c := boilerplateCues()
	n := f.words()
	if n <= 8 {
		for _, k := range c.whole {
			if n <= k.words && f.is(k.text) {
				return k.reason
			}
		}
	}
	bare := f
	if k := bullet(f.text); k > 0 && k < len(f.text) {
		bare.text = f.text[k:]
	}
	if len(bare.text) > 1 {
		for _, k := range c.first[[2]byte{bare.text[0], bare.text[1]}] {
			if n <= k.words && bare.hasStart(k.text) {
				return k.reason
			}
		}
	}
	have := pairsOf(f.text)
	for i := range c.within {
		if k := &c.within[i]; n <= k.words && have.hold(&k.pairs) && f.find(k.text) >= 0 {
			return k.reason
		}
	}
	if n <= 12 && (strings.Count(f.text, " | ") >= 2 || onlyLinks(f.text)) {
		return "navigation"
	}
	return ""
}

// onlyLinks says whether a block is made of addresses.
func onlyLinks(s string) bool {
	if !strings.Contains(s, "://") && !strings.Contains(s, "www.") {
		return false
	}
	fields := strings.Fields(s)
	for _, w := range fields {
		if !strings.Contains(w, "://") && !strings.HasPrefix(w, "www.") && !strings.HasPrefix(w, "@") {
			return false
		}
	}
	return len(fields) > 0
}

// glued finds boilerplate that follows the last sentence of a paragraph without a line break ("... and Ukraine. Read the
// full article here"): where it begins within the block and why; len(block) when there is none.
func glued(block string, f folded) (int, string) {
	from := 0
	if len(block) > longestCued {
		from = len(block) - 320
		for from > 0 && !utf8.RuneStart(block[from]) {
			from--
		}
		f = fold(block[from:])
	}
	have, tail := pairsOf(f.text), boilerplateCues().tail
	for c := range tail {
		k := &tail[c]
		if !have.hold(&k.pairs) {
			continue
		}
		i := lastIndex(f.text, k.text)
		if i <= 0 || !wordBreak(f.text, i) || !wordBreak(f.text, i+len(k.text)) {
			continue
		}
		rest := folded{text: f.text[i:]}
		if rest.words() > k.words || !endsSentence(f.text[:i]) && k.text[0] != '[' && k.text[0] != '(' {
			continue
		}
		if at := from + int(f.at[i]); at > 0 {
			return at, k.reason
		}
	}
	return len(block), ""
}

// lastIndex is strings.LastIndex, quick where there is nothing to find.
func lastIndex(s, part string) int {
	at := strings.Index(s, part)
	if at < 0 {
		return at
	}
	return at + strings.LastIndex(s[at:], part)
}

// endsSentence says whether text ends with an end mark, closing marks and space after it aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, " \"')]")
	return s != "" && strings.ContainsRune(".!?…", lastRune(s))
}

// setAside makes blocks of paragraphs: boilerplate, each with its reason, and prose.
func setAside(text string, paras []dragoman.Span) []dragoman.Block {
	out := make([]dragoman.Block, 0, len(paras)+4)
	for _, p := range paras {
		b := dragoman.Block{Span: p}
		block := p.Of(text)
		var f folded
		if len(block) <= longestCued {
			f = fold(block)
			b.Reason = boilerplate(block, f)
		}
		cut, reason := glued(block, f)
		if reason != "" && reason != b.Reason {
			b.Span = trimSpan(text, dragoman.Span{p[0], p[0] + cut})
		}
		if b.Reason != "" {
			b.Kind = dragoman.Boilerplate
		}
		if !b.Span.Empty() {
			out = append(out, b)
		}
		if tail := trimSpan(text, dragoman.Span{p[0] + cut, p[1]}); reason != "" && reason != b.Reason && !tail.Empty() {
			out = append(out, dragoman.Block{Kind: dragoman.Boilerplate, Span: tail, Reason: reason})
		}
	}
	return followers(text, out)
}

// followers sets aside what belongs to a piece of boilerplate before it: the links under "Related articles", everything
// behind a press release's end mark, the lines of a contact block.
func followers(text string, blocks []dragoman.Block) []dragoman.Block {
	reason := ""
	for i := range blocks {
		b := &blocks[i]
		if b.Kind == dragoman.Boilerplate {
			switch b.Reason {
			case "end mark", "related links", "contact", "comments", "editor's note":
				reason = b.Reason
			default:
				if reason != "end mark" {
					reason = ""
				}
			}
			continue
		}
		block := b.Span.Of(text)
		belongs := false
		switch reason {
		case "end mark":
			belongs = true
		case "related links", "comments":
			belongs = len(block) < 160 && !strings.HasSuffix(block, ".") && i > 1
		case "contact":
			belongs = len(block) < 120 && !endsSentence(block) || contactLine(block)
		case "editor's note":
			belongs = bullet(block) > 0
		}
		if !belongs {
			reason = ""
			continue
		}
		b.Kind, b.Reason = dragoman.Boilerplate, reason
		if reason == "end mark" {
			b.Reason = "after the end mark"
		}
	}
	return blocks
}

// contactLine says whether a short line holds a telephone number or a mail address.
func contactLine(block string) bool {
	if len(block) > 160 {
		return false
	}
	digits := 0
	for _, r := range block {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits >= 7 && digits*3 > len(block) || strings.Contains(block, "@")
}
