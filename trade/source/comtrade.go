package source

import (
	"dragoman"
	"dragoman/trade/codes"
)

// comtradeColumns are the columns of UN Comtrade that are read, in the order in which JSON objects are turned into rows.
var comtradeColumns = []string{"period", "reporterCode", "partnerCode", "flowCode", "cmdCode", "classificationCode", "primaryValue", "netWgt", "qty", "qtyUnitCode",
	"isNetWgtEstimated", "partner2Code", "customsCode", "mosCode", "motCode", "typeCode"}

// comtrade recognises tables of UN Comtrade: the API's (47 columns) and the bulk files' (34 columns).
func comtrade(_ string, header []string) (*layout, error) {
	if !hasAll(header, "reportercode", "partnercode", "flowcode", "cmdcode", "primaryvalue") {
		return nil, nil
	}
	l := newLayout("UN Comtrade", header)
	l.take(period, "period", "refyear")
	l.take(reporter, "reportercode")
	l.take(partner, "partnercode")
	l.take(flow, "flowcode")
	l.take(product, "cmdcode")
	l.take(classification, "classificationcode")
	l.take(unit, "qtyunitcode")
	l.take(estimated, "isnetwgtestimated")
	l.area, l.zeroIsNone = numbered(codes.ByComtrade), true
	l.numbers(map[role][]string{value: {"primaryvalue"}, weight: {"netwgt"}, quantity: {"qty"}})
	for _, p := range []pin{
		{find(header, "partner2code"), []string{"0", "", "W00"}, "part of a flow by second partner (partner2Code), beside its total"},
		{find(header, "customscode"), []string{"C00", ""}, "part of a flow by customs procedure (customsCode), beside its total"},
		{find(header, "motcode"), []string{"0", ""}, "part of a flow by mode of transport (motCode), beside its total"},
		{find(header, "moscode"), []string{"0", ""}, "part of a flow by mode of supply (mosCode), beside its total"},
		{find(header, "typecode"), []string{"C", ""}, "trade in services (typeCode S)"},
	} {
		if p.column >= 0 {
			l.pins = append(l.pins, p)
		}
	}
	l.about = dragoman.Dataset{Source: "comtrade", Title: "UN Comtrade", Currency: "USD", Rank: 40, URL: "https://comtradeplus.un.org",
		Licence: "UN Comtrade policy on use and re-dissemination", Note: "as reported; imports mostly CIF, exports FOB"}
	return l, nil
}
