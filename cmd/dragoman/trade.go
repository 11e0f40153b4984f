package main

// tradeCmd holds the commands about trade statistics.
type tradeCmd struct {
	Codes tradeCodesCmd `cmd:"" help:"Look up country, group and product codes by code or word."`
	Fetch tradeFetchCmd `cmd:"" help:"Fetch statistics from their publisher."`
}
