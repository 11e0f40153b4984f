package neural

import "math/rand/v2"

// example is a sentence in numbers.
type example struct {
	types  []int32 // word forms, numbered by the lexicon
	domain int32
	tags   [tagKinds][]int32
	head   []int32 // -1 for the root
	rel    []int32
	lesson lesson // what teachers think, if they were asked
	silver bool   // tags and tree are the teachers'
}

// pass is one batch on its way through the network: what the way back needs.
type pass struct {
	batch  []*example
	starts []int // row of each sentence's first token, and the number of rows at the end
	rows   int
	words  []int32
	emb    []float32
	embM   []float32
	h      [][]float32 // h[0] is the type layer, h[l] the output of layer l
	in     [][]float32 // what layer l multiplied, after dropout
	mask   [][]float32
	gates  [][]float32
	states [][]float32
	dh     [][]float32
}

// trainer is one worker of a team: a network with gradients, and the scratch memory of training.
type trainer struct {
	net   *net
	cfg   Config
	lex   *lexicon
	sizes [tagKinds]int // classes of each kind of tag
	gemm  gemmer
	mem   arena
	rand  *rand.Rand
	zero  []float32
	carry []float32
	drop  bool // dropout is on
}

func newTrainer(n *net, cfg Config, lex *lexicon, sizes [tagKinds]int) *trainer {
	t := &trainer{net: n, cfg: cfg, lex: lex, sizes: sizes, zero: make([]float32, n.shape.Width), carry: make([]float32, n.shape.Width)}
	t.seed(cfg.Seed, 0)
	return t
}

// seed throws the dice anew; each worker has its own.
func (t *trainer) seed(seed, worker uint64) { t.rand = rand.New(rand.NewPCG(seed, 77+worker)) }

// begin lays a batch out in rows and draws the words that dropout hides.
func (t *trainer) begin(batch []*example) *pass {
	t.mem.reset()
	p := &pass{batch: batch}
	for _, e := range batch {
		p.starts = append(p.starts, p.rows)
		p.rows += len(e.types)
		for _, ty := range e.types {
			w := t.lex.word[ty]
			if t.drop && w >= firstWord {
				a := t.cfg.WordDropout
				if t.rand.Float64() < a/(a+float64(t.lex.count[ty]))+t.cfg.WordBlank {
					w = unknownWord
				}
			}
			p.words = append(p.words, w)
		}
	}
	p.starts = append(p.starts, p.rows)
	return p
}

// masked gives dropout's mask for one layer: the same for all tokens of a sentence if whole is set.
func (t *trainer) masked(p *pass, width int, prob float64, whole bool) []float32 {
	if !t.drop || prob == 0 {
		return nil
	}
	m := t.mem.get(p.rows * width)
	if !whole {
		dropMask(t.rand, m[:p.rows*width], prob)
		return m
	}
	for s := range p.batch {
		first := m[p.starts[s]*width:]
		dropMask(t.rand, first[:width], prob)
		for i := p.starts[s] + 1; i < p.starts[s+1]; i++ {
			copy(m[i*width:][:width], first[:width])
		}
	}
	return m
}

// embed computes the type layer.
func (t *trainer) embed(p *pass) {
	n, s := t.net, t.net.shape
	e := s.embWidth()
	p.emb = t.mem.get(p.rows * e)
	for b, ex := range p.batch {
		for i, ty := range ex.types {
			at, rows := p.starts[b]+i, t.lex.subs[ty]
			row := p.emb[at*e:][:e]
			copy(row, n.word.row(p.words[at]))
			if p.words[at] == maskedWord {
				continue
			}
			scale := subScale(len(rows))
			for _, r := range rows {
				axpy(scale, n.sub.row(r), row[s.WordDim:])
			}
		}
	}
	if p.embM = t.masked(p, e, t.cfg.EmbDropout, false); p.embM != nil {
		times(p.emb[:p.rows*e], p.embM)
	}
	h := t.mem.get(p.rows * s.Width)
	t.linear(p.rows, p.emb, n.typeW, n.typeB, h)
	for b, ex := range p.batch {
		for i := p.starts[b]; i < p.starts[b+1]; i++ {
			axpy(1, n.domain.row(ex.domain), h[i*s.Width:][:s.Width])
		}
	}
	squash(h[:p.rows*s.Width])
	p.h = append(p.h, h)
}

