package dossier

import (
	_ "embed"
	"strings"
	"sync"

	"dragoman"
)

//go:embed data/labels.tsv
var labelData string

// label is what a kind of event is called.
type label struct {
	text   string
	mutual bool
}

// labels reads the embedded table once; it is checked by a test, so a bad line cannot reach a user.
var labels = sync.OnceValue(func() map[string]label {
	out := map[string]label{}
	for line := range strings.Lines(labelData) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(f) != 4 || f[0] == "type" {
			continue
		}
		out[f[0]+"/"+f[1]] = label{f[2], f[3] == "yes"}
	}
	return out
})

// labelOf names a type and mode; a mode without a name of its own has its type's.
func labelOf(t dragoman.EventType, mode string) label {
	if l, ok := labels()[string(t)+"/"+mode]; ok {
		return l
	}
	if l, ok := labels()[string(t)+"/"]; ok {
		return l
	}
	return label{text: string(t)}
}

// quad is PLOVER's coarse class of a type; EventTypes lists the types quad by quad from co-operation to conflict.
func quad(t dragoman.EventType) dragoman.Quad {
	switch t {
	case dragoman.Agree, dragoman.Consult, dragoman.Support, dragoman.Concede:
		return dragoman.VerbalCooperation
	case dragoman.Cooperate, dragoman.Aid, dragoman.Retreat:
		return dragoman.MaterialCooperation
	case dragoman.Request, dragoman.Accuse, dragoman.Reject, dragoman.Threaten:
		return dragoman.VerbalConflict
	}
	return dragoman.MaterialConflict
}

var quadNames = map[dragoman.Quad]string{
	dragoman.VerbalCooperation:   "verbal co-operation",
	dragoman.MaterialCooperation: "material co-operation",
	dragoman.VerbalConflict:      "verbal conflict",
	dragoman.MaterialConflict:    "material conflict",
}
