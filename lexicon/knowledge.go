package lexicon

import "io/fs"

// Knowledge is what the event room reads by: frames, lexical classes, metrics, numbers and the ontology.
type Knowledge struct {
	Frames   *Frames
	Classes  *Classes
	Ontology *Ontology
	Metrics  *Metrics
	Numbers  *Numbers
}

// loadKnowledge reads frames, classes, metrics, numbers and ontology from a data folder.
func loadKnowledge(fsys fs.FS) (k Knowledge, err error) {
	if k.Ontology, err = loadOntology(fsys, "ontology.tsv", "contexts.tsv"); err != nil {
		return k, err
	}
	if k.Classes, err = loadClasses(fsys, "classes.tsv", "records.tsv"); err != nil {
		return k, err
	}
	if k.Metrics, err = loadMetrics(fsys, "metrics.tsv"); err != nil {
		return k, err
	}
	if k.Numbers, err = loadNumbers(fsys, "numbers.tsv"); err != nil {
		return k, err
	}
	k.Frames, err = loadFrames(fsys, "frames/en", k.Ontology, k.Classes)
	return k, err
}
