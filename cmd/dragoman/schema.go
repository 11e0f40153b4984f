package main

import (
	"os"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"

	"dragoman"
)

// schemaCmd prints the schema.
type schemaCmd struct {
	Out string `placeholder:"FILE" help:"Write to this file, not to standard output."`
}

func (c *schemaCmd) Run(a *app) error {
	if c.Out == "" {
		return printJSON(a.out, readingSchema())
	}
	f, err := os.Create(c.Out)
	if err != nil {
		return dragoman.Problemf(c.Out, "", "name another file with --out", "cannot be written: %v", err)
	}
	if err := printJSON(f, readingSchema()); err != nil {
		return err
	}
	return f.Close()
}

//go:generate go run . schema --out ../../docs/reading.schema.json

// readingSchema is the JSON Schema of a reading, made from the Go types; docs/reading.schema.json holds it.
func readingSchema() *jsonschema.Schema {
	r := &jsonschema.Reflector{ExpandedStruct: true, AllowAdditionalProperties: false, Mapper: mapType}
	s := r.Reflect(&dragoman.Reading{})
	s.ID = "urn:dragoman:reading"
	s.Title = "Reading"
	s.Description = "Everything that was found in one document. Spans are byte offsets into document.text, end exclusive."
	return s
}

// mapType tells the schema what Go types do not: the values of enumerations.
func mapType(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[dragoman.EventType]():
		return oneOf(dragoman.EventTypes)
	case reflect.TypeFor[dragoman.Status]():
		return oneOf(append([]dragoman.Status{""}, dragoman.Statuses...))
	case reflect.TypeFor[dragoman.DocumentKind]():
		return oneOf(append([]dragoman.DocumentKind{""}, dragoman.DocumentKinds...))
	case reflect.TypeFor[dragoman.AgreementState]():
		return oneOf(append([]dragoman.AgreementState{""}, dragoman.AgreementStates...))
	case reflect.TypeFor[dragoman.Sector]():
		return oneOf(append([]dragoman.Sector{""}, dragoman.Sectors...))
	}
	return nil
}

func oneOf[T ~string](values []T) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, v := range values {
		s.Enum = append(s.Enum, strings.TrimSpace(string(v)))
	}
	return s
}
