package dragoman

// Article is a document cut into blocks, sentences and tokens: what the text room hands to syntax. After syntax has run,
// the tokens of every prose sentence carry tags and a tree.
type Article struct {
	Document  Document
	Blocks    []Block    // in text order, not overlapping
	Sentences []Sentence // in text order, not overlapping
}

// BlockKind says what a stretch of text is on the page.
type BlockKind uint8

// The kinds of block. Only Prose, Title, Heading and ListItem are parsed; Boilerplate is kept and named, never coded.
const (
	Prose BlockKind = iota
	Title
	Heading
	ListItem
	Boilerplate
)

var blockKindNames = [...]string{"prose", "title", "heading", "list item", "boilerplate"}

func (k BlockKind) String() string { return blockKindNames[k] }

// Block is a paragraph, heading, list item or piece of boilerplate.
type Block struct {
	Kind   BlockKind
	Span   Span
	Reason string // for Boilerplate: which rule found it ("disclaimer", "photo credit", "author note", ...)
}

// Sentence is one sentence of an article, with its tokens and, once parsed, its dependency tree.
type Sentence struct {
	Index  int // position in Article.Sentences
	Block  int // index into Article.Blocks
	Span   Span
	Tokens []Token
}

// Token is one syntactic word in the sense of Universal Dependencies. Its span cuts exactly its form out of the text;
// the words of a contraction ("do" + "n't") are neighbours whose spans touch.
type Token struct {
	Span   Span
	Form   string
	Lemma  string
	UPOS   string // universal part of speech: NOUN, VERB, ...
	XPOS   string // treebank-specific tag (Penn tags for English); "" when the model has none
	Feats  string // UD features in canonical order, "Number=Sing|Person=3"; "" for none
	Head   int    // index of the head within Sentence.Tokens; -1 for the root
	Deprel string // UD relation to the head, subtypes included: "nsubj:pass", "nmod:poss", "root"

	// Contraction is n > 1 on the first of n words written as one orthographic token ("don't", "can't"), else 0.
	Contraction uint8
}

// Root is the index of the sentence's root token, -1 when the sentence has not been parsed or is empty.
func (s *Sentence) Root() int {
	for i := range s.Tokens {
		if s.Tokens[i].Head < 0 && s.Tokens[i].Deprel == "root" {
			return i
		}
	}
	return -1
}

// Text is the sentence as written.
func (s *Sentence) Text(document string) string { return s.Span.Of(document) }
