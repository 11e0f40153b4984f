package dragoman

// Happening is one event told by one or more documents, merged; every report is kept, and so is every contradiction.
type Happening struct {
	ID             string   `json:"id"`           // derived from the earliest report's document and event
	Event          Event    `json:"event"`        // the merged view: most precise date, place and parties among the reports
	Reports        []Report `json:"reports"`      // every report, best first
	Publishers     int      `json:"publishers"`   // independent publishers
	OpinionOnly    bool     `json:"opinion_only"` // no report or press release tells it
	StateMediaOnly bool     `json:"state_media_only"`
	Contradictions []string `json:"contradictions"` // what the reports disagree about, in words
}

// Report is one document's telling of a happening.
type Report struct {
	Document  DocumentRef `json:"document"`
	Event     Event       `json:"event"`
	Duplicate bool        `json:"duplicate"` // the same wording stands in another document already counted
}

// DocumentRef is a document without its text: what a source list prints.
type DocumentRef struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Author    string       `json:"author"`
	Publisher string       `json:"publisher"`
	Published string       `json:"published"`
	Language  string       `json:"language"`
	Kind      DocumentKind `json:"kind"`
	State     bool         `json:"state_media,omitempty"`
}

// Ref is the document without its text.
func (d *Document) Ref() DocumentRef {
	return DocumentRef{ID: d.ID, URL: d.URL, Title: d.Title, Author: d.Author, Publisher: d.Publisher,
		Published: d.Published, Language: d.Language, Kind: d.Kind, State: d.State}
}
