// Package text turns raw pages and plain text into documents, and documents into articles: metadata, language, kind of
// document, blocks, sentences and tokens. The text of a document is never altered once it is extracted; every span that
// leaves this package is a byte range of it.
package text
