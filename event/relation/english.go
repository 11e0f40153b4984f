package relation

import (
	_ "embed"
	"fmt"
	"sync"
)

//go:embed models/en.vectors
var englishVectors []byte

//go:embed models/en.bin
var englishModel []byte

var vectors = sync.OnceValues(func() (*Vectors, error) {
	v, err := LoadVectors(englishVectors)
	if err != nil {
		return nil, fmt.Errorf("built-in word vectors: %w", err)
	}
	return v, nil
})

var english = sync.OnceValues(func() (*Model, error) {
	v, err := vectors()
	if err != nil {
		return nil, err
	}
	m, err := LoadModel(englishModel, v)
	if err != nil {
		return nil, fmt.Errorf("built-in model of relations: %w", err)
	}
	return m, nil
})

// English gives the built-in model, read on first use.
func English() (*Model, error) { return english() }

// EnglishVectors gives the built-in word vectors, read on first use.
func EnglishVectors() (*Vectors, error) { return vectors() }
