package main

import (
	"fmt"
	"io"
	"os"

	"dragoman"
	"dragoman/trade/frame"
	"dragoman/trade/gravity"
)

type gravityFitCmd struct {
	File string `arg:"" help:"Table of observations (CSV; separated by comma, semicolon, tab or |; may be gzipped), or - for standard input."`

	Y       string   `name:"y" required:"" placeholder:"VARIABLE" help:"What is explained: a column or an expression, such as trade or log(trade)."`
	X       []string `name:"x" sep:"none" placeholder:"A,B,..." help:"Regressors: columns or expressions, such as log(dist),contig or intl:=(exporter!=importer)."`
	FE      []string `name:"fe" sep:"none" placeholder:"A,B^C,..." help:"Fixed effects: columns, or several joined by ^. Without any there is a constant."`
	Where   []string `name:"where" sep:"none" placeholder:"CONDITION" help:"Take only rows such as year=1986,1990 or exporter!=importer or trade>0; all of several must hold."`
	Weights string   `placeholder:"VARIABLE" help:"Weights of the observations."`
	Offset  string   `placeholder:"VARIABLE" help:"Enters the equation with the coefficient 1."`
	Method  string   `default:"ppml" enum:"ppml,ols" help:"ppml (default) or ols."`

	Cluster    []string `sep:"none" placeholder:"A,B^C,..." help:"Cluster the standard errors; several make them multi-way."`
	SE         string   `name:"se" default:"hc1" enum:"iid,hc0,hc1" help:"Standard errors without clusters: iid, hc0 or hc1 (default)."`
	Correction string   `default:"default" enum:"default,regression,fixest,likelihood,none" help:"Small-sample correction: default, regression (as reghdfe), fixest, likelihood (as ppmlhdfe) or none."`
	Level      float64  `default:"0.95" help:"Confidence of the intervals (0.95)."`
	Reset      bool     `help:"Test the form of the equation (RESET)."`

	Tolerance      float64 `default:"1e-8" help:"PPML stops when the deviance changes by less of itself (1e-8)."`
	MaxIterations  int     `default:"100" help:"PPML gives up after so many iterations (100)."`
	KeepSingletons bool    `help:"Keep observations that are alone in a group of a fixed effect."`

	Format        string `default:"table" enum:"table,csv,json,latex" help:"table (default), csv, json or latex."`
	Log           bool   `help:"Print each iteration on standard error."`
	ListSeparated bool   `help:"List the lines of separated observations."`
	Predict       string `placeholder:"FILE" help:"Write fitted values and residuals of every row as CSV."`
	Effects       string `placeholder:"FILE" help:"Write the estimated fixed effects as CSV."`
}

func (c *gravityFitCmd) Run(a *app) error {
	f, err := frame.Open(c.File, a.in)
	if err != nil {
		return err
	}
	s := gravity.Spec{Method: gravity.Method(c.Method), Y: c.Y, X: lists(c.X), FixedEffects: lists(c.FE), Clusters: lists(c.Cluster),
		Errors: gravity.Errors(c.SE), Correction: gravity.Correction(c.Correction), Weights: c.Weights, Offset: c.Offset, Where: c.Where,
		KeepSingletons: c.KeepSingletons, Reset: c.Reset, Level: c.Level, Tolerance: c.Tolerance, MaxIterations: c.MaxIterations}
	each := func(i gravity.Iteration) {
		a.hint("iteration %d: deviance %.9g, changed by %.2g of itself; %d inner steps to %.1g, %d halvings", i.Number, i.Deviance, i.Change, i.Inner, i.Tolerance, i.Halvings)
	}
	if c.Log {
		s.Each = each
	}
	r, err := gravity.Fit(a.ctx, f, s)
	if err != nil {
		if r != nil && !c.Log { // the iterations tell why
			for _, i := range r.Iterations {
				each(i)
			}
		}
		return err
	}
	if err := c.write(c.Predict, r.WritePredictions); err != nil {
		return err
	}
	if err := c.write(c.Effects, r.WriteEffects); err != nil {
		return err
	}
	return c.print(a, r)
}

// lists splits lists that may be given in one flag or in several.
func lists(flags []string) []string {
	var out []string
	for _, flag := range flags {
		out = append(out, frame.Split(flag)...)
	}
	return out
}

// write makes a file, when one is named.
func (c *gravityFitCmd) write(path string, content func(io.Writer) error) error {
	if path == "" {
		return nil
	}
	file, err := os.Create(path)
	if err == nil {
		if err = content(file); err == nil {
			return file.Close()
		}
		file.Close()
	}
	return dragoman.Problemf(path, "", "name another file", "cannot be written: %v", err)
}

func (c *gravityFitCmd) print(a *app, r *gravity.Result) error {
	var separated []gravity.Left
	if c.ListSeparated {
		separated = r.Separated()
	}
	switch c.Format {
	case "json":
		return printJSON(a.out, struct {
			*gravity.Result
			Separated []gravity.Left `json:"separated_lines,omitempty"`
		}{r, separated})
	case "csv":
		if err := r.WriteCSV(a.out); err != nil {
			return err
		}
	case "latex":
		if err := r.WriteLaTeX(a.out); err != nil {
			return err
		}
	default:
		if err := r.WriteTable(a.out); err != nil {
			return err
		}
	}
	for _, l := range separated {
		if c.Format != "table" {
			a.hint("line %d: %s", l.Line, l.Reason)
		} else if _, err := io.WriteString(a.out, fmt.Sprintf("Line %d: %s\n", l.Line, l.Reason)); err != nil {
			return err
		}
	}
	return nil
}
