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
	l := Train(examples)
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
	f.Add(Train(examples).Encode())
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
