package main

// gravityCmd holds the commands that estimate and use gravity equations of trade.
type gravityCmd struct {
	Fit gravityFitCmd `cmd:"" help:"Estimate a gravity equation by PPML or OLS with many fixed effects."`
}
