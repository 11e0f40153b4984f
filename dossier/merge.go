package dossier

import (
	"dragoman"
)

// happenings merges the reports of one event.
func happenings(list []dragoman.Stored[dragoman.Event]) []dragoman.Happening {
	out := make([]dragoman.Happening, 0, len(list))
	for _, s := range list {
		out = append(out, dragoman.Happening{ID: s.Record.ID, Event: s.Record, Publishers: 1,
			Reports: []dragoman.Report{{Document: s.Document, Event: s.Record}}})
	}
	return out
}

func mergedAgreements(list []dragoman.Stored[dragoman.Agreement]) [][]dragoman.Stored[dragoman.Agreement] {
	return apart(list)
}

func mergedMissions(list []dragoman.Stored[dragoman.Mission]) [][]dragoman.Stored[dragoman.Mission] {
	return apart(list)
}

func mergedGatherings(list []dragoman.Stored[dragoman.Gathering]) [][]dragoman.Stored[dragoman.Gathering] {
	return apart(list)
}

func apart[T any](list []dragoman.Stored[T]) [][]dragoman.Stored[T] {
	var out [][]dragoman.Stored[T]
	for i := range list {
		out = append(out, list[i:i+1])
	}
	return out
}
