// Package actor finds who and where is meant in a parsed article: it matches the names of the lexicon, understands phrases
// headed by offices, bodies and groups ("members of Croatia's parliament"), learns persons and firms from the words that introduce
// them, and follows references back ("the two countries", "its", "the former Yugoslav republic"). What is not clear gets no
// actor.
//
// The work is done in three passes over the sentences: names (scan.go, sense.go), phrases and introductions (phrase.go,
// name.go, roster.go, learn.go), and mentions in text order with their references (mention.go, refer.go, pair.go, definite.go).
package actor
