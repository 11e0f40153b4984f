package relation

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"dragoman"
)

// sentence makes a parsed sentence of "form/UPOS/head/deprel" words, heads counted from 1.
func sentence(words ...string) []dragoman.Token {
	var out []dragoman.Token
	for _, w := range words {
		p := strings.Split(w, "/")
		head := int(p[2][0]-'0') - 1
		out = append(out, dragoman.Token{Form: p[0], Lemma: strings.ToLower(p[0]), UPOS: p[1], Head: head, Deprel: p[3]})
	}
	return out
}

func does(verb, upos string) Case {
	return Case{Sentence: NewSentence(sentence("Ghana/PROPN/2/nsubj", verb+"/"+upos+"/0/root", "Togo/PROPN/2/obj")), Source: Party{0, 1, 0}, Target: Party{2, 3, 2}}
}

const fewVectors = "praise 1 0 0.2\nlaud 0.9 0.1 0.2\nbomb 0 1 0.3\nshell 0.1 0.9 0.3\nmeet 0.2 0.3 1\n"

func vectorsOf(t testing.TB, dim int) *Vectors {
	t.Helper()
	v, err := BuildVectors(strings.NewReader(fewVectors), "few.txt", 10, dim)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// lessons are enough examples for a head that knows praise from bombs, and from nothing.
func lessons() []Example {
	var out []Example
	for _, l := range []struct{ verb, label string }{{"praise", "SUPPORT"}, {"bomb", "ASSAULT"}, {"see", None}} {
		for range 3 {
			out = append(out, Example{Case: does(l.verb, "VERB"), Label: l.label, Weight: 1, Group: l.verb})
		}
	}
	return out
}

func TestHeadLearnsAndGeneralisesOverLikeWords(t *testing.T) {
	v := vectorsOf(t, 2)
	h, _ := Train(lessons(), Labels, v, DefaultSettings)
	for verb, want := range map[string]string{"praise": "SUPPORT", "bomb": "ASSAULT", "see": None, "laud": "SUPPORT", "shell": "ASSAULT"} {
		c := does(verb, "VERB")
		f := Extract(&c, v)
		a := h.Ask(&f)
		forced := verb == "laud" || verb == "shell"
		if got := a.Labels[a.Best(forced)]; got != want {
			t.Errorf("%s: %s, want %s", verb, got, want)
		}
	}
}

func TestWhyNamesWhatSpokeForTheAnswer(t *testing.T) {
	v := vectorsOf(t, 2)
	h, _ := Train(lessons(), Labels, v, DefaultSettings)
	c := does("praise", "VERB")
	f := Extract(&c, v)
	answer := h.Ask(&f)
	why := h.Why(&c, &f, answer.Best(false), 5)
	if len(why) != 5 {
		t.Fatalf("%d reasons, want 5", len(why))
	}
	for i, r := range why {
		if !strings.Contains(r.Feature, "praise") || i > 0 && r.Weight > why[i-1].Weight {
			t.Errorf("reason %d: %+v; want what has praise in it, the strongest first", i, r)
		}
	}
}

func TestModelSurvivesItsFile(t *testing.T) {
	v := vectorsOf(t, 3)
	h, _ := Train(lessons(), Labels, v, DefaultSettings)
	m := &Model{Vectors: v, Events: h, Marked: h, Holds: h, Trust: Trust{1, 2, 3}}
	var file bytes.Buffer
	if _, err := m.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	back, err := LoadModel(file.Bytes(), v)
	if err != nil {
		t.Fatal(err)
	}
	c := does("bomb", "VERB")
	f := Extract(&c, v)
	if a, b := m.Marked.Ask(&f), back.Marked.Ask(&f); math.Abs(a.Scores[0]-b.Scores[0]) > 1e-6 || back.Trust != m.Trust || back.Version() == "" {
		t.Errorf("scores %v became %v", a.Scores, b.Scores)
	}
	for cut := 0; cut < file.Len(); cut += 7 {
		if _, err := LoadModel(file.Bytes()[:cut], v); err == nil {
			t.Fatalf("a file cut at byte %d loads", cut)
		}
	}
	if _, err := LoadModel(file.Bytes(), vectorsOf(t, 2)); err == nil {
		t.Error("a model loads with vectors of another dimension")
	}
}

func TestVectorsSurviveTheirFile(t *testing.T) {
	v := vectorsOf(t, 2)
	var file bytes.Buffer
	if _, err := v.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	back, err := LoadVectors(file.Bytes())
	if err != nil || back.Len() != 5 || back.Dim != 2 {
		t.Fatalf("%v: %d words of %d", err, back.Len(), back.Dim)
	}
	for cut := range file.Len() {
		if _, err := LoadVectors(file.Bytes()[:cut]); err == nil {
			t.Fatalf("a file cut at byte %d loads", cut)
		}
	}
}

func TestVectorsKeepWhatIsAlikeTogether(t *testing.T) {
	v := vectorsOf(t, 2)
	at := func(w string) []float32 {
		x := make([]float32, v.Dim)
		v.addRow(x, v.row(w))
		return x
	}
	cos := func(a, b []float32) float32 { return a[0]*b[0] + a[1]*b[1] }
	if near, far := cos(at("praise"), at("Laud")), cos(at("praise"), at("bomb")); near < 0.9 || far > near-0.5 {
		t.Errorf("praise is %.2f like laud and %.2f like bomb", near, far)
	}
}

func TestVectorFileIsRefusedWithItsPlace(t *testing.T) {
	for text, want := range map[string]string{"": "holds no vectors", "a 1 2\nb 1\n": "line 2", "a 1 x\n": "line 1", "a 1 2\n": "fewer than 3"} {
		if _, err := BuildVectors(strings.NewReader(text), "v.txt", 10, 3); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestEitherLabelIsDecidedByTheRest(t *testing.T) {
	v := vectorsOf(t, 2)
	list := lessons()
	for range 3 {
		list = append(list, Example{Case: does("praise", "VERB"), Label: "ASSAULT", Either: "SUPPORT", Weight: 1, Group: "praise"})
	}
	h, _ := Train(list, Labels, v, DefaultSettings)
	c := does("praise", "VERB")
	f := Extract(&c, v)
	a := h.Ask(&f)
	if got := a.Labels[a.Best(false)]; got != "SUPPORT" {
		t.Errorf("an example that is ASSAULT or SUPPORT made praise %s", got)
	}
}

func TestPartiesInSeveralSentencesAreLaidEndToEnd(t *testing.T) {
	list := []dragoman.Sentence{{Tokens: sentence("Ghana/PROPN/2/nsubj", "spoke/VERB/0/root")}, {Tokens: sentence("Togo/PROPN/2/nsubj", "listened/VERB/0/root")}}
	merged := Merge(list)
	if len(merged) != 4 || merged[3].Head != 1 || merged[3].Deprel != "parataxis" || merged[2].Head != 3 {
		t.Errorf("merged into %+v", merged)
	}
}

func TestUnnamedPartyIsNoTrouble(t *testing.T) {
	c := does("bomb", "VERB")
	c.Source = Unnamed
	f := Extract(&c, vectorsOf(t, 2))
	if len(f.Keys) == 0 || len(f.Keys) != len(f.Values) {
		t.Errorf("%d keys, %d values", len(f.Keys), len(f.Values))
	}
}

func TestTrustFollowsTheEvidence(t *testing.T) {
	var found []Evidence
	var right []bool
	for i := range 200 {
		found, right = append(found, Evidence{Frame: 2, ByFrame: true}), append(right, i%10 != 0)
		found, right = append(found, Evidence{Frame: -1, ByFrame: true}), append(right, i%2 == 0)
	}
	weights := FitTrust(found, right)
	if p := weights.Of(&found[0]); math.Abs(p-0.9) > 0.03 {
		t.Errorf("right nine times of ten, trusted %.2f", p)
	}
	if p := weights.Of(&found[1]); math.Abs(p-0.5) > 0.05 {
		t.Errorf("right every other time, trusted %.2f", p)
	}
}

func TestBuiltInModelLoads(t *testing.T) {
	if m, err := English(); err != nil || m.Version() == "" {
		t.Fatalf("%v", err)
	}
}

func FuzzLoadModel(f *testing.F) {
	v := vectorsOf(f, 2)
	h, _ := Train(lessons()[:4], Labels, v, DefaultSettings)
	var file bytes.Buffer
	if _, err := (&Model{Vectors: v, Events: h, Marked: h, Holds: h}).WriteTo(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Add([]byte(modelMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := LoadModel(data, v)
		if err != nil {
			return
		}
		c := does("praise", "VERB")
		x := Extract(&c, v)
		m.Events.Ask(&x)
	})
}

func FuzzLoadVectors(f *testing.F) {
	var file bytes.Buffer
	if _, err := vectorsOf(f, 2).WriteTo(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if v, err := LoadVectors(data); err == nil {
			v.addRow(make([]float32, v.Dim), v.row("praise"))
		}
	})
}
