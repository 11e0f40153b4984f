package lexicon

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestOverlapsOfFrames(t *testing.T) {
	l, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	if p := l.Frames.Overlaps(l.Classes); len(p) > 0 {
		t.Errorf("the built-in frames: %s", p[0].Error())
	}
	for name, c := range map[string]struct{ frames, want string }{
		"a narrower word list":      {"eat+obj:@goods v AID subj>obj\neat+obj:oil|gas v AID subj>obj", "never reached"},
		"looked into less deep":     {"eat v AID subj>obj~|to\neat v AID subj>obj", "never reached"},
		"another type":              {"eat v AID subj>obj\neat v ASSAULT subj>obj~", "means ASSAULT where"},
		"conditions in other order": {"eat+to:*+of:gas v AID subj>obj\neat+of:gas+to:* v COERCE subj>obj", "means COERCE where"},
		"one of two lemmas":         {"eat|drink v AID subj>obj\ndrink|dine v AID subj>obj", "asks no more: drink"},
		"a condition more":          {"eat+to:* v AID subj>obj\neat v AID subj>obj", ""},
		"another particle":          {"eat_up v AID subj>obj\neat v ASSAULT subj>obj", ""},
		"another pattern":           {"eat v AID subj>obj\neat v AID subj>to", ""},
		"a forbidden word less":     {"eat v AID subj>obj need=!to:oil\neat v AID subj>obj", ""},
		"a second chance for two":   {"eat n CONSULT agent|of+with\neat n CONSULT of", ""},
		"the party is not needed":   {"eat v PROTEST subj>obj\neat v PROTEST subj>-", ""},
	} {
		fs := fstest.MapFS{"en/x.frames": {Data: []byte(c.frames)}}
		f, err := loadFrames(fs, "en", l.Ontology, l.Classes)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := f.Overlaps(l.Classes)
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.Contains(got[0].Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, got, c.want)
		}
	}
	if n := l.Frames.Predicates(); n < 3000 {
		t.Errorf("%d predicates", n)
	}
}
