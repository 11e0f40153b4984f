package trade

import (
	"encoding/json"
	"math"
)

// Measure is a number that may not be available; then Because says why. The zero Measure is a known 0. In JSON it is
// {"value": 1.5} or {"value": null, "because": "..."}.
type Measure struct {
	Value   float64
	Because string // why there is no value; "" when there is one
}

// Known makes a Measure of a number; one that is not finite becomes unavailable, so that no NaN or Inf is ever printed.
func Known(v float64) Measure {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Measure{Because: "the result is not a finite number"}
	}
	return Measure{Value: v}
}

// Unavailable makes a Measure without value.
func Unavailable(because string) Measure { return Measure{Because: because} }

// OK says whether there is a value.
func (m Measure) OK() bool { return m.Because == "" }

// then computes on a value that is there.
func (m Measure) then(f func(float64) float64) Measure {
	if !m.OK() {
		return m
	}
	return Known(f(m.Value))
}

// with computes on two values that are both there; the first reason wins.
func (m Measure) with(n Measure, f func(a, b float64) Measure) Measure {
	switch {
	case !m.OK():
		return m
	case !n.OK():
		return n
	}
	return f(m.Value, n.Value)
}

type measureJSON struct {
	Value   *float64 `json:"value"`
	Because string   `json:"because,omitempty"`
}

// MarshalJSON implements json.Marshaler.
func (m Measure) MarshalJSON() ([]byte, error) {
	out := measureJSON{Because: m.Because}
	if m.OK() {
		out.Value = &m.Value
	}
	return json.Marshal(out)
}

// UnmarshalJSON implements json.Unmarshaler.
func (m *Measure) UnmarshalJSON(data []byte) error {
	var in measureJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	*m = Measure{Because: in.Because}
	if in.Value != nil {
		m.Value = *in.Value
	} else if m.Because == "" {
		m.Because = "not given"
	}
	return nil
}
