package register

import (
	"cmp"
	"slices"

	"dragoman"
)

// Station is a stage in the life of an agreement or a mission, as one or more reports tell it.
type Station struct {
	State   string             `json:"state"` // an AgreementState, or a mission's change
	Status  dragoman.Status    `json:"status"`
	Date    dragoman.DateRange `json:"date"`
	Reports []int              `json:"reports"` // positions in Told.Reports, best first
}

// stations groups the reports of a thing by what they say was reached, and puts the stages in the order of their dates; what
// has no date lies where it was first reported. Stages of one day follow the order of life. Contradicting dates are told.
func stations[T any](t *Told[T], state func(x *T) string, status func(x *T) dragoman.Status, date func(x *T) dragoman.DateRange,
	order func(state string) int) (out []Station) {
	for i := range t.Reports {
		x := &t.Reports[i].Record
		at := slices.IndexFunc(out, func(s Station) bool { return s.State == state(x) && class(s.Status) == class(status(x)) })
		if at < 0 {
			at = len(out)
			out = append(out, Station{State: state(x), Status: status(x)})
		}
		out[at].Reports = append(out[at].Reports, i)
	}
	first := map[string]string{} // when a stage without date was first reported
	for i := range out {
		s := &out[i]
		var reports []Report[T]
		for _, n := range s.Reports {
			reports = append(reports, t.Reports[n])
			key := s.State + string(s.Status)
			if p := t.Reports[n].Document.Published; first[key] == "" || p != "" && p < first[key] {
				first[key] = p
			}
		}
		var contradictions []string
		s.Date, contradictions = settleDate(reports, date)
		for _, c := range contradictions {
			t.Contradictions = append(t.Contradictions, s.State+": "+c)
		}
	}
	day := func(s *Station) string { return cmp.Or(s.Date.Start, s.Date.End, first[s.State+string(s.Status)]) }
	slices.SortStableFunc(out, func(a, b Station) int {
		return cmp.Or(cmp.Compare(day(&a), day(&b)), order(a.State)-order(b.State), int(class(a.Status)-class(b.Status)))
	})
	return out
}

// reached is the last stage that came about, else the last one at all.
func reached(list []Station) *Station {
	last := &list[len(list)-1]
	for i := range list {
		if class(list[i].Status) == real {
			last = &list[i]
		}
	}
	return last
}

// merged clusters the members of a block and makes what each cluster tells.
func merged[T any](k *traits[T], block []*item[T], match func(x, y *item[T]) (float64, bool), contradict func(x, y *item[T]) bool) []Told[T] {
	var links []link
	for i := range block {
		for j := i + 1; j < len(block); j++ {
			if contradict(block[i], block[j]) {
				continue
			}
			if score, ok := match(block[i], block[j]); ok {
				links = append(links, link{i, j, score})
			}
		}
	}
	var out []Told[T]
	for _, c := range clusters(len(block), links, func(i, j int) bool { return contradict(block[i], block[j]) }) {
		var members []*item[T]
		for _, i := range c {
			members = append(members, block[i])
		}
		t := k.told(members)
		out = append(out, t)
	}
	return out
}

// byKey cuts items into blocks, in the order in which the keys first come.
func byKey[T any](list []*item[T], key func(x *item[T]) string) [][]*item[T] {
	at := map[string]int{}
	var out [][]*item[T]
	for _, x := range list {
		k := key(x)
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], x)
	}
	return out
}

// allEvidence is the evidence of all reports.
func allEvidence[T any](reports []Report[T], evidence func(x *T) []dragoman.Evidence) (out []dragoman.Evidence) {
	for i := range reports {
		out = append(out, evidence(&reports[i].Record)...)
	}
	return out
}

// firstOf is the first text that a report gives, best report first.
func firstOf[T any](reports []Report[T], text func(x *T) string) string {
	for i := range reports {
		if s := text(&reports[i].Record); s != "" {
			return s
		}
	}
	return ""
}
