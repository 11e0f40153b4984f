package main

// tradeCmd holds the commands about trade statistics.
type tradeCmd struct {
	Import   tradeImportCmd   `cmd:"" help:"Import tables of trade statistics into the store."`
	Datasets tradeDatasetsCmd `cmd:"" help:"List the statistics that the store holds."`
	Export   tradeExportCmd   `cmd:"" help:"Write a dataset as plain CSV."`
	Drop     tradeDropCmd     `cmd:"" help:"Forget a dataset."`
}
