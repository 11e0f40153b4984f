package dragoman

// Segmenter cuts a document's text into blocks, sentences and tokens.
type Segmenter interface {
	Segment(d Document) *Article
}

// Parser fills in tags, lemmas and trees of an article's sentences.
type Parser interface {
	Parse(a *Article)
	// Version identifies the model.
	Version() string
}

// Resolver finds who and what is named in a parsed article.
type Resolver interface {
	Resolve(a *Article) *Cast
}

// Coder finds what happened.
type Coder interface {
	Code(a *Article, c *Cast) *Reading
}
