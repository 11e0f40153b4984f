package main

import (
	"strings"

	"dragoman/trade"
	"dragoman/trade/block"
	"dragoman/trade/codes"
	"dragoman/trade/sheet"
)

// tradeCmd holds the commands about trade statistics.
type tradeCmd struct {
	Codes tradeCodesCmd `cmd:"" help:"Look up country, group and product codes by code or word."`
	Fetch tradeFetchCmd `cmd:"" help:"Fetch statistics from their publisher."`

	Import   tradeImportCmd   `cmd:"" help:"Import tables of trade statistics into the store."`
	Datasets tradeDatasetsCmd `cmd:"" help:"List the statistics that the store holds."`
	Export   tradeExportCmd   `cmd:"" help:"Write a dataset as plain CSV."`
	Drop     tradeDropCmd     `cmd:"" help:"Forget a dataset."`

	Show      tradeShowCmd      `cmd:"" help:"Show what flows between two countries, or what one trades."`
	Claims    tradeClaimsCmd    `cmd:"" help:"Set figures claimed in the stored documents beside the statistics."`
	Potential tradePotentialCmd `cmd:"" help:"Rank partners and products by untapped export potential."`
}

// flows opens the statistics of the store, for one answer.
func (a *app) flows() (trade.Table, error) {
	st, err := a.store()
	if err != nil {
		return nil, err
	}
	return trade.Remember(block.NewLibrary(st)), nil
}

// areaCode understands what the user typed for an area of trade statistics.
func areaCode(place, typed string) (string, error) {
	if area, ok := codes.FindArea(typed); ok && area.Single() {
		return area.Code, nil
	}
	list, err := countryCodes(place, typed)
	if err != nil {
		return "", err
	}
	return list[0], nil
}

// layout is how text is set on standard output.
func (a *app) layout() sheet.Layout { return sheet.Layout{Width: a.width(), Colour: a.colour()} }

// year checks a year typed for an option; "" is none.
func year(option, typed string) error {
	if typed == "" || len(typed) == 4 && strings.Trim(typed, "0123456789") == "" {
		return nil
	}
	return misuse(option, "write a year such as 2023", "%q is no year", typed)
}
