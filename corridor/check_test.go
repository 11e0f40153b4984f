package corridor

import "testing"

func TestTheShippedNetworkHasNoErrors(t *testing.T) {
	n, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range n.Check() {
		if f.Grave {
			t.Error(f.Error())
		} else {
			t.Log(f.Error())
		}
	}
}
