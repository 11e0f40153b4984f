package dragoman

// Reading is everything that was found in one document: the unit that is stored, exported and recomputed.
type Reading struct {
	Document    Document     `json:"document"`
	Sentences   []Span       `json:"sentences"` // Evidence.Sentence indexes this list
	Events      []Event      `json:"events"`
	Statements  []Statement  `json:"statements"`
	Figures     []Figure     `json:"figures"`
	Agreements  []Agreement  `json:"agreements"`
	Missions    []Mission    `json:"missions"`
	Gatherings  []Gathering  `json:"gatherings"`
	Offices     []Office     `json:"offices"`
	Commitments []Commitment `json:"commitments"`
	Uncoded     []Uncoded    `json:"uncoded"` // what was seen but not coded, and why
	Version     Version      `json:"version"`
}

// Uncoded names a sentence that looked like an event and was not coded.
type Uncoded struct {
	Sentence int    `json:"sentence"` // -1 for the whole document
	Frame    string `json:"frame,omitempty"`
	Because  string `json:"because"`
}

// Version says what produced a reading, so that it can be recomputed when one of them changes.
type Version struct {
	Reader  string `json:"reader"`  // version of the code
	Syntax  string `json:"syntax"`  // checksum of the syntax model
	Lexicon string `json:"lexicon"` // checksum of the lexicon
}
