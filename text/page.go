package text

import (
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dragoman"
	"dragoman/feed"
)

// An Extractor finds the node of a parsed page that holds its article; nil when it finds none. It may alter the page.
type Extractor interface {
	Extract(page *html.Node, address *url.URL) *html.Node
}

// HTML extracts the article of a page and its metadata. What the hint knows already (address, date, ...) wins over what
// the page says of itself; a date in the future is not believed. A page that is too large, no text or without an article
// is refused with a *dragoman.Problem. The blocks of the article are lines of Document.Text; the title is not repeated
// there.
func (r *Reader) HTML(page []byte, hint dragoman.Document) (dragoman.Document, error) {
	d := hint
	refuse := func(mend, format string, args ...any) (dragoman.Document, error) {
		return d, dragoman.Problemf(hint.File, "", mend, format, args...)
	}
	if len(page) > feed.MaxPage {
		return refuse("save the article alone", "is a page of %d bytes, the limit is %d", len(page), feed.MaxPage)
	}
	source, err := feed.Decode(page, "")
	if err != nil {
		if p, ok := err.(*dragoman.Problem); ok {
			c := *p
			c.File = hint.File
			return d, &c
		}
		return d, err
	}
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return refuse("save the page anew", "cannot be read as HTML: %v", err)
	}
	facts := readFacts(root)
	r.adopt(&d, facts)
	d.Text = articleText(root, &d)
	if !articleLike(d.Text) {
		return refuse("give the page of one article, or its text", "holds no article: only %d words of running text", len(strings.Fields(d.Text)))
	}
	if len(d.Text) > MaxText {
		return refuse("cut it into its articles", "holds an article of %d bytes, the limit is %d", len(d.Text), MaxText)
	}
	r.complete(&d)
	facts.language(&d)
	facts.section(&d, hint.Kind == "")
	return d, nil
}

// articleLike asks for a little running text: twelve words and a sentence's end, or sixty words.
func articleLike(s string) bool {
	words := len(strings.Fields(s))
	return words >= 60 || words >= 12 && strings.ContainsAny(s, ".!?。")
}

// articleText gives the lines of the page's article.
func articleText(root *html.Node, d *dragoman.Document) string {
	clean(root)
	own := flatten(densest(root), d)
	address, _ := url.Parse(d.URL)
	found := flatten(readable{}.Extract(root, address), d)
	// The densest element is taken where the reader view lost most of the running text, or found none.
	if len(found)*5 < len(own)*2 {
		return own
	}
	return found
}

// readable is the Extractor by the reader view's rules.
type readable struct{}

func (readable) Extract(page *html.Node, address *url.URL) *html.Node {
	parser := readability.NewParser()
	parser.MaxElemsToParse = 60000
	parser.DisableJSONLD = true
	article, err := parser.ParseDocument(page, address)
	if err != nil {
		return nil
	}
	return article.Node
}

// pruning is the table of what is cut from a page.
type pruning struct{ tags, words map[string]bool }

var prune = sync.OnceValue(func() *pruning { return must(loadPruning()) })

func loadPruning() (*pruning, error) {
	t, err := loadTable("prune.tsv", "by", "name")
	if err != nil {
		return nil, err
	}
	p := &pruning{map[string]bool{}, map[string]bool{}}
	for _, row := range t.rows {
		if t.get(row, "by") == "tag" {
			p.tags[t.get(row, "name")] = true
		} else {
			p.words[t.get(row, "name")] = true
		}
	}
	return p, nil
}

// lineBreak stands for <br> in text nodes, because the reader view drops the elements.
const lineBreak = "\u2028"

// clean cuts from the page what is not its article. An element that is cut for its name only must not hold most of the
// page's text ("has-sidebar" on the body).
func clean(root *html.Node) {
	total := textLength(root)
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			if c.DataAtom == atom.Br && c.Type == html.ElementNode {
				n.InsertBefore(&html.Node{Type: html.TextNode, Data: lineBreak}, c)
				n.RemoveChild(c)
			} else if c.Type == html.CommentNode || c.Type == html.ElementNode && cutElement(c, total) {
				n.RemoveChild(c)
			} else {
				walk(c)
			}
			c = next
		}
	}
	walk(root)
}

func cutElement(n *html.Node, total int) bool {
	if prune().tags[n.Data] {
		return true
	}
	if n.DataAtom == atom.Html || n.DataAtom == atom.Body || n.DataAtom == atom.Article || n.DataAtom == atom.Main || n.DataAtom == atom.Head {
		return false
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			if s := strings.ReplaceAll(strings.ToLower(a.Val), " ", ""); strings.Contains(s, "display:none") {
				return true
			}
		case "class", "id", "role", "aria-label":
			if prunedName(a.Val) && textLength(n)*5 < total*2 {
				return true
			}
		}
	}
	return false
}

// prunedName says whether one of the words of a class or id is on the list: "article-related-links" holds "related".
func prunedName(value string) bool {
	for _, name := range strings.Fields(value) {
		if utf8.RuneCountInString(name) > 60 {
			continue
		}
		start := 0
		for i := 0; i <= len(name); i++ {
			if i < len(name) && (asciiLetter[name[i]] && !(i > start && name[i] < 'a' && name[i-1] >= 'a')) {
				continue
			}
			if prune().words[strings.ToLower(name[start:i])] {
				return true
			}
			start = i
			if i < len(name) && !asciiLetter[name[i]] {
				start = i + 1
			}
		}
	}
	return false
}

// textLength counts the bytes of visible text below a node.
func textLength(n *html.Node) int {
	if n.Type == html.TextNode {
		return len(strings.TrimSpace(n.Data))
	}
	if n.DataAtom == atom.Script || n.DataAtom == atom.Style {
		return 0
	}
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		sum += textLength(c)
	}
	return sum
}

