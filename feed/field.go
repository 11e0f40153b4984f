package feed

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"dragoman"
)

// A field is a piece of metadata under the name its source uses.
type field struct{ name, value string }

// set stores a field in the document; known is false for fields that are not ours. A value that cannot be used is a
// problem without file and place.
func (f field) set(d *dragoman.Document) (known bool, err error) {
	value := strings.TrimSpace(f.value)
	switch f.name {
	case "id":
		d.ID = value
	case "title":
		d.Title = value
	case "author":
		d.Author = value
	case "publisher":
		d.Publisher = value
	case "url":
		d.URL = value
	case "published", "date":
		if value == "" || f.name == "date" && d.Published != "" {
			break
		}
		d.Published, err = publicationDate(value)
	case "language":
		if value != "" && !languageTag.MatchString(value) {
			err = dragoman.Problemf("", "", "write a tag such as en or sr-Latn", "%s %q is no language tag", f.name, value)
		}
		d.Language = value
	case "kind":
		d.Kind, err = documentKind(value)
	case "state_media":
		d.State, err = truth(f.name, value)
	default:
		return false, nil
	}
	return true, err
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// publicationDate reads an ISO 8601 date of any precision; a time of day is dropped.
func publicationDate(value string) (string, error) {
	day := value
	if len(value) > 10 && (value[10] == 'T' || value[10] == ' ') {
		day = value[:10]
		if _, err := time.Parse(time.RFC3339, value); err != nil && value[10] == 'T' && len(value) < 16 {
			day = value
		}
	}
	if _, err := dragoman.ParseDate(day); err != nil {
		return "", dragoman.Problemf("", "", "write YYYY-MM-DD, YYYY-MM or YYYY", "published %q is not a date that exists", value)
	}
	return day, nil
}

// documentKind reads a kind, with space, hyphen or underscore between its words.
func documentKind(value string) (dragoman.DocumentKind, error) {
	if value == "" {
		return "", nil
	}
	plain := dragoman.DocumentKind(strings.NewReplacer("-", " ", "_", " ").Replace(strings.ToLower(value)))
	names := make([]string, len(dragoman.DocumentKinds))
	for i, k := range dragoman.DocumentKinds {
		if plain == k {
			return k, nil
		}
		names[i] = string(k)
	}
	return "", dragoman.Problemf("", "", "write one of "+strings.Join(names, ", "), "kind %q is unknown", value)
}

func truth(name, value string) (bool, error) {
	switch strings.ToLower(value) {
	case "true", "yes":
		return true, nil
	case "false", "no", "":
		return false, nil
	}
	return false, dragoman.Problemf("", "", "write true or false", "%s %q is neither true nor false", name, value)
}

// at names file and place in a problem.
func at(err error, file, place string) error {
	p, ok := err.(*dragoman.Problem)
	if !ok {
		return &dragoman.Problem{File: file, Place: place, Cause: fmt.Sprint(err), Err: err}
	}
	c := *p
	c.File, c.Place = file, place
	return &c
}
