package neural

import (
	"reflect"
	"strings"
	"testing"
)

func TestTextIsCutRoughly(t *testing.T) {
	var text Text
	text.AddText("They don't meet. \"We can't,\" said the U.S. envoy's aide; 1,200 cannot…\nNew line")
	var got []string
	from := int32(0)
	for _, end := range text.ends {
		var words []string
		for _, w := range text.words[from:end] {
			words = append(words, text.forms[w])
		}
		got, from = append(got, strings.Join(words, " ")), end
	}
	want := []string{"They do n't meet .", "\" We ca n't , \" said the U.S.", "envoy 's aide ; 1,200 can not …", "New line"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}