func (t *trainer) embedBack(p *pass) {
	n, s := t.net, t.net.shape
	e, size := s.embWidth(), p.rows*s.Width
	dh := p.dh[0]
	squashBack(p.h[0][:size], dh[:size])
	for b, ex := range p.batch {
		for i := p.starts[b]; i < p.starts[b+1]; i++ {
			axpy(1, dh[i*s.Width:][:s.Width], n.domain.gradRow(ex.domain))
		}
	}
	demb := t.mem.get(p.rows * e)
	t.linearBack(p.rows, p.emb, n.typeW, n.typeB, dh, demb)
	if p.embM != nil {
		times(demb[:p.rows*e], p.embM)
	}
	for b, ex := range p.batch {
		for i, ty := range ex.types {
			at, rows := p.starts[b]+i, t.lex.subs[ty]
			row := demb[at*e:][:e]
			axpy(1, row[:s.WordDim], n.word.gradRow(p.words[at]))
			if p.words[at] == maskedWord {
				continue
			}
			scale := subScale(len(rows))
			for _, r := range rows {
				axpy(scale, row[s.WordDim:], n.sub.gradRow(r))
			}
		}
	}
}

// subScale is the weight of each of n parts of a word.
func subScale(n int) float32 { return 2 / float32(n+4) }

// encode runs all layers.
func (t *trainer) encode(p *pass) {
	t.embed(p)
	w, h := t.net.shape.Width, t.net.shape.Width/2
	for l, cell := range t.net.cells {
		x := p.h[l]
		in, gates := t.mem.get(p.rows*w), t.mem.get(p.rows*3*w)
		for b := range p.batch {
			i, n := p.starts[b], p.starts[b+1]-p.starts[b]
			glance(in[i*w:], x[i*w:], n, w, 0)
		}
		mask := t.masked(p, w, t.cfg.Dropout, true)
		if mask != nil {
			times(in[:p.rows*w], mask)
		}
		for part := range cellParts {
			from, _ := t.net.shape.cellInput(part)
			t.linearAt(p.rows, in[from:], w, cell.w[part], cell.b[part], gates[part*w:], 3*w)
		}
		gate(gates[:p.rows*3*w])
		states, out := t.mem.get(p.rows*w), t.mem.get(p.rows*w)
		for b := range p.batch {
			i, n := p.starts[b], p.starts[b+1]-p.starts[b]
			recur(n, h, gates[i*3*w:], x[i*w:], nil, states[i*w:], out[i*w:], t.zero)
		}
		p.in, p.mask, p.gates = append(p.in, in), append(p.mask, mask), append(p.gates, gates)
		p.states, p.h = append(p.states, states), append(p.h, out)
	}
	for range p.h {
		p.dh = append(p.dh, t.mem.get(p.rows*w))
	}
}

// encodeBack takes the gradients in p.dh back to all parameters of the encoder.
func (t *trainer) encodeBack(p *pass) {
	w, h := t.net.shape.Width, t.net.shape.Width/2
	for l := t.net.shape.Layers - 1; l >= 0; l-- {
		for b := range p.batch {
			i, n := p.starts[b], p.starts[b+1]-p.starts[b]
			recurBack(n, h, p.gates[l][i*3*w:], p.h[l][i*w:], p.states[l][i*w:], p.dh[l+1][i*w:], p.dh[l][i*w:], t.carry, t.zero)
		}
		din := t.mem.get(p.rows * w)
		for part := range cellParts {
			from, _ := t.net.shape.cellInput(part)
			cell := &t.net.cells[l]
			t.linearBackAt(p.rows, p.in[l][from:], w, cell.w[part], cell.b[part], p.gates[l][part*w:], 3*w, din[from:])
		}
		if p.mask[l] != nil {
			times(din[:p.rows*w], p.mask[l])
		}
		for b := range p.batch {
			i, n := p.starts[b], p.starts[b+1]-p.starts[b]
			glanceBack(p.dh[l][i*w:], din[i*w:], n, w)
		}
	}
	t.embedBack(p)
}
