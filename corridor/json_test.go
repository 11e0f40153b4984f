package corridor

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

func TestEveryFieldOfTheJSONIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("../docs/corridors.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(doc), "\n## JSON")
	for _, x := range []any{Way{}, Leg{}, Value{}, State{}, Flow{}, Unit{}, Change{}, Assumptions{}, Route{}, LinkFlow{}, PlaceFlow{}, Offer{}, Intake{}, Comparison{},
		Hurt{}, Loss{}, Shift{}, Harm{}, Exposure{}, Share{}, Resilience{}, Entry{}, Fit{}, Page{}, Mention{}, Section{}, YearVolume{}, PairClosure{}} {
		typ := reflect.TypeOf(x)
		for i := range typ.NumField() {
			tag := typ.Field(i).Tag.Get("json")
			name, _, _ := strings.Cut(tag, ",")
			switch {
			case !typ.Field(i).IsExported() || tag == "-":
			case name == "" || name != strings.ToLower(name):
				t.Errorf("%s.%s is %q in JSON", typ.Name(), typ.Field(i).Name, tag)
			case !strings.Contains(section, "`"+name+"`") && !strings.Contains(section, "."+name+"`"):
				t.Errorf("docs/corridors.md does not name %q of %s", name, typ.Name())
			}
		}
	}
}
