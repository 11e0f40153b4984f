package dossier

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"sync"

	"dragoman/chart"
	"dragoman/trade"
	"dragoman/trade/sheet"
)

//go:embed page
var pageFiles embed.FS

// page is parsed when the first HTML brief is written.
var page = sync.OnceValues(func() (*template.Template, error) {
	return template.New("brief.html").Funcs(template.FuncMap{
		"style":    func() (template.CSS, error) { return styleSheet() },
		"sources":  distinct,
		"ordered":  inOrder,
		"signed":   signed,
		"year":     yearOf,
		"sureness": sureness,
		"percent":  func(n, of int) string { return fmt.Sprintf("%.0f%%", 100*float64(n)/float64(max(1, of))) },
		"px":       func(v float64) string { return fmt.Sprintf("%.1f", v) },
		"words":    inWords,
		"figure":   trade.Figure,
		"share":    trade.Percent,
		"amount":   trade.Amount,
		"place":    sheet.Place,
		"accounts": sheet.Accounts,
		"area":     trade.AreaName,
		"caption":  productsCaption,
		"quadOf":   func(e Event) string { return quadNames[quad(e.Type)] },
	}).ParseFS(pageFiles, "page/*.html")
})

func styleSheet() (template.CSS, error) {
	css, err := pageFiles.ReadFile("page/style.css")
	return template.CSS(string(css) + chart.Style), err
}

// HTML writes the brief as one page that needs nothing else: no network, no script. Citations lead to the evidence cards at
// its end.
func (b *Brief) HTML(w io.Writer) error {
	t, err := page()
	if err != nil {
		return err
	}
	return t.Execute(w, b)
}

// yearOf heads the years of a timeline; what has no date stands last.
func yearOf(e Event) string {
	if k := orderKey(e.Date, ""); len(k) >= 4 {
		return k[:4]
	}
	return "Not dated"
}

// Years cuts the timeline into years, newest first.
func (b *Brief) Years() []YearGroup {
	var out []YearGroup
	undated := YearGroup{Year: "Not dated"}
	for _, e := range b.Timeline {
		y := yearOf(e)
		if y == undated.Year {
			undated.Events = append(undated.Events, e)
			continue
		}
		if len(out) == 0 || out[len(out)-1].Year != y {
			out = append(out, YearGroup{Year: y})
		}
		g := &out[len(out)-1]
		g.Events = append(g.Events, e)
	}
	if len(undated.Events) > 0 {
		out = append(out, undated)
	}
	return out
}

// YearGroup is a year of the timeline.
type YearGroup struct {
	Year   string
	Events []Event
}
