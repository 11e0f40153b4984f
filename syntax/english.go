package syntax

import (
	_ "embed"
	"sync"
)

//go:embed models/en.bin
var englishData []byte

var english = sync.OnceValues(func() (*Model, error) { return load(englishData, "built-in English model") })

// English gives the built-in model, read on first use.
func English() (*Model, error) { return english() }
