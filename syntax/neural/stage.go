package neural

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"

	"dragoman"
	"dragoman/syntax/modelfile"
)

// A stage is a part of training whose result is a set of weights. With a folder for work, finished stages are kept there,
// and the same training, begun again, goes on behind them. settings are those that the stage depends on.
func (s *session) stage(name string, settings Config, params []*param, work func() error) error {
	if s.cfg.Work == "" {
		return work()
	}
	path := filepath.Join(s.cfg.Work, fmt.Sprintf("%s-%08x.weights", name, s.fingerprint(settings)))
	if data, err := os.ReadFile(path); err == nil {
		if err := readWeights(data, path, params); err != nil {
			return err
		}
		s.log("taking " + name + " from " + path)
		return nil
	}
	s.log("working on " + path)
	if err := work(); err != nil {
		return err
	}
	if err := writeWeights(path, params); err != nil {
		return dragoman.Problemf(path, "", "name a folder that can be written", "cannot be written: %v", err)
	}
	return nil
}

// fingerprint tells trainings apart: by their settings and data.
func (s *session) fingerprint(settings Config) uint32 {
	settings.Work = ""
	h := crc32.NewIEEE()
	fmt.Fprintf(h, "%+v %v %v", settings, s.labels, s.lex.vocab)
	put := func(x []int32) {
		buf := make([]byte, 0, 4*len(x))
		for _, v := range x {
			buf = binary.LittleEndian.AppendUint32(buf, uint32(v))
		}
		h.Write(buf)
	}
	for _, e := range s.train {
		put(e.types)
		for _, tags := range e.tags {
			put(tags)
		}
		put(e.head)
		put(e.rel)
	}
	if s.text != nil {
		put(s.text.words)
	}
	return h.Sum32()
}

// forPretraining keeps the settings that pretraining depends on.
func (c Config) forPretraining() Config {
	return Config{Shape: c.Shape, Seed: c.Seed, Decay: c.Decay, Clip: c.Clip, GuessWords: c.GuessWords, GuessShare: c.GuessShare,
		GuessRate: c.GuessRate, GuessLimit: c.GuessLimit, GuessBatch: c.GuessBatch, GuessBanks: c.GuessBanks}
}

// forTeacher gives the settings of teacher k, counted from 0.
func (c Config) forTeacher(k int) Config {
	c.Epochs, c.Dropout, c.Seed = c.TeacherEpochs, c.TeacherDropout, c.Seed+uint64(100*(k+1))
	c.Teachers, c.TeacherEpochs, c.TeacherDropout, c.SilverWords, c.SilverEach, c.Trust = 0, 0, 0, 0, 0, 0
	return c
}

// copyWeights copies the weights of parameters of the same shapes.
func copyWeights(to, from []*param) {
	for i, p := range to {
		copy(p.w, from[i].w)
	}
}

func writeWeights(path string, params []*param) error {
	f := modelfile.New()
	for _, p := range params {
		body := make([]byte, 0, 4*len(p.w))
		for _, v := range p.w {
			body = binary.LittleEndian.AppendUint32(body, math.Float32bits(v))
		}
		f.Set(p.name, body)
	}
	out, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	defer out.Close()
	if _, err := f.WriteTo(out); err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

func readWeights(data []byte, path string, params []*param) error {
	f, err := modelfile.Read(data, path)
	if err != nil {
		return err
	}
	for _, p := range params {
		body, _ := f.Section(p.name)
		if len(body) != 4*len(p.w) {
			return dragoman.Problemf(path, p.name, "remove the file", "holds weights of another network")
		}
		for i := range p.w {
			p.w[i] = math.Float32frombits(binary.LittleEndian.Uint32(body[4*i:]))
		}
	}
	return nil
}
