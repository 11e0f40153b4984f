package text

import (
	"strings"
	"time"
	"unicode/utf8"

	"dragoman"
	"dragoman/feed"
)

// MaxText bounds the text of one document in bytes: about as much as three long novels. A larger one is refused, so that
// the memory of a reading stays bounded.
const MaxText = feed.MaxText

// A Reader makes documents of plain texts and pages. The zero value is ready for use; it is safe for concurrent use.
type Reader struct {
	// Now is the clock by which dates in the future are recognised; nil is time.Now.
	Now func() time.Time
}

// NewReader makes a Reader with the given clock; nil is the system's.
func NewReader(now func() time.Time) *Reader { return &Reader{Now: now} }

// FromPlain completes a document whose Text is plain text: with the system's clock, see Reader.Plain.
func FromPlain(d dragoman.Document) (dragoman.Document, error) { return new(Reader).Plain(d) }

// Read is Plain for documents without a page and HTML for the others.
func (r *Reader) Read(d dragoman.Document, page []byte) (dragoman.Document, error) {
	if page != nil {
		return r.HTML(page, d)
	}
	return r.Plain(d)
}

// Plain completes a document whose Text is plain text: what the hint leaves empty (title, author, date, language, kind,
// author note, state media, identifier) is found in the text. The text itself is not altered. An empty text, one that is
// not UTF-8 and one larger than MaxText are refused with a *dragoman.Problem.
func (r *Reader) Plain(d dragoman.Document) (dragoman.Document, error) {
	switch {
	case strings.TrimSpace(d.Text) == "":
		return d, dragoman.Problemf(d.File, "", "give a text", "holds no text")
	case !utf8.ValidString(d.Text):
		return d, dragoman.Problemf(d.File, "", "save the text as UTF-8", "is not valid UTF-8")
	case len(d.Text) > MaxText:
		return d, dragoman.Problemf(d.File, "", "cut it into its articles, or give them as JSONL, one a line",
			"holds %d bytes in one document, the limit is %d", len(d.Text), MaxText)
	}
	r.complete(&d)
	return d, nil
}

// complete fills what can be learned from the text.
func (r *Reader) complete(d *dragoman.Document) {
	given := d.Published != ""
	blocks := classify(d, paragraphs(d.Text))
	for _, b := range blocks {
		if d.Title == "" && b.Kind == dragoman.Title {
			d.Title = strings.Join(strings.Fields(b.Span.Of(d.Text)), " ")
		}
	}
	if !given && d.Published > r.today() {
		d.Published = "" // a date in the text that lies ahead is not the day of publication
	}
	if d.Author == "" {
		d.Author = firstName(d.AuthorWho)
	}
	if d.Language == "" || d.Language == "und" {
		d.Language = Language(d.Text)
	}
	if d.Kind == "" {
		d.Kind, d.KindWhy = decideKind(d, blocks)
	} else if d.KindWhy == "" {
		if kind, why := decideKind(d, blocks); kind == d.Kind {
			d.KindWhy = why
		}
	}
	d.State = d.State || belongsToState(d)
	if d.ID == "" {
		d.ID = dragoman.DocumentID(d.URL, d.Published, d.Text)
	}
}

// today is the clock's day, and a day more for the zones ahead of it.
func (r *Reader) today() string {
	now := time.Now
	if r.Now != nil {
		now = r.Now
	}
	return now().UTC().AddDate(0, 0, 1).Format(time.DateOnly)
}
