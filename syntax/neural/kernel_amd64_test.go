package neural

import (
	"reflect"
	"testing"
)

// eachLevel runs f as on every kind of processor that this one can pass for.
func eachLevel(f func(level int)) {
	before := level
	defer func() { level = before }()
	for level = before; level >= plainGo; level-- {
		f(level)
	}
}

func TestProcessorsParseTheSame(t *testing.T) {
	m := tinyModel(t)
	for _, n := range []int{1, 5, 33, 200} {
		var want any
		eachLevel(func(level int) {
			s, k := longSentence(n), Scratch{}
			m.ParseSentence(&s, &k)
			got := any(s)
			if n <= longest { // a longer one leaves the scores of its last piece
				got = []any{s, k.scores[:n], k.x[:n*m.shape.Width]}
			}
			if want == nil {
				want = got
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%d words: level %d gives something else", n, level)
			}
		})
	}
}

func TestKernelsOfEveryLevel(t *testing.T) {
	eachLevel(func(int) {
		for _, test := range kernelTests {
			test(t)
		}
	})
}
