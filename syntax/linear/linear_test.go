package linear

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// learn trains on made-up data: the class is decided by two of ten features.
func learn(classes int, rng *rand.Rand) (*Trainer, [][]uint64, []int) {
	t := NewTrainer(classes, 1)
	var inputs [][]uint64
	var answers []int
	for range 500 {
		a, b := rng.IntN(40), rng.IntN(7)
		f := []uint64{mix(1, a), mix(2, b), mix(3, rng.IntN(50)), mix(4, rng.IntN(5)), mix(5, a*100+b)}
		inputs, answers = append(inputs, f), append(answers, (a*7+b)%classes)
	}
	scores := make([]int32, classes)
	for range 10 {
		for i, f := range inputs {
			t.Score(f, scores)
			t.Step()
			if g := best(scores); g != answers[i] {
				t.Update(f, answers[i], 1)
				t.Update(f, g, -1)
			}
		}
	}
	return t, inputs, answers
}

func mix(template, value int) uint64 {
	h := (uint64(template)<<32 | uint64(value)) * 0x9E3779B97F4A7C15
	h ^= h >> 29
	return h * 0xD1B54A32D192ED03
}

func best(scores []int32) int {
	b := 0
	for c, s := range scores {
		if s > scores[b] {
			b = c
		}
	}
	return b
}

func TestFrozenWeightsDecideLikeTheAverage(t *testing.T) {
	for _, classes := range []int{2, 30, 280} {
		t.Run(fmt.Sprint(classes), func(t *testing.T) {
			trainer, inputs, answers := learn(classes, rand.New(rand.NewPCG(1, 1)))
			frozen := trainer.Freeze(0)
			again, err := Decode(frozen.Encode())
			if err != nil {
				t.Fatal(err)
			}
			one, two := make([]int32, classes), make([]int32, classes)
			right := 0
			for i, f := range inputs {
				frozen.Score(f, one)
				again.Score(f, two)
				for c := range one {
					if one[c] != two[c] {
						t.Fatalf("class %d scores %d and, decoded, %d", c, one[c], two[c])
					}
				}
				if best(one) == answers[i] {
					right++
				}
			}
			if right < 480 {
				t.Errorf("%d of 500 right", right)
			}
		})
	}
}

func TestAverageIsOverAllSteps(t *testing.T) {
	trainer := NewTrainer(2, 1)
	for step := range 10 {
		trainer.Step()
		if step == 4 {
			trainer.Update([]uint64{7}, 1, 1)
		}
	}
	avg := trainer.averages(0)
	if len(avg) != 1 || avg[0].weights[0] != 0.5 {
		t.Errorf("averages %+v, want 0.5", avg)
	}
}

func TestUnknownFeaturesHaveNoWeight(t *testing.T) {
	trainer, _, _ := learn(5, rand.New(rand.NewPCG(1, 2)))
	w := trainer.Freeze(0)
	scores, hits := make([]int32, 5), 0
	for i := range 10_000 {
		w.Score([]uint64{mix(99, i)}, scores)
		if scores[best(scores)] != 0 {
			hits++
		}
	}
	if hits > 10 {
		t.Errorf("%d of 10,000 unknown features were taken for known ones", hits)
	}
}

func TestDecodeRefusesDamage(t *testing.T) {
	trainer, _, _ := learn(5, rand.New(rand.NewPCG(1, 3)))
	good := trainer.Freeze(0).Encode()
	for name, data := range map[string][]byte{
		"empty": {}, "short": good[:len(good)-1], "long": append(good[:len(good):len(good)], 0), "header": {5, 99},
		"classes": append([]byte{2}, good[1:]...),
	} {
		if _, err := Decode(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, classes := range []int{3, 300} {
		trainer, _, _ := learn(classes, rand.New(rand.NewPCG(1, 4)))
		f.Add(trainer.Freeze(0).Encode())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		w, err := Decode(data)
		if err != nil {
			return
		}
		w.Score([]uint64{1, 2, mix(1, 3), mix(2, 4)}, make([]int32, w.Classes()))
	})
}
