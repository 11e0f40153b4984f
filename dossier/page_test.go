package dossier

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// browser starts the Chromium that DRAGOMAN_CHROMIUM names. "off", or nothing outside CI, leaves the tests out.
func browser(t *testing.T) (context.Context, bool) {
	t.Helper()
	path := os.Getenv("DRAGOMAN_CHROMIUM")
	if path == "" && os.Getenv("CI") == "true" {
		t.Fatal("DRAGOMAN_CHROMIUM is not set; run make page")
	}
	if path == "" || path == "off" {
		t.Log("no browser; run make page")
		return nil, false
	}
	o := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true), chromedp.Flag("no-first-run", true),
		chromedp.UserDataDir(t.TempDir()))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), o...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(stop)
	return ctx, true
}

// written writes the sample's page and gives its address.
func written(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "brief.html")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := assembled(t, sample()).HTML(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func ask[T any](t *testing.T, ctx context.Context, question chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, question)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func call[P, R any](t *testing.T, ctx context.Context, cmd cdp.Command[P, R], params P) {
	t.Helper()
	if _, err := chromedp.Call(ctx, cmd, params); err != nil {
		t.Fatal(err)
	}
}

// js evaluates an expression in the page.
func js[T any](expression string) chromedp.Action[T] { return chromedp.Evaluate[T](expression) }

func TestPageInBrowser(t *testing.T) {
	ctx, ok := browser(t)
	if !ok {
		return
	}
	address := written(t)
	do(t, ctx, chromedp.Navigate(address))
	if title := ask(t, ctx, chromedp.Title()); !strings.HasPrefix(title, "Kazakhstan – Croatia") {
		t.Errorf("title %q", title)
	}
	cards := ask(t, ctx, js[int](`document.querySelectorAll("#sources .card").length`))
	items := ask(t, ctx, js[int](`document.querySelectorAll("#timeline .item").length`))
	if b := assembled(t, sample()); cards != len(b.Sources) || items != len(b.Timeline) {
		t.Errorf("%d cards, %d items", cards, items)
	}
	do(t, ctx, chromedp.Click(chromedp.CSS(`#timeline .item a.cite`)))
	if !ask(t, ctx, js[bool](`document.querySelector(":target").matches(".quote")`)) {
		t.Errorf("the first citation leads to %s", ask(t, ctx, js[string](`location.hash`)))
	}
	if mark := ask(t, ctx, js[string](`document.querySelector(":target mark").textContent`)); !strings.Contains(mark, "memorandum") {
		t.Errorf("the evidence card marks %q", mark)
	}
	for word, shown := range map[string]string{"word-other": "other", "word-own": "own"} {
		do(t, ctx, chromedp.Click(chromedp.CSS(`label[for="`+word+`"]`)))
		if !ask(t, ctx, js[bool](`[...document.querySelectorAll("#trade .toggle > div")].every(d => (d.className == "`+shown+`") == (d.offsetHeight > 0))`)) {
			t.Errorf("the switch to %s does not show the chart %s alone", word, shown)
		}
	}
	if asked := ask(t, ctx, js[[]string](`performance.getEntriesByType("resource").map(e => e.name)`)); len(asked) > 0 {
		t.Errorf("the page asks for %v", asked)
	}
}

// The page must be usable on a telephone, in the dark, by keyboard, without scripts and on paper.
func TestPageEverywhere(t *testing.T) {
	ctx, ok := browser(t)
	if !ok {
		return
	}
	call(t, ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	do(t, ctx, chromedp.EmulateViewport(360, 740), chromedp.Navigate(written(t)))
	background := func(scheme string) string {
		call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return ask(t, ctx, js[string](`getComputedStyle(document.body).backgroundColor`))
	}
	if light, dark := background("light"), background("dark"); light == dark {
		t.Errorf("background is %s by day and by night", light)
	}
	if over := ask(t, ctx, js[int](`document.documentElement.scrollWidth - innerWidth`)); over > 0 {
		t.Errorf("the page is %d pixels wider than a telephone", over)
	}
	do(t, ctx, chromedp.KeyEvent("\t"))
	if focused := ask(t, ctx, js[string](`document.activeElement.className`)); focused != "skip" {
		t.Errorf("the first tab stop is %q, not the link that skips to the text", focused)
	}
	if pdf := ask(t, ctx, chromedp.PrintToPDF()); !strings.HasPrefix(string(pdf), "%PDF-") || len(pdf) < 10000 {
		t.Errorf("printed %d bytes", len(pdf))
	}
}
