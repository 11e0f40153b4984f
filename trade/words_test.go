package trade

import "testing"

func TestNumbersAreWrittenForReaders(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Amount(397982331.84), "398.0 million"},
		{Amount(11350744.13), "11.35 million"},
		{Amount(-1234567890), "−1.235 billion"},
		{Amount(999_999_999), "1.000 billion"},
		{Amount(12500), "12,500"},
		{Amount(0), "0"},
		{Amount(0.5123), "0.512"},
		{Percent(Known(0.1234)), "12.3%"},
		{Percent(Known(0.0004)), "0.04%"},
		{Percent(Known(0)), "0.0%"},
		{Percent(Known(-0.0001)), "−0.01%"},
		{Percent(Known(31.5)), "3,150%"},
		{Percent(Unavailable("why")), "n/a"},
		{Change(Known(0.05)), "+5.0%"},
		{Change(Known(-0.05)), "−5.0%"},
		{Ratio(Known(30.1856)), "30.2"},
		{Ratio(Known(0.3333)), "0.333"},
		{Ratio(Known(0.0261)), "0.026"},
		{Ratio(Known(0.0001)), "0"},
		{Ratio(Known(1234.6)), "1,235"},
		{Ratio(Known(1)), "1.00"},
		{Money(Known(5e6), "EUR"), "5.000 million EUR"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
