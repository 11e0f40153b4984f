package equilibrium

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dragoman"
	"dragoman/trade/gravity"
)

// Fill finds the coefficient of every variable that the question needs: the one given, else the one estimated on the data when costs
// lists the variable, else the default of the program. costs are the variables of trade costs, by the names that they have in the data.
//
// The estimate is a PPML regression of trade on costs with exporter and importer effects, the coefficients given held, on the rows of the
// table; standard errors are robust to heteroskedasticity.
func (b *Base) Fill(ctx context.Context, q *Question, costs []string, given []Coefficient) error {
	known := slices.Clone(given)
	var open []string
	for _, v := range costs {
		if find(given, v) < 0 {
			open = append(open, v)
		}
	}
	if len(open) > 0 {
		estimated, err := b.estimate(ctx, open, costs, given)
		if err != nil {
			return err
		}
		known = append(known, estimated...)
	}
	wanted := map[string]bool{}
	for _, c := range q.Changes {
		if c.Variable == "" || wanted[c.Variable] {
			continue
		}
		wanted[c.Variable] = true
		if i := find(known, c.Variable); i >= 0 {
			q.Coefficients = append(q.Coefficients, known[i])
		} else if p, is := Default(c.Variable); is && p.Kind == "coefficient" {
			q.Coefficients = append(q.Coefficients, Coefficient{Variable: p.Name, Value: p.Value, SE: p.SE,
				Observations: p.Observations, Source: p.Source, Note: p.Note})
		} else {
			return dragoman.Problemf("", c.Variable, "give it, as in --beta "+c.Variable+"=0.3, or let it be estimated with --x",
				"no coefficient is known for this variable")
		}
	}
	for _, g := range given {
		if !wanted[g.Variable] && !slices.Contains(costs, g.Variable) {
			return dragoman.Problemf("", g.Variable, "name the variable in a change or in the trade costs", "a coefficient is given that nothing needs")
		}
	}
	for _, v := range costs {
		q.Costs = append(q.Costs, known[find(known, v)])
	}
	return nil
}

func find(list []Coefficient, variable string) int {
	return slices.IndexFunc(list, func(c Coefficient) bool { return c.Variable == variable })
}

// estimate fits the open coefficients. costs name expressions in the table by the names that Variables has them under.
func (b *Base) estimate(ctx context.Context, open, costs []string, given []Coefficient) ([]Coefficient, error) {
	t := b.table
	if t == nil {
		return nil, dragoman.Problemf("", strings.Join(open, ", "), "give the coefficients", "cannot be estimated without a table")
	}
	spec := gravity.Spec{Method: gravity.PPML, Y: quoted(t.Trade), FixedEffects: []string{quoted(t.Exporter), quoted(t.Importer)}, Errors: gravity.HC1,
		Correction: gravity.Likelihood, Where: t.Where, Tolerance: 1e-12}
	var held []string
	for _, v := range costs {
		expression := t.expression(t.expressionOf(v))
		if i := find(given, v); i >= 0 {
			_, plain, named := strings.Cut(expression, ":=")
			if !named {
				plain = expression
			}
			held = append(held, fmt.Sprintf("(%s)*(%s)", strconv.FormatFloat(given[i].Value, 'f', -1, 64), plain))
			continue
		}
		spec.X = append(spec.X, expression)
	}
	spec.Offset = strings.Join(held, "+")
	r, err := gravity.Fit(ctx, t.Frame, spec)
	if err != nil {
		return nil, err
	}
	var out []Coefficient
	for _, v := range open {
		i := slices.IndexFunc(r.Coefficients, func(c gravity.Coefficient) bool { return c.Name == v })
		if i < 0 {
			reason := "nothing in the data tells it"
			if k := slices.IndexFunc(r.Omitted, func(o gravity.Omitted) bool { return o.Name == v }); k >= 0 {
				reason = r.Omitted[k].Reason
			}
			return nil, dragoman.Problemf(t.Frame.Name(), v, "leave the variable out of --x or give it with --beta", "cannot be estimated: %s", reason)
		}
		c := r.Coefficients[i]
		note := ""
		if len(held) > 0 {
			note = "with " + strings.Join(held, " + ") + " held"
		}
		out = append(out, Coefficient{Variable: v, Value: c.Estimate, SE: c.SE, Observations: r.N, Note: note,
			Source: fmt.Sprintf("estimated on %s: PPML with exporter and importer effects, errors %s", t.Frame.Name(), r.Errors)})
	}
	return out, nil
}

// expressionOf finds the expression behind the name of a variable: "d" is read as "d := log(dist)".
func (t *Table) expressionOf(name string) string {
	for _, v := range t.Variables {
		if before, _, named := strings.Cut(v, ":="); named && strings.TrimSpace(before) == name {
			return v
		}
	}
	return name
}

// quoted lets a column name stand in an expression whatever it is made of.
func quoted(column string) string {
	if isWord(column) {
		return column
	}
	return "`" + column + "`"
}
