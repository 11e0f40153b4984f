package eval

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"dragoman"
)

// ActorCase is one case of `dragoman eval actors`: the words that name somebody, the day they were written, and who is meant.
type ActorCase struct {
	Text    string `json:"text"`
	Date    string `json:"date"`
	Country string `json:"country"` // ISO alpha-3; "" for actors above countries
	Sector  string `json:"sector"`  // "" is not compared
	ID      string `json:"id"`      // of the case; where it is an actor's identifier ("org:...", "person:...") it is compared too

	UID string `json:"-"` // ID, else the number of the line
}

// ReadActors reads the cases of `dragoman eval actors`, one JSON object a line.
func ReadActors(r io.Reader, name string) ([]ActorCase, []error, error) {
	return readLines(r, name, func(c *ActorCase, line int) error {
		c.UID = c.ID
		if c.UID == "" {
			c.UID = strconv.Itoa(line)
		}
		if strings.TrimSpace(c.Text) == "" {
			return errors.New("has no text")
		}
		return nil
	})
}

// ActorResolver says whom a phrase names.
type ActorResolver interface {
	Actor(text, date string) (dragoman.Actor, bool)
}

// ActorPrediction is one line of `--predictions`.
type ActorPrediction struct {
	UID        string  `json:"uid"`
	Predicted  string  `json:"predicted"` // country.sector, "" for an abstention
	Country    string  `json:"country"`
	Sector     string  `json:"sector"`
	ID         string  `json:"id"`
	Gold       string  `json:"gold"`
	Confidence float64 `json:"confidence"`
}

// ActorScores is the result of Actors: shares of cases, and counts by gold country and sector.
type ActorScores struct {
	N         int     `json:"n"`
	Answered  int     `json:"answered"`
	Country   float64 `json:"country_accuracy"`
	SectorN   int     `json:"sector_n"` // cases that give a sector
	Sector    float64 `json:"sector_accuracy"`
	Both      float64 `json:"accuracy"` // country and, where given, sector
	IDN       int     `json:"id_n"`     // cases that give an actor's identifier
	Identity  float64 `json:"id_accuracy"`
	ByCountry *Scores `json:"-"`
	BySector  *Scores `json:"-"`

	Predicted []ActorPrediction `json:"-"`
}

// Actors scores a resolver.
func Actors(cases []ActorCase, r ActorResolver) *ActorScores {
	out := &ActorScores{N: len(cases), ByCountry: NewScores(), BySector: NewScores()}
	var country, sector, both, identity int
	for _, c := range cases {
		a, ok := r.Actor(c.Text, c.Date)
		p := ActorPrediction{UID: c.UID, Country: a.Country, Sector: string(a.Sector), ID: a.ID, Gold: dotted(c.Country, c.Sector)}
		if ok {
			out.Answered++
			p.Predicted, p.Confidence = dotted(a.Country, string(a.Sector)), 1
		}
		out.Predicted = append(out.Predicted, p)
		rightCountry := ok && a.Country == c.Country
		rightSector := c.Sector == "" || ok && string(a.Sector) == c.Sector
		country += number(rightCountry)
		both += number(rightCountry && rightSector)
		out.tallyClass(out.ByCountry, c.Country, a.Country, ok)
		if c.Sector != "" {
			out.SectorN++
			sector += number(rightSector)
			out.tallyClass(out.BySector, c.Sector, string(a.Sector), ok)
		}
		if strings.Contains(c.ID, ":") {
			out.IDN++
			identity += number(ok && a.ID == c.ID)
		}
	}
	out.Country, out.Both = ratio(country, out.N), ratio(both, out.N)
	out.Sector, out.Identity = ratio(sector, out.SectorN), ratio(identity, out.IDN)
	return out
}

// tallyClass counts a class, "-" for none.
func (s *ActorScores) tallyClass(to *Scores, gold, found string, ok bool) {
	name := func(c string) string {
		if c == "" {
			return "-"
		}
		return c
	}
	if !ok {
		to.Miss(name(gold))
		return
	}
	to.Tally(name(gold), name(found))
}

func dotted(country, sector string) string {
	if country == "" || sector == "" {
		return country + sector
	}
	return country + "." + sector
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
