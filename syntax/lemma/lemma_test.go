package lemma

import "testing"

var examples = []Example{
	{"walked", "VERB", "walk"}, {"talked", "VERB", "talk"}, {"asked", "VERB", "ask"}, {"Baked", "VERB", "bake"},
	{"went", "VERB", "go"}, {"walking", "VERB", "walk"}, {"talking", "VERB", "talk"},
	{"dogs", "NOUN", "dog"}, {"cats", "NOUN", "cat"}, {"house", "NOUN", "house"}, {"men", "NOUN", "man"},
	{"cities", "NOUN", "city"}, {"parties", "NOUN", "party"}, {"studies", "NOUN", "study"},
	{"Paris", "PROPN", "Paris"}, {"Astana", "PROPN", "Astana"},
	{"The", "DET", "the"}, {"najveći", "ADJ", "velik"}, {"najljepši", "ADJ", "ljep"}, {"najnoviji", "ADJ", "nov"},
	{"saw", "VERB", "see"}, {"saw", "VERB", "see"}, {"saw", "VERB", "saw"}, {"x", "X", "_"},
}

func TestLemmas(t *testing.T) {
	l := Train(examples, nil)
	again, err := Decode(l.Encode())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []Example{
		{"walked", "VERB", "walk"}, {"went", "VERB", "go"}, {"men", "NOUN", "man"}, {"saw", "VERB", "see"}, // known
		{"barked", "VERB", "bark"}, {"Barked", "VERB", "bark"}, {"balking", "VERB", "balk"}, // by rule
		{"rats", "NOUN", "rat"}, {"ministries", "NOUN", "ministry"}, {"Belgrade", "PROPN", "Belgrade"},
		{"THE", "DET", "the"}, {"dogs", "OTHER", "dogs"}, {"", "NOUN", ""}, {"s", "NOUN", "s"}, {"x", "X", "x"},
		{"\xff\xfe", "NOUN", "\xff\xfe"},
	} {
		for _, l := range []*Lemmatizer{l, again} {
			if got := l.Lemma(c.Form, c.Tag); got != c.Lemma {
				t.Errorf("%s/%s: got %q, want %q", c.Form, c.Tag, got, c.Lemma)
			}
		}
	}
}

// TestWordsDecideDoubts: what an ending suggests gives way to an edit that gives a word.
func TestWordsDecideDoubts(t *testing.T) {
	list := []Example{{"baked", "VERB", "bake"}, {"hoped", "VERB", "hope"}, {"saved", "VERB", "save"}, {"walked", "VERB", "walk"},
		{"talked", "VERB", "talk"}, {"asked", "VERB", "ask"}, {"parked", "VERB", "park"}}
	words := func(w string) bool { return w == "provoke" || w == "mark" }
	l := Train(list, words)
	again, err := Decode(l.Encode())
	if err != nil {
		t.Fatal(err)
	}
	again.SetWords(words)
	for form, want := range map[string]string{"Provoked": "provoke", "marked": "mark", "blorked": "blork"} {
		if got := again.Lemma(form, "VERB"); got != want || l.Lemma(form, "VERB") != want {
			t.Errorf("%s: got %q, want %q", form, got, want)
		}
	}
}

// TestCapitalsAreKeptWhereTheyCount: forms in small letters do not tell that capitals are to go.
func TestCapitalsAreKeptWhereTheyCount(t *testing.T) {
	l := Train([]Example{{"a.org/x", "ADD", "a.org/x"}, {"b.com", "ADD", "b.com"}, {"c.net/Y", "ADD", "c.net/Y"}, {"D.net/y", "ADD", "D.net/y"}}, nil)
	if got := l.Lemma("e.org/Cubism", "ADD"); got != "e.org/Cubism" {
		t.Errorf("got %q", got)
	}
}

func TestEdits(t *testing.T) {
	for _, c := range []struct {
		form, lemma string
		want        edit
	}{
		{"same", "same", edit{lower: true, onlyUnchanged: true}},
		{"Paris", "Paris", edit{onlyUnchanged: true}},
		{"Same", "same", edit{lower: true, onlyUnchanged: true}},
		{"cities", "city", edit{lower: true, cutSuffix: "ies", addSuffix: "y"}},
		{"najnovi", "nov", edit{lower: true, cutPrefix: "naj", cutSuffix: "i"}},
		{"šťěstí", "štěstí", edit{lower: true, cutPrefix: "šť", addPrefix: "št"}},
		{"n't", "not", edit{lower: true, cutSuffix: "'t", addSuffix: "ot"}},
		{"am", "be", edit{lower: true, cutSuffix: "am", addSuffix: "be"}},
	} {
		if got := editOf(c.form, c.lemma); got != c.want {
			t.Errorf("%s -> %s: %+v, want %+v", c.form, c.lemma, got, c.want)
		}
		if got, ok := c.want.apply(c.form); !ok || got != c.lemma {
			t.Errorf("%s: applying %+v gives %q", c.form, c.want, got)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(Train(examples, nil).Encode())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := Decode(data)
		if err != nil {
			return
		}
		l.Lemma("Walked", "VERB")
		l.Lemma("\xff", "NOUN")
	})
}