// densest is the element whose own paragraphs hold most text; text in links counts against it. An <article> or an element
// marked as the article's body gets a bonus.
func densest(root *html.Node) *html.Node {
	scores := map[*html.Node]int{}
	var order []*html.Node
	add := func(n *html.Node, v int) {
		if n == nil || n.Type != html.ElementNode {
			return
		}
		if _, ok := scores[n]; !ok {
			order = append(order, n)
		}
		scores[n] += v
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		size := ownText(n)
		if size < 30 {
			return
		}
		add(n, size/4)
		add(n.Parent, size)
		if n.Parent != nil {
			add(n.Parent.Parent, size/2)
		}
	}
	walk(root)
	var best *html.Node
	top := 0
	for _, n := range order {
		v := scores[n]
		if n.DataAtom == atom.Article || attribute(n, "itemprop") == "articleBody" {
			v = v * 3 / 2
		}
		if v > top {
			best, top = n, v
		}
	}
	return best
}

// ownText counts the bytes of a node's text outside links and outside block elements below it.
func ownText(n *html.Node) int {
	if n.Type != html.ElementNode {
		return 0
	}
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			sum += len(strings.TrimSpace(c.Data))
		case c.Type == html.ElementNode && !blockElement(c) && c.DataAtom != atom.A:
			sum += ownText(c)
		}
	}
	return sum
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// blockElement says whether an element begins a line of its own.
func blockElement(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote,
		atom.Article, atom.Section, atom.Main, atom.Header, atom.Table, atom.Tr, atom.Tbody, atom.Thead, atom.Dl, atom.Dt, atom.Dd,
		atom.Pre, atom.Figure, atom.Br, atom.Hr, atom.Body, atom.Html, atom.Form, atom.Address, atom.Center, atom.Fieldset, atom.Details:
		return true
	}
	return false
}

// flatten writes the text below a node, one line a block, list items with a bullet, the cells of a row side by side. Short
// lines that are nothing but a link are navigation and left out, and so is the title at the top.
func flatten(n *html.Node, d *dragoman.Document) string {
	if n == nil {
		return ""
	}
	f := flattener{}
	f.walk(n, false)
	f.flush()
	return strings.Join(headless(f.lines, d), "\n")
}

// A flattener collects the lines of a page.
type flattener struct {
	lines  []string
	line   strings.Builder
	linked int    // bytes of the line that stand in links
	mark   string // bullet of the list item that begins
}

// flush ends the line.
func (f *flattener) flush() {
	line := strings.Join(strings.FieldsFunc(f.line.String(), unicode.IsSpace), " ")
	line = strings.TrimSuffix(strings.TrimSuffix(line, "|"), " ")
	link := f.linked*10 >= len(line)*9 && len(line) < 60 && !endsSentence(line)
	if line != "" && !link {
		f.lines = append(f.lines, f.mark+line)
		f.mark = ""
	}
	f.line.Reset()
	f.linked = 0
}

func (f *flattener) walk(n *html.Node, inLink bool) {
	if n.Type == html.TextNode {
		for i, part := range strings.Split(n.Data, lineBreak) {
			if i > 0 {
				f.flush()
			}
			f.line.WriteString(part)
			if inLink {
				f.linked += len(strings.TrimSpace(part))
			}
		}
		return
	}
	cell := n.DataAtom == atom.Td || n.DataAtom == atom.Th
	block := n.Type == html.ElementNode && blockElement(n) || cell && textLength(n) > longCell
	if block {
		f.flush()
		f.mark = ""
		if n.DataAtom == atom.Li {
			f.mark = "• "
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.walk(c, inLink || n.DataAtom == atom.A)
	}
	switch {
	case block:
		f.flush()
	case cell:
		f.line.WriteString(" | ")
	}
}

// longCell is the length from which a table cell is a piece of layout, not of a table.
const longCell = 120

// headless drops a repeated title from the first lines.
func headless(lines []string, d *dragoman.Document) []string {
	out := lines[:0]
	for i, line := range lines {
		if i < 4 && d.Title != "" && (sameWords(line, d.Title) || len(line) > 20 && strings.HasSuffix(d.Title, line)) {
			continue
		}
		out = append(out, line)
	}
	return out
}

// adopt fills what the hint leaves empty with what the page says.
func (r *Reader) adopt(d *dragoman.Document, f *facts) {
	fill := func(to *string, from string) {
		if *to == "" {
			*to = from
		}
	}
	fill(&d.URL, f.first("url"))
	fill(&d.Title, f.title())
	fill(&d.Author, f.author())
	fill(&d.Publisher, f.publisher(d.URL))
	if d.Published == "" {
		d.Published = f.published(d.URL, r.today())
	}
}

// earliest is the first day that is believed as a page's date.
const earliest = "1990-01-01"

// believable gives the ISO day of a time a page states, "" when it cannot be.
func believable(value, today string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		return ""
	}
	day := ""
	if len(value) >= 10 {
		if t, err := time.Parse(time.DateOnly, value[:10]); err == nil {
			day = t.Format(time.DateOnly)
		}
	}
	for _, layout := range []string{time.RFC1123, time.RFC1123Z, time.RFC822, time.RFC822Z, time.ANSIC, "2006/01/02", "2006/01/02 15:04", "20060102", "2006-1-2", "02.01.2006"} {
		if day != "" {
			break
		}
		if t, err := time.Parse(layout, value); err == nil {
			day = t.Format(time.DateOnly)
		}
	}
	if day == "" {
		day = lineDate(value)
	}
	if day < earliest || day > today {
		return ""
	}
	return day
}
