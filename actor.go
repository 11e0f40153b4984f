package dragoman

// ActorKind says what sort of actor a name stands for.
type ActorKind string

// The kinds of actor.
const (
	ActorCountry      ActorKind = "country"
	ActorBody         ActorKind = "body"         // government body, parliament, army, court, ...
	ActorCompany      ActorKind = "company"      //
	ActorOrganisation ActorKind = "organisation" // international organisation, NGO, party, armed group
	ActorPerson       ActorKind = "person"       //
	ActorGroup        ActorKind = "group"        // people by their role: senators, protesters, businessmen
)

// Sector is the PLOVER sector of an actor (ONTOLOGY in docs): GOV, LEG, MIL, BUS, ...
type Sector string

// The sectors used here; PLOVER 2.0 draft, with IGO and MNC for actors above countries.
const (
	SectorGOV Sector = "GOV"
	SectorLEG Sector = "LEG"
	SectorJUD Sector = "JUD"
	SectorMIL Sector = "MIL"
	SectorCOP Sector = "COP"
	SectorSPY Sector = "SPY"
	SectorPTY Sector = "PTY"
	SectorOPP Sector = "OPP"
	SectorREB Sector = "REB"
	SectorBUS Sector = "BUS"
	SectorLAB Sector = "LAB"
	SectorEDU Sector = "EDU"
	SectorMED Sector = "MED"
	SectorNGO Sector = "NGO"
	SectorJRN Sector = "JRN"
	SectorREL Sector = "REL"
	SectorCVL Sector = "CVL"
	SectorCRM Sector = "CRM"
	SectorREF Sector = "REF"
	SectorELI Sector = "ELI"
	SectorIGO Sector = "IGO"
	SectorMNC Sector = "MNC"
	SectorUNK Sector = "UNK"
)

// Sectors lists every sector.
var Sectors = []Sector{SectorGOV, SectorLEG, SectorJUD, SectorMIL, SectorCOP, SectorSPY, SectorPTY, SectorOPP, SectorREB,
	SectorBUS, SectorLAB, SectorEDU, SectorMED, SectorNGO, SectorJRN, SectorREL, SectorCVL, SectorCRM, SectorREF,
	SectorELI, SectorIGO, SectorMNC, SectorUNK}

// Actor is a party as it stands in a record: resolved as far as the text allows, with the words it was resolved from.
type Actor struct {
	ID      string    `json:"id"`            // "KAZ", "HRV.LEG", "org:kazmunaygas", "person:satybaldy-burshakov"; "" when unresolved
	Name    string    `json:"name"`          // canonical English name
	Kind    ActorKind `json:"kind"`          //
	Country string    `json:"country"`       // ISO 3166-1 alpha-3 (XKX for Kosovo); "" for actors above countries or unknown
	Sector  Sector    `json:"sector"`        // "" for a country as such
	Role    string    `json:"role"`          // post or role, "Deputy Minister"; "" when none
	Text    string    `json:"text"`          // the words in this sentence
	Span    Span      `json:"span"`          // where they stand
	Via     string    `json:"via,omitempty"` // how it was resolved when not by its own name: "capital", "co-reference: the two countries"
}

// Place is where something happened.
type Place struct {
	Name    string `json:"name"`
	Country string `json:"country"`             // ISO 3166-1 alpha-3; "" when unknown
	Level   string `json:"precision,omitempty"` // "city", "region", "country", "sea"
	Span    Span   `json:"span"`
}

// Mention is a noun phrase of one sentence that names or stands for actors or a place. One token heads at most one
// mention; a mention may lie within another ("Croatia" in "members of Croatia's parliament"): each has its own head.
type Mention struct {
	Sentence int // index into Article.Sentences
	First    int // first token of the phrase
	End      int // token after the last
	Head     int // head token, the key by which the event room looks mentions up
	Span     Span
	Actors   []Actor // one for a name, several for "the two countries", none for a pure place
	Place    *Place  // set when the phrase can name a place; capitals have both Actors and Place
	Modifier bool    // an adjective or possessive inside another phrase ("Croatian" in "Croatian pipeline"), not a phrase of its own
}

// Cast is what the actor room finds in an article.
type Cast struct {
	Mentions [][]Mention // by sentence, in order of Head
	Offices  []Office    // posts that the text says people hold
	Home     string      // ISO alpha-3 of the country that the article is told from or mostly about, "" when that is not clear
}

// At gives the mention headed by the token, nil when there is none.
func (c *Cast) At(sentence, token int) *Mention {
	if sentence < 0 || sentence >= len(c.Mentions) {
		return nil
	}
	for i := range c.Mentions[sentence] {
		if m := &c.Mentions[sentence][i]; m.Head == token {
			return m
		}
	}
	return nil
}
