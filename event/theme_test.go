package event_test

import (
	"slices"
	"testing"

	"dragoman"
)

// An event has the contexts of the paragraph it stands in, not those of the paragraphs around.
func TestContextsComeFromTheBlock(t *testing.T) {
	const body = "Crude oil from Kazakhstan reaches refineries by way of the Adriatic pipeline. Croatia and Kazakhstan signed an agreement on Thursday.\n\n" +
		"Croatia and Bulgaria signed an agreement on the exchange of students, and universities of both countries will offer scholarships.\n\n" +
		"Members of the Bulgarian parliament met Serbian senators in Sofia."
	r := reader(t).Read(dragoman.Document{ID: "d", Published: "2025-05-12", Language: "en", Text: body})
	want := map[string][2]string{ // by a country of the event: a context it has and one it has not
		"KAZ": {"energy", "education"},
		"HRV": {"education", "energy"},
		"SRB": {"legislative", "education"},
	}
	for key, w := range want {
		found := false
		for _, e := range r.Events {
			if !involves(&e, key) || key == "HRV" && involves(&e, "KAZ") {
				continue
			}
			found = true
			if !slices.Contains(e.Contexts, w[0]) || slices.Contains(e.Contexts, w[1]) {
				t.Errorf("%s %s: contexts %v, want %s and no %s", key, e.Type, e.Contexts, w[0], w[1])
			}
		}
		if !found {
			t.Errorf("no event with %s", key)
		}
	}
}

func involves(e *dragoman.Event, country string) bool {
	return slices.ContainsFunc(append(slices.Clone(e.Actors), e.Recipients...), func(a dragoman.Actor) bool { return a.Country == country })
}
