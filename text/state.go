package text

import (
	"net/url"
	"strings"
	"sync"

	"dragoman"
)

// stateOutlets is the table of outlets that belong to governments: names folded, hosts without "www.".
type stateOutlets struct{ names, hosts []string }

var stateMedia = sync.OnceValue(func() *stateOutlets { return must(loadStateMedia()) })

func loadStateMedia() (*stateOutlets, error) {
	t, err := loadTable("state-media.tsv", "name", "host", "country", "source", "as_of")
	if err != nil {
		return nil, err
	}
	s := &stateOutlets{}
	for _, row := range t.rows {
		if name := t.get(row, "name"); name != "" {
			s.names = append(s.names, fold(name).text)
		}
		if host := t.get(row, "host"); host != "" {
			s.hosts = append(s.hosts, host)
		}
	}
	return s, nil
}

// belongsToState says whether the publisher, by its name or its address, is known to belong to a government.
func belongsToState(d *dragoman.Document) bool {
	s := stateMedia()
	if u, err := url.Parse(d.URL); err == nil && u.Host != "" {
		host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
		for _, h := range s.hosts {
			if host == h || strings.HasSuffix(host, "."+h) {
				return true
			}
		}
	}
	publisher := fold(d.Publisher)
	for _, name := range s.names {
		if publisher.text != "" && publisher.is(name) {
			return true
		}
	}
	return false
}
