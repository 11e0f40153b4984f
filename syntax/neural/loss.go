package neural

// losses sums what one batch cost.
type losses struct {
	tag, arc, rel float64
	tokens        int
}

func (l *losses) add(x losses) {
	l.tag, l.arc, l.rel, l.tokens = l.tag+x.tag, l.arc+x.arc, l.rel+x.rel, l.tokens+x.tokens
}

// learn runs sentences forth and back, leaving gradients times scale in the parameters.
func (t *trainer) learn(batch []*example, scale float32) losses {
	p := t.begin(batch)
	t.encode(p)
	l := losses{tokens: p.rows}
	l.tag = t.tagLoss(p, scale)
	l.arc, l.rel = t.treeLoss(p, scale)
	t.encodeBack(p)
	return l
}

// hidden applies dropout to the encoder's output of one layer.
func (t *trainer) hidden(p *pass, layer int) (x, mask []float32) {
	x, w := p.h[layer], t.net.shape.Width
	if mask = t.masked(p, w, t.cfg.Dropout, true); mask != nil {
		x = t.mem.get(p.rows * w)
		copy(x, p.h[layer])
		times(x[:p.rows*w], mask)
	}
	return x, mask
}

func (t *trainer) hiddenBack(p *pass, layer int, dx, mask []float32) {
	if mask != nil {
		times(dx[:len(mask)], mask)
	}
	axpy(1, dx, p.dh[layer])
}

// tagWeight is each kind's share in the loss.
var tagWeight = [tagKinds]float32{1, 0.5, 0.5}

func (t *trainer) tagLoss(p *pass, scale float32) float64 {
	n, s := t.net, t.net.shape
	x, xm := t.hidden(p, s.TagLayer)
	hid := t.mem.get(p.rows * s.TagWidth)
	t.linear(p.rows, x, n.tagW, n.tagB, hid)
	squeeze(hid[:p.rows*s.TagWidth])
	act, m := hid, t.masked(p, s.TagWidth, t.cfg.Dropout, false)
	if m != nil {
		act = t.mem.get(p.rows * s.TagWidth)
		copy(act, hid)
		times(act[:p.rows*s.TagWidth], m)
	}
	all := n.outW.cols
	out := t.mem.get(p.rows * all)
	t.linear(p.rows, act, n.outW, n.outB, out)
	var loss float64
	for b, ex := range p.batch {
		for i := range ex.types {
			row := out[(p.starts[b]+i)*all:][:all]
			for k := range tagKinds {
				size := t.sizes[k]
				loss += blame(row[:size], int(ex.tags[k][i]), at(ex.lesson.tags[k], i), t.trust(ex), scale*tagWeight[k])
				row = row[size:]
			}
		}
	}
	dact, dx := t.mem.get(p.rows*s.TagWidth), t.mem.get(p.rows*s.Width)
	t.linearBack(p.rows, act, n.outW, n.outB, out, dact)
	if m != nil {
		times(dact[:p.rows*s.TagWidth], m)
	}
	clampBack(hid[:p.rows*s.TagWidth], dact)
	t.linearBack(p.rows, x, n.tagW, n.tagB, dact, dx)
	t.hiddenBack(p, s.TagLayer, dx, xm)
	return loss
}

// trust is the weight of the teachers' opinion of an example: all where its tags and tree are theirs.
func (t *trainer) trust(ex *example) float32 {
	if ex.silver {
		return 1
	}
	return t.cfg.Trust
}

// heads computes the four vectors of each token that arcs and relations are scored with.
func (t *trainer) heads(p *pass, x []float32) []float32 {
	s := t.net.shape
	w := s.headWidth()
	v := t.mem.get(p.rows * w)
	t.linear(p.rows, x, t.net.headW, t.net.headB, v)
	for i := range p.rows {
		squash(v[i*w:][:2*s.ArcWidth])
	}
	return v
}

