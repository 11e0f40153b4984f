package feed

import (
	"fmt"
	"regexp"
	"strings"

	"dragoman"
)

var matterLine = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_-]*)\s*:(?:\s+(.*))?$`)

// frontMatter reads the lines between "---" and "---" at the head of a text: "title: ...", "author: ...", "publisher",
// "published" (or "date"), "url", "language", "kind", "state_media", "id". Other keys are left alone, lists and comments
// too. A text that begins with "---" and no such lines is all text.
func frontMatter(text, file string) (dragoman.Document, string, error) {
	var d dragoman.Document
	lines, body, ok := cutMatter(text)
	if !ok {
		return d, text, nil
	}
	for n, line := range lines {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || trimmed[0] == '#' || trimmed[0] == '-' || line[0] == ' ' || line[0] == '\t' {
			continue
		}
		place := fmt.Sprintf("line %d", n+2)
		m := matterLine.FindStringSubmatch(trimmed)
		if m == nil {
			return d, "", dragoman.Problemf(file, place, "write \"key: value\", or close the front matter with ---", "is not a line of front matter: %q", shorten(trimmed))
		}
		f := field{strings.ToLower(m[1]), unquote(m[2])}
		if _, err := f.set(&d); err != nil {
			return d, "", at(err, file, place)
		}
	}
	return d, body, nil
}

// cutMatter separates the lines of the front matter from the text behind it.
func cutMatter(text string) (lines []string, body string, ok bool) {
	rest := strings.TrimPrefix(text, "\ufeff")
	first, rest, found := strings.Cut(rest, "\n")
	if !found || strings.TrimRight(first, " \r") != "---" {
		return nil, text, false
	}
	const most = 200
	for len(lines) < most && rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		line = strings.TrimRight(line, " \r")
		if line == "---" || line == "..." {
			if !anyMatter(lines) && len(lines) > 0 {
				return nil, text, false
			}
			return lines, strings.TrimLeft(rest, "\r\n"), true
		}
		lines = append(lines, line)
	}
	return nil, text, false
}

// anyMatter says whether at least one line has a key.
func anyMatter(lines []string) bool {
	for _, l := range lines {
		if matterLine.MatchString(l) {
			return true
		}
	}
	return false
}

// unquote takes off a pair of quotation marks around the whole value.
func unquote(s string) string {
	s = strings.TrimSpace(s)
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

func shorten(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "..."
	}
	return s
}
