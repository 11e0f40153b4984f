package text

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dragoman"
)

// facts is what a page says of itself, by the place where it says it.
type facts struct {
	json                []map[string]any    // JSON-LD objects that are articles, else all
	meta                map[string][]string // name, property or itemprop of <meta>, lower case
	item                map[string][]string // itemprop or rel of other elements, lower case
	lang                string              // <html lang>
	headTitle, h1, link string              // <title>, the only <h1>, canonical address
	times               []string            // <time datetime>
	lines               []string            // short texts in elements called date, time or published
}

// A metaName is one place where a field may be found.
type metaName struct{ field, from, name string }

var metaNames = sync.OnceValue(func() []metaName { return must(loadMetaNames()) })

func loadMetaNames() ([]metaName, error) {
	t, err := loadTable("meta.tsv", "field", "from", "name")
	if err != nil {
		return nil, err
	}
	var list []metaName
	for _, row := range t.rows {
		m := metaName{t.get(row, "field"), t.get(row, "from"), t.get(row, "name")}
		if m.from != "json" && m.from != "meta" && m.from != "item" {
			return nil, dragoman.Problemf("meta.tsv", m.name, "write json, meta or item", "has the place %q", m.from)
		}
		list = append(list, m)
	}
	return list, nil
}

// readFacts collects what a page says of itself.
func readFacts(root *html.Node) *facts {
	f := &facts{meta: map[string][]string{}, item: map[string][]string{}}
	heads := 0
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			f.element(n)
			if n.DataAtom == atom.H1 {
				if heads++; heads == 1 {
					f.h1 = innerText(n)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return f
}

// element takes down what one element says.
func (f *facts) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		f.lang = attribute(n, "lang")
	case atom.Title:
		if f.headTitle == "" && (n.Parent == nil || n.Parent.DataAtom == atom.Head) {
			f.headTitle = innerText(n)
		}
	case atom.Meta:
		for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
			if name := strings.ToLower(attribute(n, key)); name != "" {
				f.meta[name] = append(f.meta[name], strings.TrimSpace(attribute(n, "content")))
			}
		}
		return
	case atom.Link:
		if strings.EqualFold(attribute(n, "rel"), "canonical") && f.link == "" {
			f.link = strings.TrimSpace(attribute(n, "href"))
		}
		return
	case atom.Script:
		if strings.Contains(strings.ToLower(attribute(n, "type")), "ld+json") && n.FirstChild != nil {
			f.linked(n.FirstChild.Data)
		}
		return
	case atom.Time:
		if v := attribute(n, "datetime"); v != "" {
			f.times = append(f.times, v)
		} else if v := innerText(n); v != "" && len(v) < 60 {
			f.lines = append(f.lines, v)
		}
	}
	for _, key := range []string{"itemprop", "rel"} {
		name := strings.ToLower(attribute(n, key))
		if name == "" {
			continue
		}
		value := attribute(n, "content")
		if value == "" {
			value = attribute(n, "datetime")
		}
		if value == "" {
			value = innerText(n)
		}
		if value != "" && len(value) < 300 {
			f.item[name] = append(f.item[name], value)
		}
	}
	if dateClass.MatchString(attribute(n, "class")) {
		if v := innerText(n); v != "" && len(v) < 60 {
			f.lines = append(f.lines, v)
		}
	}
}

var dateClass = regexp.MustCompile(`(?i)(^|[\s_-])(date|published|pubdate|timestamp|time)($|[\s_-])`)

// innerText is the text below a node, white space collapsed.
func innerText(n *html.Node) string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil && b.Len() < 2000; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// linked reads a JSON-LD script: an object, a list, or a graph. Scripts that are no JSON are passed over, as browsers do.
func (f *facts) linked(script string) {
	var v any
	if json.Unmarshal([]byte(strings.TrimSpace(script)), &v) != nil {
		return
	}
	var collect func(v any, depth int)
	collect = func(v any, depth int) {
		if depth > 4 {
			return
		}
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				collect(x, depth+1)
			}
		case map[string]any:
			if articleType(v["@type"]) {
				f.json = append(f.json, v)
			}
			collect(v["@graph"], depth+1)
		}
	}
	collect(v, 0)
}

// articleType says whether a schema.org type is a kind of article.
func articleType(v any) bool {
	for _, s := range texts(v) {
		if strings.HasSuffix(s, "Article") || s == "BlogPosting" || s == "Report" || s == "NewsArticle" || s == "WebPage" {
			return true
		}
	}
	return false
}

// texts gives the strings in a JSON value: itself, or those of a list.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var list []string
		for _, x := range v {
			list = append(list, texts(x)...)
		}
		return list
	}
	return nil
}

