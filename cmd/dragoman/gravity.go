package main

// gravityCmd holds the commands that estimate and use gravity equations of trade.
type gravityCmd struct{}
