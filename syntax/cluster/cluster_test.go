package cluster

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// speak makes sentences of a tiny grammar: determiner, noun, verb, place.
func speak(yield func(string) bool) {
	rng := rand.New(rand.NewPCG(5, 5))
	pick := func(words ...string) string { return words[rng.IntN(len(words))] }
	for range 3000 {
		s := fmt.Sprintf("%s %s %s in %s %d .\n", pick("the", "a", "every"), pick("envoy", "minister", "guard"),
			pick("sleeps", "talks", "waits"), pick("Astana", "Zagreb", "Tirana"), 1990+rng.IntN(30))
		if !yield(s) {
			return
		}
	}
}

func TestWordsOfOneKindShareAGroup(t *testing.T) {
	c := Config{Fine: 8, Coarse: 3, Passes: 10}
	got := Learn(c, speak)
	for _, kind := range [][]string{{"envoy", "minister", "guard"}, {"sleeps", "talks", "waits"}, {"astana", "zagreb", "tirana"}} {
		first := got[kind[0]][1]
		if first == 0 {
			t.Errorf("%s has no group", kind[0])
		}
		for _, w := range kind[1:] {
			if got[w][0] != got[kind[0]][0] {
				t.Errorf("%s is in another coarse group than %s: %v", w, kind[0], got)
			}
		}
	}
	if got["envoy"][1] == got["talks"][1] {
		t.Error("nouns and verbs share a fine group")
	}
	if _, ok := got["0000"]; !ok {
		t.Error("years are not folded")
	}
	if !reflect.DeepEqual(got, Learn(c, speak)) {
		t.Error("two runs differ")
	}
}

func TestNoTextNoGroups(t *testing.T) {
	if got := Learn(Config{}, func(func(string) bool) {}); got != nil {
		t.Errorf("got %v", got)
	}
}
