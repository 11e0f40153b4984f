package contexts

import (
	"fmt"
	"strings"
)

// Card describes a model for its readers, in Markdown: what it was trained on, how, and how well it does by cross-validation.
func (m *Model) Card() string {
	var b strings.Builder
	i := &m.info
	fmt.Fprintf(&b, "# Model of contexts %s\n\nSays what a paragraph is about. Language: %s. Written by `dragoman train contexts`.\n", m.Version(), i.Language)
	fmt.Fprintf(&b, "\n## Trained on\n\n%s: %d paragraphs of %d words, %d of them without any context; lemmas by syntax model %s.\n", i.Source, i.Paragraphs,
		i.Words, i.Unmarked, i.Syntax)
	if i.Vectors != "" {
		fmt.Fprintf(&b, "\nWord vectors: %s. The model holds none of them, only the weights of words that were learned through them.\n", i.Vectors)
	}
	fmt.Fprintf(&b, "\nSettings: %s; seed %d. Features: %d, weights of eight bits.\n", i.Settings, i.Seed, len(m.table.keys))
	b.WriteString("\n## Scores\n\nBy cross-validation on the paragraphs above, thresholds chosen on the other folds. ")
	fmt.Fprintf(&b, "Macro-F1 %.3f.\n\n| context | marked | precision | recall | F1 |\n|---|---:|---:|---:|---:|\n", m.MacroF1())
	for _, l := range i.Labels {
		fmt.Fprintf(&b, "| %s | %d | %.3f | %.3f | %.3f |\n", l.Name, l.Marked, l.Precision, l.Recall, l.F1)
	}
	b.WriteString("\n## Limits\n\nThe paragraphs were made up by one writer in the manner of news and marked by the same reader. The model does not see who acts, " +
		"negation or irony, and names of people and places are hidden from it.\n")
	return b.String()
}