// reach goes down the keys of a JSON object, through lists.
func reach(v any, keys []string) []string {
	if len(keys) == 0 {
		return texts(v)
	}
	switch v := v.(type) {
	case map[string]any:
		return reach(v[keys[0]], keys[1:])
	case []any:
		var list []string
		for _, x := range v {
			list = append(list, reach(x, keys)...)
		}
		return list
	}
	return nil
}

// all gives every value stated for a field, best places first.
func (f *facts) all(field string) []string {
	var list []string
	for _, m := range metaNames() {
		if m.field != field {
			continue
		}
		switch m.from {
		case "json":
			for _, object := range f.json {
				if found := reach(object, strings.Split(m.name, ".")); len(found) > 0 {
					list = append(list, strings.Join(found, ", "))
				}
			}
		case "meta":
			list = append(list, f.meta[m.name]...)
		case "item":
			list = append(list, f.item[m.name]...)
		}
	}
	out := list[:0]
	for _, v := range list {
		if v = strings.Join(strings.Fields(html.UnescapeString(v)), " "); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// first gives the best value of a field; for the address the canonical link when it is whole.
func (f *facts) first(field string) string {
	if field == "url" && strings.Contains(f.link, "://") {
		return f.link
	}
	for _, v := range f.all(field) {
		if field != "url" || strings.Contains(v, "://") {
			return v
		}
	}
	return ""
}

// titleEnd separates a headline from the site's name in <title>.
var titleEnd = regexp.MustCompile(`\s+[|–—»·]\s+|\s+-\s+`)

// title is the headline.
func (f *facts) title() string {
	if v := f.first("title"); v != "" {
		return f.bare(v)
	}
	if f.h1 != "" && len(f.h1) < 300 {
		return f.h1
	}
	return f.bare(f.headTitle)
}

// bare takes the site's name off the end of a title.
func (f *facts) bare(title string) string {
	at := titleEnd.FindAllStringIndex(title, -1)
	if len(at) == 0 {
		return title
	}
	last := at[len(at)-1]
	name := title[last[1]:]
	for _, site := range append(f.meta["og:site_name"], f.meta["application-name"]...) {
		if site != "" && (sameWords(site, name) || strings.HasPrefix(fold(site).text, fold(name).text)) {
			return title[:last[0]]
		}
	}
	if sameWords(f.h1, title[:last[0]]) {
		return title[:last[0]]
	}
	return title
}

// author is the byline; addresses of profiles are no names.
func (f *facts) author() string {
	for _, v := range f.all("author") {
		if strings.Contains(v, "://") || len(v) > 200 {
			continue
		}
		if name := byline(v); name != "" {
			return name
		}
		return v
	}
	return ""
}

// publisher is the site's name, else its host.
func (f *facts) publisher(address string) string {
	if v := f.first("publisher"); v != "" && !strings.Contains(v, "://") {
		return v
	}
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return strings.TrimPrefix(u.Hostname(), "www.")
	}
	return ""
}

var addressDate = regexp.MustCompile(`/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?:[/-]|$)`)

// published is the day of publication: as stated in the metadata, in the address, in a <time>, in a line with a date.
func (f *facts) published(address, today string) string {
	values := f.all("published")
	if m := addressDate.FindStringSubmatch(address); m != nil {
		values = append(values, m[1]+"-"+m[2]+"-"+m[3])
	}
	for _, list := range [][]string{values, f.times, f.lines} {
		for _, v := range list {
			if day := believable(v, today); day != "" {
				return day
			}
		}
	}
	return ""
}

// language prefers what the text shows over what the page declares, and takes the declaration where the text is silent.
func (f *facts) language(d *dragoman.Document) {
	if d.Language != "und" && d.Language != "" {
		return
	}
	for _, v := range append([]string{f.lang}, f.all("language")...) {
		v = strings.ReplaceAll(v, "_", "-")
		if base, _, _ := strings.Cut(v, "-"); len(base) == 2 && isLower(strings.ToLower(base)) {
			d.Language = strings.ToLower(base)
			return
		}
	}
}

// section lets the page's own section or type decide the kind where it is one of ours ("Opinion").
func (f *facts) section(d *dragoman.Document, free bool) {
	if !free || d.Kind != dragoman.KindReport {
		return
	}
	values := f.all("section")
	for _, object := range f.json {
		values = append(values, texts(object["@type"])...)
	}
	for _, v := range values {
		f := fold(v)
		for _, c := range kindCues() {
			if c.in == "section" && strings.Contains(f.text, c.text) {
				d.Kind, d.KindWhy = c.kind, "section: "+v
				return
			}
		}
	}
}
