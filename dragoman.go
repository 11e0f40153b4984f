// Package dragoman is the vocabulary of the project: the domain types that its rooms hand to each other and the
// interfaces between the rooms. It does no input or output and imports nothing of the project.
//
// The way of a document is one line, each arrow one of the types below:
//
//	feed -> text -> syntax -> actor -> event -> register -> store -> dossier -> cmd
//	bytes   Article  Sentence   Cast     Reading  Happening   Store    Brief
package dragoman

// Span is a half-open range of byte offsets, [start, end), into Document.Text.
type Span [2]int

// Len is the number of bytes the span covers.
func (s Span) Len() int { return s[1] - s[0] }

// Empty says that the span covers nothing, which is how a missing span is written.
func (s Span) Empty() bool { return s[1] <= s[0] }

// Contains says whether inner lies wholly within s.
func (s Span) Contains(inner Span) bool { return s[0] <= inner[0] && inner[1] <= s[1] }

// Overlaps says whether the two spans share at least one byte.
func (s Span) Overlaps(other Span) bool { return s[0] < other[1] && other[0] < s[1] }

// Union is the smallest span that covers both.
func (s Span) Union(other Span) Span {
	if s.Empty() {
		return other
	}
	if other.Empty() {
		return s
	}
	return Span{min(s[0], other[0]), max(s[1], other[1])}
}

// Of cuts the span out of text; a span that does not fit gives "".
func (s Span) Of(text string) string {
	if s[0] < 0 || s[1] > len(text) || s.Empty() {
		return ""
	}
	return text[s[0]:s[1]]
}
