package corridor

import (
	"fmt"
	"math"
	"strings"
)

// Paragraphs tells the section in plain sentences, for a dossier: the ways, what goes along them, what it depends on, and what the loss of the elements on
// the way would mean. Estimates are called so; nothing is said of what is not known.
func (s *Section) Paragraphs(n *Network) []string {
	from, to := CountryName(s.From), CountryName(s.To)
	var out []string
	w := &s.Ways[0]
	out = append(out, fmt.Sprintf("The cheapest way of %s from %s to %s leads from %s by %s to %s: %.0f km, about %.0f days, about %.0f %s, across %s.%s",
		s.Commodity, from, to, n.shortName(w.Legs[0].From), n.byWay(w), n.shortName(w.Legs[len(w.Legs)-1].To), w.Km, w.Days, w.Cost, s.Unit.Cost,
		countryList(w.Countries), n.bottleneck(w, s.Unit)))
	for i := range s.Ways[1:] {
		o := &s.Ways[i+1]
		out = append(out, fmt.Sprintf("Another way, by %s, takes about %.0f days and costs about %.0f %s more.%s", n.byWay(o), o.Days, o.Cost-w.Cost, s.Unit.Cost,
			n.bottleneck(o, s.Unit)))
	}
	if len(s.Traded) > 0 {
		t := s.Traded[len(s.Traded)-1]
		out = append(out, fmt.Sprintf("In %d %s bought %.2f %s from %s (%s); the model sends %.2f, %.0f per cent of all that %s takes.", t.Year, to, t.Value,
			s.Unit.Short, from, t.Source, s.Volume, 100*s.ShareTo, to))
	}
	if e := s.Exposure; e.Modelled {
		out = append(out, fmt.Sprintf("Of this flow %s.", joinAnd(shareList(e.Countries, "crosses"), shareList(e.Straits, "passes"))))
	}
	for i := range s.Closures {
		if p := s.Closures[i].sentence(n, s); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// byWay names the elements of a way that people know: not those of its ends.
func (n *Network) byWay(w *Way) string {
	var names []string
	for _, id := range w.Elements {
		e := n.Element(id)
		if e == nil || e.Kind == "refinery" || e.Kind == "field" {
			continue
		}
		names = append(names, "the "+e.Name)
	}
	if len(names) == 0 {
		return "sea"
	}
	return joinAnd(names...)
}

func (n *Network) bottleneck(w *Way, u Unit) string {
	if w.Bottleneck == nil {
		return ""
	}
	return fmt.Sprintf(" Its narrowest known part, %s, takes %.1f %s.", n.NameOf(w.Narrowest), *w.Bottleneck, u.Volume)
}

func countryList(codes []string) string {
	var names []string
	for _, c := range codes {
		names = append(names, CountryName(c))
	}
	return joinAnd(names...)
}

func shareList(shares []Share, verb string) string {
	var parts []string
	for _, x := range shares {
		if x.Share >= 0.05 {
			parts = append(parts, fmt.Sprintf("%s (%.0f per cent)", x.Name, 100*x.Share))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "so much " + verb + " " + joinAnd(parts...)
}

// joinAnd writes a list in words; what is empty is left out.
func joinAnd(parts ...string) string {
	var list []string
	for _, p := range parts {
		if p != "" {
			list = append(list, p)
		}
	}
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// sentence tells what the loss of an element means; "" where it means nothing to either country.
func (p *PairClosure) sentence(n *Network, s *Section) string {
	from, to := CountryName(s.From), CountryName(s.To)
	if p.Stuck < noticed && p.Lost < noticed && p.Unmet < noticed {
		return ""
	}
	var parts []string
	if p.Stuck >= noticed {
		parts = append(parts, fmt.Sprintf("leave %.1f %s of %s without a way", p.Stuck, s.Unit.Volume, from))
	}
	switch {
	case p.Unmet >= noticed:
		parts = append(parts, fmt.Sprintf("leave %s short of %.2f %s", to, p.Unmet, s.Unit.Volume))
	case p.Lost >= noticed:
		var by []string
		for _, o := range Largest(p.Replaced) {
			if p.Replaced[o] >= 0.05*p.Lost {
				by = append(by, fmt.Sprintf("%.2f from %s", p.Replaced[o], CountryName(o)))
			}
		}
		parts = append(parts, fmt.Sprintf("make %s replace %.2f %s (%s), at %s", to, p.Lost, s.Unit.Volume, joinAnd(by...), p.price(s.Unit)))
	}
	out := fmt.Sprintf("The loss of the %s for a year would %s", p.Name, joinAnd(parts...))
	if p.Other != nil && p.Other.Unmet >= noticed {
		return out + fmt.Sprintf("; hit worst besides would be %s, short of %.1f.", p.Other.Name, p.Other.Unmet)
	}
	if p.Other != nil && p.Other.Lost > p.Lost {
		return out + fmt.Sprintf("; most of all would have to be replaced in %s (%.1f).", p.Other.Name, p.Other.Lost)
	}
	return out + "."
}

// price tells what the replacement costs.
func (p *PairClosure) price(u Unit) string {
	if math.Abs(p.CostMore) < 0.5 {
		return "about the same cost"
	}
	way := "more"
	if p.CostMore < 0 {
		way = "less"
	}
	return fmt.Sprintf("about %.1f %s %s for all that it takes", math.Abs(p.CostMore), u.Cost, way)
}
