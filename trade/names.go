package trade

import "dragoman/trade/codes"

// AreaName is the English name of an area, its code where that is all there is.
func AreaName(code string) string {
	if a, ok := codes.ByISO3(code); ok {
		return a.Name
	}
	return code
}

// ProductName is the short English name of a product in a classification ("HS92"); "" where there is none.
func ProductName(classification, code string) string {
	name, _ := codes.Product(classification, code)
	return name
}
