package dragoman

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Document is a text as it was published. Text is never altered after extraction: every span in a Reading is a byte
// range of it.
type Document struct {
	ID        string       `json:"id"`                    // content-derived, see DocumentID
	URL       string       `json:"url"`                   // where it was published; "" when unknown
	Title     string       `json:"title"`                 // headline, also the first block of Text when the source had one
	Author    string       `json:"author"`                // as printed
	Publisher string       `json:"publisher"`             // site or paper
	Published string       `json:"published"`             // ISO 8601 date, as precise as known ("2025-05-12", "2025-05", "2025", "")
	Language  string       `json:"language"`              // BCP 47, "und" when unknown
	Kind      DocumentKind `json:"kind"`                  // what sort of text it is
	KindWhy   string       `json:"kind_why,omitempty"`    // the words that decided Kind
	AuthorWho string       `json:"author_note,omitempty"` // what the text says about its author
	Dateline  string       `json:"dateline,omitempty"`    // place, date and agency as printed before the first sentence, "ASTANA, Feb 3 (Reuters)"
	State     bool         `json:"state_media,omitempty"` // the publisher belongs to a government
	File      string       `json:"file,omitempty"`        // where it was read from, for messages
	Text      string       `json:"text"`
}

// DocumentKind tells reporting from opinion; answers mark opinion and press releases as such.
type DocumentKind string

// The kinds of document.
const (
	KindReport       DocumentKind = "report"
	KindOpinion      DocumentKind = "opinion"
	KindPressRelease DocumentKind = "press release"
	KindInterview    DocumentKind = "interview"
	KindAnalysis     DocumentKind = "analysis"
)

// DocumentKinds lists every kind, in the order in which they are shown.
var DocumentKinds = []DocumentKind{KindReport, KindOpinion, KindPressRelease, KindInterview, KindAnalysis}

// DocumentID derives the stable identifier of a document from its address (when it has one), its date and its text, so
// that the same document read twice is one document.
func DocumentID(url, published, text string) string {
	return "d" + ContentID(url, published, strings.Join(strings.Fields(text), " "))
}

// ContentID hashes the parts into 16 hexadecimal digits (64 bits of SHA-256). Parts are separated, so ("ab","c") and
// ("a","bc") differ.
func ContentID(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
