package neural

import "math"

// model freezes the network as it stands.
func (s *session) model() *Model {
	n := s.net()
	m := &Model{shape: n.shape, rels: s.labels.rels.names, entries: s.lex.vocab}
	for k := range m.tags {
		m.tags[k] = s.labels.tags[k].names
	}
	m.pairs = tagPairs(s.train)
	m.word, m.sub = freezeTable(n.word), freezeTable(n.sub)
	m.typeW, m.typeB = n.typeW.w, append([]float32(nil), n.typeB.w...)
	for i, d := range n.domain.row(0) {
		m.typeB[i] += d
	}
	for _, c := range n.cells {
		var l [cellParts]layer
		for part := range l {
			l[part] = freezeLayer(c.w[part], c.b[part], asGate)
		}
		m.cells = append(m.cells, l)
	}
	m.tag, m.out = freezeLayer(n.tagW, n.tagB, squeezed), freezeLayer(n.outW, n.outB, free)
	m.arc = freezeLayer(n.headW.columns(0, 2*n.shape.ArcWidth), n.headB.columns(0, 2*n.shape.ArcWidth), free)
	m.pair = freezeLayer(n.headW.columns(2*n.shape.ArcWidth, n.headW.cols), n.headB.columns(2*n.shape.ArcWidth, n.headW.cols), free)
	m.rel = freezeLayer(n.relW, n.relB, free)
	m.rootV, m.dist = n.rootV.w, n.distance.w
	m.index()
	m.spread()
	return m
}

// tagPairs collects the tags that go together.
func tagPairs(examples []*example) []tagPair {
	var list []tagPair
	index := map[[2]int32]int{}
	seen := map[[tagKinds]int32]bool{}
	for _, e := range examples {
		for i := range e.types {
			u, x, f := e.tags[tagUPOS][i], e.tags[tagXPOS][i], e.tags[tagFeats][i]
			if seen[[tagKinds]int32{u, x, f}] {
				continue
			}
			seen[[tagKinds]int32{u, x, f}] = true
			at, ok := index[[2]int32{u, x}]
			if !ok {
				at = len(list)
				index[[2]int32{u, x}] = at
				list = append(list, tagPair{upos: uint16(u), xpos: uint16(x)})
			}
			list[at].feats = append(list[at].feats, uint16(f))
		}
	}
	return list
}

// largest is the largest size of a value.
func largest(x []float32) (top float32) {
	for _, v := range x {
		top = max(top, float32(math.Abs(float64(v))))
	}
	return top
}

// round gives values in units of scale, which must not make any exceed 127; a scale of 0 is for nothing but zeros.
func round(x []float32, scale float32, out []int8) {
	clear(out)
	if scale == 0 {
		return
	}
	for i, v := range x {
		out[i] = int8(math.RoundToEven(float64(v / scale)))
	}
}

func freezeTable(p *param) table {
	t := table{cols: p.cols, rows: make([]int8, len(p.w)), scale: make([]float32, p.rows)}
	for i := range p.rows {
		row := p.w[i*p.cols:][:p.cols]
		t.scale[i] = largest(row) / 127
		round(row, t.scale[i], t.rows[i*p.cols:][:p.cols])
	}
	return t
}

// freezeLayer turns a matrix into bytes, each column with the scale that loses least: a larger one rounds more, a smaller one
// lets more lanes be cut.
func freezeLayer(w, b *param, kind bounds) layer {
	plain, scale := make([]int8, len(w.w)), make([]float32, w.cols)
	column, try := make([]float32, w.rows), make([]int8, w.rows)
	for j := range scale {
		for i := range column {
			column[i] = w.w[i*w.cols+j]
		}
		top, least := largest(column), math.Inf(1)
		for step := range 16 {
			s := top * (1 + 0.1*float32(step)) / 127
			if loss := freezeColumn(column, s, try); loss < least {
				least, scale[j] = loss, s
				for i, q := range try {
					plain[i*w.cols+j] = q
				}
			}
		}
	}
	return newLayer(w.rows, plain, scale, b.w, kind)
}

// freezeColumn rounds a column to bytes and gives the squared error.
func freezeColumn(x []float32, scale float32, out []int8) (loss float64) {
	round(x, scale, out)
	fitLanes(len(x), 1, out)
	for i, v := range x {
		d := float64(v - scale*float32(out[i]))
		loss += d * d
	}
	return loss
}
