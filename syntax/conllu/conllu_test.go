package conllu

import (
	"reflect"
	"strings"
	"testing"
)

const sample = `# sent_id = a-1
# text = They don't sleep.
1	They	they	PRON	PRP	Case=Nom|Number=Plur	4	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	sleep	sleep	VERB	VB	VerbForm=Inf	0	root	_	SpaceAfter=No
4.1	_	_	_	_	_	_	_	4:dep	_
5	.	.	PUNCT	.	_	4	punct	_	_

1	_	_	PUNCT	NFP	_	_	_	_	_

`

func row(id, head string) string { return id + "\ta\ta\tX\t_\t_\t" + head + "\tdep\t_\t_\n" }

func TestReadKeepsWordsRangesAndComments(t *testing.T) {
	got, err := Read(strings.NewReader(sample), "sample")
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || len(got[0].Words) != 5 {
		t.Fatalf("%d sentences, %+v", len(got), got)
	}
	if w := got[0].Words[3]; w.Head != Root || w.Deprel != "root" || w.Misc != "SpaceAfter=No" {
		t.Errorf("root word: %+v", w)
	}
	if want := []Range{{First: 1, Last: 2, Form: "don't"}}; !reflect.DeepEqual(got[0].Ranges, want) {
		t.Errorf("ranges %+v", got[0].Ranges)
	}
	if id := got[0].Comment("sent_id"); id != "a-1" {
		t.Errorf("sent_id %q", id)
	}
	if w := got[1].Words[0]; w.Form != "_" || w.Lemma != "_" || w.Head != Missing {
		t.Errorf("underscore word: %+v", w)
	}
}

func TestWriteGivesBackWhatWasRead(t *testing.T) {
	in, _ := Read(strings.NewReader(sample), "sample")
	var b strings.Builder
	if err := Write(&b, in); err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(sample, "4.1\t_\t_\t_\t_\t_\t_\t_\t4:dep\t_\n", "", 1)
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestTokensAndBack(t *testing.T) {
	in, _ := Read(strings.NewReader(sample), "sample")
	s := in[0].Tokens()
	text := in[0].Text()
	if s.Tokens[1].Contraction != 2 || s.Tokens[1].Span.Of(text) != "do" || s.Tokens[2].Span.Of(text) != "n't" {
		t.Fatalf("contraction: %+v", s.Tokens[1:3])
	}
	back := FromTokens(&s, text)
	in[0].Comments = in[0].Comments[1:]
	if !reflect.DeepEqual(back, in[0]) {
		t.Errorf("got  %+v\nwant %+v", back, in[0])
	}
}

func TestTextFromForms(t *testing.T) {
	in, _ := Read(strings.NewReader(strings.Replace(sample, "# text", "# note", 1)), "sample")
	if got := in[0].Text(); got != "They don't sleep." {
		t.Errorf("text %q", got)
	}
}

func TestReadTellsWhereAFileIsWrong(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"columns":       {"1\ta\n", "f: line 1: 2 columns instead of 10; separate ten columns by tabs"},
		"spaces":        {"1 a a X _ _ 0 root _ _\n", "f: line 1: 1 columns"},
		"empty cell":    {"1\t\ta\tX\t_\t_\t0\troot\t_\t_\n", "f: line 1: column 2 is empty"},
		"numbering":     {row("1", "0") + row("3", "1"), `f: line 2: word number "3" instead of 2`},
		"head range":    {row("1", "0") + row("2", "7") + "\n", "f: line 1: word 2 has head 7"},
		"head letter":   {row("1", "x"), `f: line 1: "x" is no head`},
		"head negative": {row("1", "-1"), `f: line 1: "-1" is no head`},
		"roots":         {row("1", "0") + row("2", "0") + "\n", "the sentence has 2 roots"},
		"circle":        {row("1", "0") + row("2", "3") + row("3", "2"), "run in a circle"},
		"self":          {row("1", "0") + row("2", "2"), "run in a circle"},
		"mixed":         {row("1", "0") + row("2", "_"), "1 of the sentence's 2 words have no head"},
		"late comment":  {row("1", "0") + "# c\n", "a comment stands within a sentence"},
		"range":         {"2-3\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", `"2-3" is not a range that begins here`},
		"range end":     {"1-3\ta\t_\t_\t_\t_\t_\t_\t_\t_\n" + row("1", "0"), "reaches beyond the sentence's end"},
		"range alone":   {"1-2\ta\t_\t_\t_\t_\t_\t_\t_\t_\n\n", "without words"},
		"empty node":    {row("1", "0") + "5.1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", `"5.1" is not the number of an empty node here`},
		"bytes":         {"1\t\xff\ta\tX\t_\t_\t0\troot\t_\t_\n", "is not UTF-8"},
	} {
		_, err := Read(strings.NewReader(c.in), "f")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Add(row("1", "0") + row("2", "3") + row("3", "2"))
	f.Add("# only a comment\n\n\n")
	f.Add("\ufeff" + row("1", "0"))
	f.Fuzz(func(t *testing.T, in string) {
		got, err := Read(strings.NewReader(in), "fuzz")
		if err != nil {
			return
		}
		var b strings.Builder
		if err := Write(&b, got); err != nil {
			t.Fatal(err)
		}
		again, err := Read(strings.NewReader(b.String()), "again")
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%q", err, b.String())
		}
		if len(again) != len(got) {
			t.Fatalf("%d sentences became %d", len(got), len(again))
		}
		for i := range got {
			if !reflect.DeepEqual(got[i].Words, again[i].Words) || !reflect.DeepEqual(got[i].Ranges, again[i].Ranges) {
				t.Fatalf("sentence %d changed", i)
			}
			s := got[i].Tokens()
			FromTokens(&s, got[i].Text())
		}
	})
}
