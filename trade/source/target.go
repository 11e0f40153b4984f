package source

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"dragoman"
	"dragoman/trade/block"
)

// targetKey tells datasets of one run apart: classifications and frequencies are never mixed.
type targetKey struct {
	source, vintage, currency string
	class                     string
	monthly                   bool
}

// target is a dataset in the making.
type target struct {
	key     targetKey
	about   dragoman.Dataset
	builder *block.Builder
	files   []dragoman.DatasetFile
}

// targets are the datasets that a run makes.
type targets struct {
	settings *Settings
	lines    *lines
	lock     sync.Mutex
	all      []*target
}

func (t *targets) get(l *layout, class string, monthly bool) *target {
	t.lock.Lock()
	defer t.lock.Unlock()
	key := targetKey{l.about.Source, l.about.Vintage, l.about.Currency, class, monthly}
	for _, x := range t.all {
		if x.key == key {
			return x
		}
	}
	x := &target{key: key, about: l.about, builder: block.NewBuilder(block.Options{Sum: l.sum, Limit: t.settings.Limit, Place: t.lines.place})}
	x.about.Classification = class
	t.all = append(t.all, x)
	return x
}

func (t *targets) close() error {
	var first error
	for _, x := range t.all {
		first = cmp.Or(first, x.builder.Close())
	}
	return first
}

// name gives every target its ID, vintage and title.
func (t *targets) name(files []string) {
	slices.SortFunc(t.all, func(a, b *target) int {
		return cmp.Compare(a.key.class+suffix(a.key.monthly), b.key.class+suffix(b.key.monthly))
	})
	s := t.settings
	frequencies := len(t.all) > 1 && slices.ContainsFunc(t.all, func(x *target) bool { return x.key.monthly != t.all[0].key.monthly })
	classes := slices.ContainsFunc(t.all, func(x *target) bool { return x.key.class != t.all[0].key.class })
	for _, x := range t.all {
		d := &x.about
		published := d.Vintage != ""
		if !published {
			d.Vintage = s.Now.Format("2006-01-02")
		}
		var parts []string
		switch {
		case s.Name != "":
			parts = append(parts, s.Name)
			if classes {
				parts = append(parts, d.Classification)
			}
		case d.Source == "table":
			parts = append(parts, baseName(files[0]))
			if classes {
				parts = append(parts, d.Classification)
			}
			if published {
				parts = append(parts, d.Vintage)
			}
		default:
			parts = append(parts, d.Source, d.Classification, d.Vintage)
		}
		if x.key.monthly && (frequencies || s.Name == "" && d.Source != "table") {
			parts = append(parts, "monthly")
		}
		d.ID = slug(parts)
		if d.Title == "UN Comtrade" && d.Classification != "" {
			d.Title += " " + d.Classification
		}
	}
}

func suffix(monthly bool) string {
	if monthly {
		return " monthly"
	}
	return ""
}

// slug makes an ID of words: small letters, digits and hyphens.
func slug(parts []string) string {
	parts = slices.DeleteFunc(slices.Clone(parts), func(p string) bool { return p == "" })
	var b strings.Builder
	for _, r := range strings.ToLower(strings.Join(parts, "-")) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// baseName is a file's name without folders and endings.
func baseName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	for {
		short, found := name, false
		for _, ending := range []string{".gz", ".zip", ".csv", ".tsv", ".txt", ".dat", ".json"} {
			if s, cut := strings.CutSuffix(short, ending); cut && s != "" {
				short, found = s, true
			}
		}
		if !found {
			return name
		}
		name = short
	}
}
