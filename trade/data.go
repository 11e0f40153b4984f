package trade

import "embed"

// data holds what is edited by hand: exchange rates, deflators, reasons for gaps, words for goods.
//
//go:embed data/*.tsv
var data embed.FS
