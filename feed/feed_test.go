package feed

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"dragoman"
)

// write makes files in a new directory.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// list opens paths and writes one line an item: what it is, or the problem.
func list(dir string, paths []string, o Options) string {
	var b strings.Builder
	for item, err := range Open(paths, o) {
		d := item.Document
		switch {
		case err != nil:
			fmt.Fprintf(&b, "! %s\n", strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), ""))
		case item.Page != nil:
			fmt.Fprintf(&b, "page %s %d bytes\n", strings.TrimPrefix(d.File, dir+string(filepath.Separator)), len(item.Page))
		default:
			fmt.Fprintf(&b, "%s|%s|%s|%s|%s|%s|%s|%v|%.30q\n", strings.TrimPrefix(d.File, dir+string(filepath.Separator)), d.ID, d.Title, d.Author, d.Published, d.Language, d.Kind, d.State, d.Text)
		}
	}
	return b.String()
}

func TestOpen(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"directory in order", map[string]string{"b.txt": "Second.", "a/z.md": "First.", ".hidden/x.txt": "no", "c.html": "<p>x", "d.png": "\x89PNG"},
			"a/z.md|||||||false|\"First.\"\nb.txt|||||||false|\"Second.\"\npage c.html 4 bytes\n"},
		{"front matter", map[string]string{"a.txt": "---\ntitle: \"A: title\"\nauthor:\npublished: 2025-05-12\nlanguage: en\nkind: press-release\nstate_media: true\ntags:\n  - x\nsource: y\n---\nText here.\n"},
			"a.txt||A: title||2025-05-12|en|press release|true|\"Text here.\\n\"\n"},
		{"a rule is no front matter", map[string]string{"a.txt": "---\nJust a line of text\n---\nMore."}, "a.txt|||||||false|\"---\\nJust a line of text\\n---\\nMo\"\n"},
		{"date that does not exist", map[string]string{"a.txt": "---\ntitle: x\npublished: 2025-02-30\n---\nText."},
			"! a.txt: line 3: published \"2025-02-30\" is not a date that exists; write YYYY-MM-DD, YYYY-MM or YYYY\n"},
		{"unknown kind", map[string]string{"a.txt": "---\nkind: poem\n---\nText."},
			"! a.txt: line 2: kind \"poem\" is unknown; write one of report, opinion, press release, interview, analysis\n"},
		{"broken line", map[string]string{"a.txt": "---\ntitle: x\nno colon here\n---\nText."},
			"! a.txt: line 3: is not a line of front matter: \"no colon here\"; write \"key: value\", or close the front matter with ---\n"},
		{"only front matter", map[string]string{"a.txt": "---\ntitle: x\n---\n  \n"}, "! a.txt: holds no text; give it a text\n"},
		{"empty", map[string]string{"a.txt": "", "b.txt": " \n", "c.txt": "Good."},
			"! a.txt: is empty; give it a text\n! b.txt: is empty; give it a text\nc.txt|||||||false|\"Good.\"\n"},
		{"binary", map[string]string{"a.txt": "PK\x03\x04\x00\x00abc"},
			"! a.txt: byte 4: is not text: it holds the control byte 0x00; give a text, page or JSON lines file\n"},
		{"broken UTF-8", map[string]string{"a.txt": "Žarko i Čeda su žuti \xc5 kraj"},
			"! a.txt: byte 24: is broken UTF-8: byte 0xc5 does not belong there; save it as UTF-8\n"},
		{"JSON lines with bad ones", map[string]string{"a.jsonl": "\ufeff{\"id\":\"1\",\"text\":\"One.\",\"date\":\"2024\"}\n\n{oops}\n{\"id\":2,\"text\":\"x\"}\n{\"id\":\"3\"}\n[1]\n{\"text\":\"Four.\",\"published\":\"2024-13-01\"}\n{\"text\":\"Five.\",\"extra\":[1],\"title\":null,\"text\":\"Five again.\"}\n{\"text\":\"cut"},
			"a.jsonl:1|1|||2024|||false|\"One.\"\n" +
				"! a.jsonl: line 3: is not a JSON object: invalid character 'o' looking for beginning of object key string at byte 2; write one JSON object a line\n" +
				"! a.jsonl: line 4: \"id\" is a number, not a string; write it as a string\n" +
				"! a.jsonl: line 5: has no text; give the article under \"text\"\n" +
				"! a.jsonl: line 6: is not a JSON object: it is a list; write one JSON object a line\n" +
				"! a.jsonl: line 7: published \"2024-13-01\" is not a date that exists; write YYYY-MM-DD, YYYY-MM or YYYY\n" +
				"a.jsonl:8|||||||false|\"Five again.\"\n" +
				"! a.jsonl: line 9: is not a JSON object: unexpected end of JSON input at byte 12; write one JSON object a line\n"},
		{"nothing there", map[string]string{"d.png": "x"}, "! DIR: holds no documents; put .txt, .md, .html or .jsonl files there\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := write(t, c.files)
			got := list(dir, []string{dir}, Options{})
			if want := strings.ReplaceAll(c.want, "DIR", dir); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestOpenNotesWhatItLeavesOut(t *testing.T) {
	dir := write(t, map[string]string{"a.txt": "Text.", "b.png": "x", "c.pdf": "x"})
	var notes []string
	for range Open([]string{dir}, Options{Note: func(s string) { notes = append(notes, s) }}) {
	}
	if len(notes) != 1 || !strings.Contains(notes[0], "left out 2 files") {
		t.Errorf("notes %q", notes)
	}
}

func TestOpenPaths(t *testing.T) {
	dir := write(t, map[string]string{"page": "<!DOCTYPE html><html><p>x", "lines": "{\"text\":\"One.\"}\n", "plain": "Text."})
	for name, want := range map[string]string{
		"page": "page page 25 bytes\n", "lines": "lines:1|||||||false|\"One.\"\n", "plain": "plain|||||||false|\"Text.\"\n",
		"missing": "! missing: does not exist; check the path\n",
	} {
		if got := list(dir, []string{filepath.Join(dir, name)}, Options{}); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if got := list("", []string{"-"}, Options{Stdin: strings.NewReader("{\"text\":\"One.\"}")}); got != "standard input:1|||||||false|\"One.\"\n" {
		t.Errorf("standard input: %q", got)
	}
	if got := list("", []string{"-"}, Options{Lines: true, Stdin: strings.NewReader("Text.")}); !strings.HasPrefix(got, "! standard input: line 1") {
		t.Errorf("text as lines: %q", got)
	}
	if got := list("", []string{"-"}, Options{}); !strings.HasPrefix(got, "! standard input: is not connected") {
		t.Errorf("no standard input: %q", got)
	}
}

// endless gives as many spaces-free letters as are asked for.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	n := min(len(p), e.left)
	for i := range n {
		p[i] = 'a'
	}
	e.left -= n
	if n == 0 {
		return 0, fmt.Errorf("read past the limit")
	}
	return n, nil
}

func TestLargeInputIsRefusedWithoutReadingOn(t *testing.T) {
	got := list("", []string{"-"}, Options{Stdin: &endless{MaxText + 1<<17}})
	if !strings.Contains(got, "too large for one text: more than 4 MB, the limit is 4 MB") {
		t.Errorf("got %q", got)
	}
	long := "{\"text\":\"One.\"}\n" + strings.Repeat("x", MaxLine+10) + "\n{\"text\":\"Three.\"}\n"
	got = list("", []string{"-"}, Options{Stdin: strings.NewReader(long)})
	want := "standard input:1|||||||false|\"One.\"\n! standard input: line 2: is longer than 16 MB; cut the document into its articles\nstandard input:3|||||||false|\"Three.\"\n"
	if got != want {
		t.Errorf("got %q", got)
	}
}

func TestDecode(t *testing.T) {
	russian := "Президент встретился с депутатами в столице, чтобы обсудить сотрудничество."
	croatian := "Predsjednik je žurno došao u Čakovec, šetajući kroz đački dom i ćaskajući."
	german := "Die Präsidentin grüßt die Gäste aus Köln – mit „größter“ Höflichkeit."
	encode := func(m *charmap.Charmap, s string) []byte {
		b, err := m.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(b)
	}
	u16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(croatian)
	bare16, _ := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String("Ministers met in Astana")
	for _, c := range []struct {
		name string
		raw  []byte
		want string
	}{
		{"UTF-8", []byte(croatian), croatian},
		{"UTF-8 with mark", []byte("\ufeff" + croatian), croatian},
		{"UTF-16 with mark", []byte(u16), croatian},
		{"UTF-16 without mark", []byte(bare16), "Ministers met in Astana"},
		{"windows-1251", encode(charmap.Windows1251, russian), russian},
		{"koi8-r", encode(charmap.KOI8R, russian), russian},
		{"windows-1250", encode(charmap.Windows1250, croatian), croatian},
		{"windows-1252", encode(charmap.Windows1252, german), german},
		{"declared", []byte("<meta charset=iso-8859-9><p>\xde\xfd\xf0"), "<meta charset=iso-8859-9><p>Şığ"},
	} {
		got, err := Decode(c.raw, "")
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
	for name, raw := range map[string][]byte{
		"empty": nil, "picture": []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "noise": []byte("a\x81\x8d\x8f\x90\x9d\xff\xfe\x01b\x98\x83\x99"),
	} {
		if got, err := Decode(raw, ""); err == nil {
			t.Errorf("%s: taken for %q", name, got)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"abc", "\xff\xfea\x00", "\xfe\xff\x00a", "\xef\xbb\xbfx", "\xcf\xf0\xe8\xe2\xe5\xf2", "<meta charset=koi8-r>\xc1", "a\x00b"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, err := Decode(raw, "")
		var p *dragoman.Problem
		if err != nil && !errors.As(err, &p) {
			t.Fatalf("%T %v", err, err)
		}
		if err == nil && !utf8.ValidString(text) {
			t.Fatalf("%q is not UTF-8", text)
		}
	})
}

func FuzzLines(f *testing.F) {
	f.Add("{\"text\":\"One.\"}\n{\"id\":1}\n\n{\"text\":\"\\u0000\"}\n{\"date\":\"2025-05-12T07:30:00Z\",\"text\":\"x\"}")
	f.Add("\xff\n{}{}\nnull\n[]\n{\"a\":")
	f.Fuzz(func(t *testing.T, s string) {
		lines := 0
		for l := range strings.Lines(s) {
			if strings.TrimSpace(strings.TrimPrefix(l, "\ufeff")) != "" {
				lines++
			}
		}
		n := 0
		readLines(bufio.NewReader(strings.NewReader(s)), "f", func(item Item, err error) bool {
			n++
			var p *dragoman.Problem
			if err != nil && (!errors.As(err, &p) || p.File != "f") {
				t.Fatalf("%T %v", err, err)
			}
			if err == nil && strings.TrimSpace(item.Document.Text) == "" {
				t.Fatal("a document without text")
			}
			return true
		})
		if n < lines-1 {
			t.Fatalf("%d items of %d lines", n, lines)
		}
	})
}

func FuzzFrontMatter(f *testing.F) {
	f.Add("---\ntitle: x\npublished: 2025\n---\nText")
	f.Add("---\n---\n")
	f.Add("---\n: \n- a\n...\nb")
	f.Fuzz(func(t *testing.T, s string) {
		_, body, err := frontMatter(s, "f")
		if err == nil && !strings.HasSuffix(strings.TrimRight(s, "\r\n"), strings.TrimRight(strings.TrimPrefix(body, "\ufeff"), "\r\n")) {
			t.Fatalf("%q is not the end of %q", body, s)
		}
	})
}