func (t *trainer) treeLoss(p *pass, scale float32) (arc, rel float64) {
	n, s := t.net, t.net.shape
	x, xm := t.hidden(p, s.Layers)
	raw := t.heads(p, x)
	w := s.headWidth()
	v, m := raw, t.masked(p, w, t.cfg.Dropout, false)
	if m != nil {
		v = t.mem.get(p.rows * w)
		copy(v, raw)
		times(v[:p.rows*w], m)
	}
	dv := t.mem.get(p.rows * w)
	for b, ex := range p.batch {
		at := p.starts[b] * w
		size := len(ex.types) * w
		arc += t.arcLoss(ex, v[at:][:size], dv[at:][:size], scale)
		rel += t.relLoss(ex, v[at:][:size], dv[at:][:size], scale)
	}
	if m != nil {
		times(dv[:p.rows*w], m)
	}
	for i := range p.rows {
		squashBack(raw[i*w:][:2*s.ArcWidth], dv[i*w:][:2*s.ArcWidth])
	}
	dx := t.mem.get(p.rows * s.Width)
	t.linearBack(p.rows, x, n.headW, n.headB, dv, dx)
	t.hiddenBack(p, s.Layers, dx, xm)
	return arc, rel
}

// arcScores gives an n x (n+1) matrix: the score of each head for each word, the root last; a word is no head of itself.
func (t *trainer) arcScores(n int, v []float32) []float32 {
	s := t.net.shape
	w, a := s.headWidth(), s.ArcWidth
	sc := t.mem.get(n * (n + 1))
	keys := t.mem.get((n + 1) * a)
	for j := range n {
		copy(keys[j*a:][:a], v[j*w+a:][:a])
	}
	copy(keys[n*a:][:a], t.net.rootV.w[:a])
	t.gemm.mulTB(n, a, n+1, v, w, keys, a, sc, n+1)
	for i := range n {
		row := sc[i*(n+1):][:n+1]
		for j := range n {
			row[j] += t.net.distance.w[distanceCell(i, j)]
		}
		row[n] += t.net.distance.w[distanceCells-1]
		row[i] = -1e9
	}
	return sc
}

func (t *trainer) arcLoss(ex *example, v, dv []float32, scale float32) float64 {
	s, n := t.net.shape, len(ex.types)
	w, a := s.headWidth(), s.ArcWidth
	sc := t.arcScores(n, v)
	var loss float64
	for i, h := range ex.head {
		if h < 0 {
			h = int32(n)
		}
		row := sc[i*(n+1):][:n+1]
		loss += blame(row, int(h), at(ex.lesson.head, i), t.trust(ex), scale)
		row[i] = 0
		for j := range n {
			t.net.distance.g[distanceCell(i, j)] += row[j]
		}
		t.net.distance.g[distanceCells-1] += row[n]
	}
	keys, dkeys := t.mem.get((n+1)*a), t.mem.get((n+1)*a)
	for j := range n {
		copy(keys[j*a:][:a], v[j*w+a:][:a])
	}
	copy(keys[n*a:][:a], t.net.rootV.w[:a])
	t.gemm.mul(n, n+1, a, sc, n+1, keys, a, dv, w)
	t.gemm.mulTA(n+1, n, a, sc, n+1, v, w, dkeys, a)
	for j := range n {
		axpy(1, dkeys[j*a:][:a], dv[j*w+a:][:a])
	}
	axpy(1, dkeys[n*a:][:a], t.net.rootV.g[:a])
	return loss
}

// relHidden is the hidden layer of the relation scorer for one dependent and its head.
func relHidden(hid, dependent, head []float32) {
	copy(hid, dependent)
	axpy(1, head[:len(hid)], hid)
	squeeze(hid)
}

func (t *trainer) relLoss(ex *example, v, dv []float32, scale float32) float64 {
	s, n := t.net.shape, len(ex.types)
	w, r, a := s.headWidth(), s.RelWidth, s.ArcWidth
	hid := t.mem.get(n * r)
	for i, h := range ex.head {
		head := t.net.rootV.w[a:]
		if h >= 0 {
			head = v[int(h)*w+2*a+r:]
		}
		relHidden(hid[i*r:][:r], v[i*w+2*a:][:r], head)
	}
	rels := t.net.relW.cols
	out, dhid := t.mem.get(n*rels), t.mem.get(n*r)
	t.linear(n, hid, t.net.relW, t.net.relB, out)
	var loss float64
	for i, g := range ex.rel {
		loss += blame(out[i*rels:][:rels], int(g), at(ex.lesson.rel, i), t.trust(ex), scale)
	}
	t.linearBack(n, hid, t.net.relW, t.net.relB, out, dhid)
	for i, h := range ex.head {
		d := dhid[i*r:][:r]
		clampBack(hid[i*r:][:r], d)
		axpy(1, d, dv[i*w+2*a:][:r])
		if h >= 0 {
			axpy(1, d, dv[int(h)*w+2*a+r:][:r])
		} else {
			axpy(1, d, t.net.rootV.g[a:][:r])
		}
	}
	return loss
}
