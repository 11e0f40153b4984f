package neural

import "dragoman"

// corpus is training data in numbers. The networks of one training share it.
type corpus struct {
	lex     *lexicon
	labels  labels
	train   []*example
	text    *Text
	domains int // treebanks, and one more for running text
}

func newCorpus(cfg Config, banks []Treebank, text *Text) *corpus {
	c := &corpus{lex: newLexicon(cfg.Shape, banks, text, cfg.Words, cfg.MinText), text: text, domains: len(banks) + 1}
	for d, b := range banks {
		for i := range b.Sentences {
			if len(b.Sentences[i].Tokens) > 0 {
				c.train = append(c.train, c.lex.encodeSentence(&b.Sentences[i], d, &c.labels, false))
			}
		}
	}
	return c
}

// examples numbers sentences that are parsed as those of the first treebank.
func (c *corpus) examples(sentences []dragoman.Sentence) []*example {
	var out []*example
	for i := range sentences {
		if len(sentences[i].Tokens) > 0 {
			out = append(out, c.lex.encodeSentence(&sentences[i], 0, &c.labels, true))
		}
	}
	return out
}

// sentences gives the text's sentences of usual length as examples of a domain.
func (c *corpus) sentences(domain int) (list []*example) {
	if c.text == nil {
		return nil
	}
	from := int32(0)
	for _, end := range c.text.ends {
		if n := int(end - from); n >= 4 && n <= 100 {
			list = append(list, &example{types: c.text.words[from:end:end], domain: int32(domain)})
		}
		from = end
	}
	return list
}

// take cuts a batch of at least so many words off a list, if there are so many.
func take(list []*example, words int) (batch, rest []*example) {
	n, size := 0, 0
	for ; n < len(list) && size < words; n++ {
		size += len(list[n].types)
	}
	return list[:n], list[n:]
}

// upTo cuts a list of examples to a number of words; 0 is no limit.
func upTo(list []*example, words int) []*example {
	n := 0
	for i, e := range list {
		if n += len(e.types); words > 0 && n > words {
			return list[:i]
		}
	}
	return list
}
