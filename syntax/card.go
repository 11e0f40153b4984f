package syntax

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Card describes a model for its readers, in Markdown: what it was trained on and under which licences, what it gives, and how
// well it did on development data.
func (m *Model) Card() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Syntax model %s\n\nLanguage: %s. Format: Universal Dependencies (CoNLL-U).\n", m.Version(), m.info.Language)
	b.WriteString("\n## Trained on\n\n| source | sentences | words | licence |\n|---|---:|---:|---|\n")
	for _, s := range m.info.Sources {
		fmt.Fprintf(&b, "| %s | %d | %d | %s |\n", s.Name, s.Sentences, s.Words, s.Licence)
	}
	fmt.Fprintf(&b, "\nSettings: %s; seed %d.\n", m.info.Settings, m.info.Seed)
	b.WriteString("The weights are derived from the sources above; whoever passes the model on must keep to their licences.\n")
	if len(m.info.Scores) > 0 {
		b.WriteString("\n## Scores\n\nShare of words right on the development data, words and sentences given; LAS with relation subtypes.\n\n| measure | % |\n|---|---:|\n")
		for _, name := range slices.Sorted(maps.Keys(m.info.Scores)) {
			fmt.Fprintf(&b, "| %s | %.2f |\n", name, 100*m.info.Scores[name])
		}
	}
	b.WriteString("\n## Labels\n\n")
	fmt.Fprintf(&b, "Tags (UPOS/XPOS, %d): %s.\n\n", len(m.lemmaTags), strings.Join(m.tagNames(), ", "))
	fmt.Fprintf(&b, "Feature bundles: %d.\n\n", len(m.net.Feats()))
	fmt.Fprintf(&b, "Relations (%d): %s.\n", len(m.net.Relations()), strings.Join(m.net.Relations(), ", "))
	return b.String()
}

func (m *Model) tagNames() []string {
	var out []string
	m.net.Tags(func(upos, xpos string) {
		if xpos != "" {
			upos += "/" + xpos
		}
		out = append(out, upos)
	})
	slices.Sort(out)
	return out
}
