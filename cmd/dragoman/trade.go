package main

// tradeCmd holds the commands about trade statistics.
type tradeCmd struct{}
