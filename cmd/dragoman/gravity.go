package main

// gravityCmd holds the commands that estimate and use gravity equations of trade.
type gravityCmd struct {
	Whatif gravityWhatifCmd `cmd:"" help:"Work out what a change of trade costs would do to trade, prices and real income."`
}
