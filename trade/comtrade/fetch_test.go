package comtrade

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dragoman"
)

const secret = "0123456789abcdef0123456789abcdef"

// world is a server that answers as told, with the clock of its client.
type world struct {
	*Fetcher
	server *httptest.Server
	mu     sync.Mutex
	asked  []string // path and query of every call
	keys   []string // key header of every call
	waited []time.Duration
	now    time.Time
}

// serve starts a server and a fetcher that keeps its answers in dir. The clock stands still but for waiting.
func serve(t *testing.T, dir string, handle http.HandlerFunc) *world {
	t.Helper()
	w := &world{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	w.server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.asked, w.keys = append(w.asked, r.URL.String()), append(w.keys, r.Header.Get(keyHeader))
		w.mu.Unlock()
		handle(rw, r)
	}))
	t.Cleanup(w.server.Close)
	c, err := NewClient(w.server.URL, secret)
	if err != nil {
		t.Fatal(err)
	}
	c.Now = func() time.Time { return w.now }
	c.Sleep = func(ctx context.Context, d time.Duration) error {
		w.waited, w.now = append(w.waited, d), w.now.Add(d)
		return ctx.Err()
	}
	w.Fetcher = &Fetcher{Client: c, Budget: 500}
	w.reopen(t, dir)
	return w
}

func (w *world) reopen(t *testing.T, dir string) {
	t.Helper()
	f, err := OpenFolder(dir, w.now)
	if err != nil {
		t.Fatal(err)
	}
	w.Folder = f
}

func plan(t *testing.T, r Request, limit int) *Plan {
	t.Helper()
	p, err := NewPlan([]Request{r}, true, limit)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var small = Request{Frequency: Annual, Classification: "HS", Reporters: []int{398}, Partners: []int{0, 191, 688}, Periods: []string{"2023"}, Flows: []string{"X"}, Products: []string{"TOTAL"}}

func sample(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func squeezed(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(data)
	w.Close()
	return b.Bytes()
}

// rows is an answer with n records.
func rows(n int) string {
	return fmt.Sprintf(`{"elapsedTime":"0.1 secs","count":%d,"data":[%s],"error":""}`, n, strings.TrimSuffix(strings.Repeat(`{"period":"2023"},`, n), ","))
}

func plainFile(t *testing.T, dir, name string) string {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAnAnswerIsSavedAsItCameWithItsManifest(t *testing.T) {
	for _, packed := range []bool{true, false} {
		dir := t.TempDir()
		data := sample(t, "answer.json")
		w := serve(t, dir, func(rw http.ResponseWriter, r *http.Request) {
			if packed {
				rw.Header().Set("Content-Encoding", "gzip")
				rw.Write(squeezed(data))
				return
			}
			rw.Write(data)
		})
		p := plan(t, small, CapFree)
		s, err := w.Run(t.Context(), p)
		if err != nil || s != (Summary{Calls: 1, Files: 1, Records: 3, Bytes: s.Bytes}) || s.Bytes == 0 {
			t.Fatalf("%+v, %v", s, err)
		}
		e, ok := w.Folder.Done(p.Calls[0].ID())
		if !ok || e.Records != 3 || e.Fetched != "2026-03-01T12:00:00Z" || e.Licence == "" || !strings.HasSuffix(e.File, ".json.gz") {
			t.Errorf("manifest: %+v", e)
		}
		if got := plainFile(t, dir, e.File); got != string(data) {
			t.Errorf("the file holds %q", got)
		}
		file, err := os.ReadFile(filepath.Join(dir, e.File))
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(file); e.SHA256 != hex.EncodeToString(sum[:]) || e.Bytes != int64(len(file)) {
			t.Errorf("hash or length of the file are others than %+v", e)
		}
		if packed && !bytes.Equal(file, squeezed(data)) {
			t.Error("the packed bytes are not those that came")
		}
		if want := "/data/v1/get/C/A/HS?cmdCode=TOTAL&customsCode=C00&flowCode=X&includeDesc=false&maxRecords=100000&motCode=0&partner2Code=0&partnerCode=0,191,688&period=2023&reporterCode=398"; w.asked[0] != want {
			t.Errorf("asked %s", w.asked[0])
		}
		if w.keys[0] != secret {
			t.Error("the key is not in the header")
		}
	}
}

func TestTheKeyIsWrittenNowhere(t *testing.T) {
	dir := t.TempDir()
	w := serve(t, dir, func(rw http.ResponseWriter, r *http.Request) { rw.Write(sample(t, "answer.json")) })
	if _, err := w.Run(t.Context(), plan(t, small, CapFree)); err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(names) != 3 {
		t.Fatal(names, err)
	}
	for _, n := range names {
		data, err := os.ReadFile(n)
		if err != nil || bytes.Contains(data, []byte(secret)) {
			t.Errorf("%s holds the key (%v)", n, err)
		}
	}
	for _, asked := range w.asked {
		if strings.Contains(asked, secret) {
			t.Errorf("the key is in %s", asked)
		}
	}
	w = serve(t, t.TempDir(), func(rw http.ResponseWriter, r *http.Request) {
		rw.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(rw, `{"message":"bad key %s"}`, r.Header.Get(keyHeader))
	})
	if _, err := w.Run(t.Context(), plan(t, small, CapFree)); err == nil || strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), "bad key (key)") {
		t.Error(err)
	}
}

func TestTheKeyIsNotSentElsewhere(t *testing.T) {
	seen := make(chan string, 1)
	other := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { seen <- r.Header.Get(keyHeader) }))
	defer other.Close()
	w := serve(t, t.TempDir(), func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, other.URL, http.StatusFound) })
	w.Client.Tries = 1
	if _, err := w.Run(t.Context(), plan(t, small, CapFree)); err == nil || !strings.Contains(err.Error(), "sends on to") {
		t.Error(err)
	}
	select {
	case key := <-seen:
		t.Errorf("another server saw %q", key)
	default:
	}
	for _, base := range []string{"http://example.org", "ftp://example.org", "https://user@example.org", "", "https://example.org?x=1"} {
		if _, err := NewClient(base, secret); err == nil {
			t.Errorf("%q is taken with a key", base)
		}
	}
	if _, err := NewClient(DefaultBase, "two words"); err == nil {
		t.Error("a key with a space is taken")
	}
}

func TestCallsKeepTheirPaceAndBackOff(t *testing.T) {
	failures := []func(rw http.ResponseWriter){
		func(rw http.ResponseWriter) {
			rw.Header().Set("Retry-After", "7")
			rw.WriteHeader(http.StatusTooManyRequests)
			io.WriteString(rw, `{"statusCode":429,"message":"Rate limit is exceeded. Try again in 3 seconds."}`)
		},
		func(rw http.ResponseWriter) {
			rw.WriteHeader(http.StatusTooManyRequests)
			io.WriteString(rw, `{"statusCode":429,"message":"Rate limit is exceeded. Try again in 3 seconds."}`)
		},
		func(rw http.ResponseWriter) { rw.WriteHeader(http.StatusInternalServerError) },
		func(rw http.ResponseWriter) { // breaks off in the middle
			rw.Header().Set("Content-Length", "1000")
			io.WriteString(rw, `{"count":3,"data":[{"period":"20`)
		},
		func(rw http.ResponseWriter) { io.WriteString(rw, rows(3)) },
		func(rw http.ResponseWriter) { io.WriteString(rw, rows(3)) },
	}
	n := 0
	w := serve(t, t.TempDir(), func(rw http.ResponseWriter, r *http.Request) { failures[n](rw); n++ })
	two := small
	two.Reporters, two.Products = []int{191, 398}, []string{"AG6"}
	p := plan(t, two, 1500)
	if len(p.Calls) != 2 {
		t.Fatalf("%d calls", len(p.Calls))
	}
	if s, err := w.Run(t.Context(), p); err != nil || s.Calls != 2 || s.Files != 2 {
		t.Fatalf("%+v, %v", s, err)
	}
	if want := "[7s 3s 8s 16s 1s]"; fmt.Sprint(w.waited) != want {
		t.Errorf("waited %v, want %s", w.waited, want)
	}
	if spent := w.Folder.SpentOn(w.now); spent != 6 {
		t.Errorf("%d calls in the ledger, not 6", spent)
	}
}

func TestRefusalsAreExplained(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		header string
		key    string
		want   string
		calls  int
	}{
		{401, `{"statusCode":401,"message":"Access denied due to invalid subscription key."}`, "", secret, "the key is not accepted; check COMTRADE_API_KEY", 1},
		{401, `{"statusCode":401,"message":"Access denied due to missing subscription key."}`, "", "", "a key is missing; set COMTRADE_API_KEY", 1},
		{403, `{"statusCode":403,"message":"Out of call volume quota. Quota will be replenished in 05:12:33."}`, "", secret, "the quota of the key is spent, and asks to wait 5h12m33s; run the same command after that", 1},
		{403, `{"statusCode":403,"message":"Out of call volume quota."}`, "", secret, "the quota of the key is spent; run the same command tomorrow", 1},
		{403, `{"message":"Forbidden"}`, "", secret, "the key may not do this", 1},
		{404, `{"statusCode":404,"message":"Resource not found"}`, "", secret, "answers 404 Resource not found: there is no such data", 1},
		{400, `{"errorObject":{"errorMessage":["Period exceeds 12"]}}`, "", secret, "answers 400 Period exceeds 12", 1},
		{429, "", "86400", secret, "asks to wait 24h0m0s", 1},
		{503, "<html><h1>down</h1></html>", "", secret, "answers 503 (tried 5 times); run the same command later", 5},
		{200, "<html><h1>Sign in</h1></html>", "", secret, "the answer is not what the API gives", 1},
		{200, `[]`, "", secret, `no object with a list "data"`, 1},
		{200, `{"count":3,"data":[1,2,3]}`, "", secret, "not what the API gives", 1},
		{200, `{"count":"many","data":[]}`, "", secret, "not what the API gives", 1},
		{200, `{"count":0,"data":null,"error":"wrong flow"}`, "", secret, "the service says: wrong flow", 1},
		{200, `{"count":3,"data":[{"period":"2023"}`, "", secret, "the answer broke off: unexpected EOF (tried 5 times)", 5},
		{200, ``, "", secret, "the answer broke off", 5},
	} {
		w := serve(t, t.TempDir(), func(rw http.ResponseWriter, r *http.Request) {
			if c.header != "" {
				rw.Header().Set("Retry-After", c.header)
			}
			rw.WriteHeader(c.status)
			io.WriteString(rw, c.body)
		})
		w.Client.key = c.key
		_, err := w.Run(t.Context(), plan(t, small, CapFree))
		var p *dragoman.Problem
		if !errors.As(err, &p) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%d %s: got %v, want %q", c.status, c.body, err, c.want)
		}
		if len(w.asked) != c.calls {
			t.Errorf("%d %s: %d calls, want %d", c.status, c.body, len(w.asked), c.calls)
		}
		left, _ := filepath.Glob(filepath.Join(w.Folder.dir, "*.gz*"))
		if len(left) != 0 {
			t.Errorf("%d %s: left %v", c.status, c.body, left)
		}
	}
}

func TestAPackedAnswerThatIsCutIsNotCounted(t *testing.T) {
	whole := squeezed([]byte(rows(50)))
	n := 0
	w := serve(t, t.TempDir(), func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Encoding", "gzip")
		if n++; n == 1 {
			rw.Write(whole[:len(whole)-6]) // all the JSON, not all of the checksum
			return
		}
		rw.Write(whole)
	})
	if s, err := w.Run(t.Context(), plan(t, small, CapFree)); err != nil || s.Records != 50 || n != 2 {
		t.Errorf("%+v after %d calls, %v", s, n, err)
	}
}

func TestASilentServerIsAskedAgain(t *testing.T) {
	n := 0
	w := serve(t, t.TempDir(), func(rw http.ResponseWriter, r *http.Request) {
		switch n++; n {
		case 1: // not even a header
			<-r.Context().Done()
		case 2: // half an answer
			io.WriteString(rw, `{"count":3,"data":[`)
			rw.(http.Flusher).Flush()
			<-r.Context().Done()
		default:
			io.WriteString(rw, rows(3))
		}
	})
	w.Client.Stall = 200 * time.Millisecond
	if s, err := w.Run(t.Context(), plan(t, small, CapFree)); err != nil || s.Records != 3 || n < 3 {
		t.Errorf("%+v after %d calls, %v", s, n, err)
	}
}

func TestAnAnswerBeyondTheLimitIsRefused(t *testing.T) {
	w := serve(t, t.TempDir(), func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Encoding", "gzip")
		rw.Write(squeezed([]byte(rows(2000))))
	})
	w.Client.MaxBody = 1000
	if _, err := w.Run(t.Context(), plan(t, small, CapFree)); err == nil || !strings.Contains(err.Error(), "larger than this program takes") {
		t.Error(err)
	}
}

// full is a disk without room.
type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errors.New("no space left on device")
	}
	return len(p), nil
}

func TestAFullDiskIsNotTheServersFault(t *testing.T) {
	for _, body := range [][]byte{[]byte(rows(5000)), squeezed([]byte(rows(5000)))} {
		resp := &http.Response{Body: io.NopCloser(bytes.NewReader(body))}
		_, err := save(resp, &full{left: 20}, 1<<20, readJSON)
		var retry *again
		if err == nil || errors.As(err, &retry) || !strings.Contains(err.Error(), "cannot be written: no space left on device; make room") {
			t.Error(err)
		}
	}
}

func TestACutAnswerIsSplitUntilItFits(t *testing.T) {
	dir := t.TempDir()
	// every reporter, period and flow has 30 records; the server gives 100 at most
	w := serve(t, dir, func(rw http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		n := 30
		for _, dim := range []string{"reporterCode", "period", "flowCode"} {
			n *= len(strings.Split(q.Get(dim), ","))
		}
		io.WriteString(rw, rows(min(n, 100)))
	})
	r := small
	r.Reporters, r.Periods, r.Flows = []int{191, 398}, []string{"2021", "2022", "2023"}, []string{"M", "X"}
	p := &Plan{Calls: []Call{{Request: r, Key: true, Cap: 100}}}
	s, err := w.Run(t.Context(), p)
	if err != nil || s.Records != 2*3*2*30 {
		t.Fatalf("%+v, %v", s, err)
	}
	if s.Calls != s.Files+s.Split || s.Split == 0 {
		t.Errorf("%+v", s)
	}
	asked := len(w.asked)
	w.reopen(t, dir)
	if n := w.Folder.Pending(p); n != 0 {
		t.Errorf("%d calls pending after all were made", n)
	}
	again, err := w.Run(t.Context(), p)
	if err != nil || len(w.asked) != asked || again.Records != s.Records || again.Kept != s.Calls || again.Calls != 0 {
		t.Errorf("the second run: %+v, %d more calls, %v", again, len(w.asked)-asked, err)
	}
}

func TestACutAnswerThatCannotBeSplitIsAProblem(t *testing.T) {
	w := serve(t, t.TempDir(), func(rw http.ResponseWriter, r *http.Request) { io.WriteString(rw, rows(500)) })
	r := small
	r.Partners, r.Products = []int{191}, []string{"AG6"}
	p := &Plan{Calls: []Call{{Request: r, Cap: CapPreview}}}
	if _, err := w.Run(t.Context(), p); err == nil || !strings.Contains(err.Error(), "cut off at 500 records") || !strings.Contains(err.Error(), "with a key") {
		t.Error(err)
	}
	if w.keys[0] != "" || !strings.HasPrefix(w.asked[0], "/public/v1/preview/C/A/HS?") {
		t.Errorf("asked %s with key %q", w.asked[0], w.keys[0])
	}
}

func TestAServerThatRefusesLongAddressesGetsShorterOnes(t *testing.T) {
	w := serve(t, t.TempDir(), func(rw http.ResponseWriter, r *http.Request) {
		if len(r.URL.Query()["reporterCode"][0]) > 7 {
			rw.WriteHeader(http.StatusNotFound)
			io.WriteString(rw, "<html><body><h2>Bad Request - Request URL Too Long</h2></body></html>")
			return
		}
		io.WriteString(rw, rows(3))
	})
	w.Client.Tries = 1
	r := small
	r.Reporters = []int{191, 398, 688, 804}
	if s, err := w.Run(t.Context(), plan(t, r, CapFree)); err != nil || s.Files != 2 || s.Split != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestAKilledRunGoesOn(t *testing.T) {
	dir := t.TempDir()
	r := small
	r.Reporters = []int{191, 398, 688}
	p := &Plan{}
	for _, n := range r.Reporters {
		one := r
		one.Reporters = []int{n}
		p.Calls = append(p.Calls, Call{Request: one, Key: true, Cap: CapFree})
	}
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	w := serve(t, dir, func(rw http.ResponseWriter, r *http.Request) {
		if n++; n == 2 {
			io.WriteString(rw, `{"count":3,"data":[`)
			rw.(http.Flusher).Flush()
			cancel()
			<-r.Context().Done()
			return
		}
		io.WriteString(rw, rows(3))
	})
	if s, err := w.Run(ctx, p); !errors.Is(err, context.Canceled) || s.Calls != 1 {
		t.Fatalf("%+v, %v", s, err)
	}
	// as if it had been killed while it wrote: a torn line, and a file without its line
	torn, err := os.OpenFile(filepath.Join(dir, manifestName), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(torn, `{"call":"12`)
	torn.Close()
	os.WriteFile(filepath.Join(dir, p.Calls[1].File()), []byte("half"), 0o644)

	w.reopen(t, dir)
	if n := w.Folder.Pending(p); n != 2 {
		t.Errorf("%d calls pending, not 2", n)
	}
	s, err := w.Run(t.Context(), p)
	if err != nil || s.Kept != 1 || s.Calls != 2 || s.Records != 9 {
		t.Fatalf("%+v, %v", s, err)
	}
	manifest, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(manifest)) {
		if !json.Valid([]byte(line)) {
			t.Errorf("manifest: %q", line)
		}
	}
	if parts, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(parts) != 0 {
		t.Errorf("left %v", parts)
	}
}

func TestAMissingFileIsFetchedAnew(t *testing.T) {
	dir := t.TempDir()
	w := serve(t, dir, func(rw http.ResponseWriter, r *http.Request) { io.WriteString(rw, rows(3)) })
	p := plan(t, small, CapFree)
	if _, err := w.Run(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(dir, p.Calls[0].File()), 5); err != nil {
		t.Fatal(err)
	}
	w.reopen(t, dir)
	if s, err := w.Run(t.Context(), p); err != nil || s.Calls != 1 {
		t.Errorf("%+v, %v", s, err)
	}
	w.reopen(t, dir)
	if n := w.Folder.Pending(p); n != 0 {
		t.Errorf("%d pending", n)
	}
}

func TestABadManifestLineIsNamed(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, manifestName), []byte("{\"call\":\"a\"}\nnonsense\n"), 0o644)
	if _, err := OpenFolder(dir, time.Now()); err == nil || !strings.Contains(err.Error(), "manifest.jsonl: line 2: is no line of a manifest; remove the line") {
		t.Error(err)
	}
}

func TestTheBudgetOfADayHoldsOverRuns(t *testing.T) {
	dir := t.TempDir()
	w := serve(t, dir, func(rw http.ResponseWriter, r *http.Request) { io.WriteString(rw, rows(3)) })
	w.Budget = 2
	r := small
	r.Products = []string{"AG6"}
	r.Reporters = []int{191, 398, 688}
	p := plan(t, r, 1500)
	if len(p.Calls) != 3 {
		t.Fatalf("%d calls", len(p.Calls))
	}
	s, err := w.Run(t.Context(), p)
	if err == nil || s.Calls != 2 || !strings.Contains(err.Error(), "the budget of 2 calls a day is spent; run the same command tomorrow") {
		t.Fatalf("%+v, %v", s, err)
	}
	w.reopen(t, dir)
	if s, err := w.Run(t.Context(), p); err == nil || s.Calls != 0 {
		t.Fatalf("the same day: %+v, %v", s, err)
	}
	w.now = w.now.Add(12 * time.Hour) // midnight has passed, without a new run
	if s, err := w.Run(t.Context(), p); err != nil || s.Calls != 1 || s.Kept != 2 {
		t.Errorf("the next day: %+v, %v", s, err)
	}
}

func TestWhatThereIsNarrowsARequest(t *testing.T) {
	w := serve(t, t.TempDir(), func(rw http.ResponseWriter, r *http.Request) { rw.Write(sample(t, "available.json")) })
	r := small
	r.Reporters, r.Periods = []int{191, 398, 688}, []string{"2021", "2022", "2023"}
	there, err := w.Available(t.Context(), r)
	if err != nil || len(there) != 3 || there[0] != (Release{Reporter: 398, Period: "2022", Classification: "H6", Records: 91000, Published: "2023-09-01T00:00:00"}) {
		t.Fatalf("%+v, %v", there, err)
	}
	if w.asked[0] != "/public/v1/getDA/C/A/HS?period=2021,2022,2023&reporterCode=191,398,688" || w.keys[0] != "" {
		t.Errorf("asked %s with key %q", w.asked[0], w.keys[0])
	}
	got := r.Restrict(there)
	if len(got) != 2 || fmt.Sprint(got[0].Reporters, got[0].Periods, got[1].Reporters, got[1].Periods) != "[191] [2023] [398] [2022 2023]" {
		t.Errorf("%+v", got)
	}
}

func TestBulkFilesAreListedAndSaved(t *testing.T) {
	dir := t.TempDir()
	var w *world
	w = serve(t, dir, func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/bulk/v1/get/C/A/HS":
			rw.Write(bytes.ReplaceAll(sample(t, "bulk_list.json"), []byte("BASE"), []byte(w.server.URL)))
		case "/bulk/v1/file/398/aa11", "/bulk/v1/file/191/bb22":
			rw.Header().Set("Content-Type", "application/TSV")
			rw.Write(squeezed(sample(t, "bulk.txt")))
		default:
			rw.WriteHeader(http.StatusNotFound)
		}
	})
	files, err := w.BulkFiles(t.Context(), small)
	if err != nil || len(files) != 2 {
		t.Fatal(files, err)
	}
	s, err := w.RunBulk(t.Context(), files)
	if err != nil || s.Files != 2 || s.Records != 4 {
		t.Fatalf("%+v, %v", s, err)
	}
	if got := plainFile(t, dir, files[0].File()); got != string(sample(t, "bulk.txt")) {
		t.Errorf("%q", got)
	}
	w.reopen(t, dir)
	if s, err := w.RunBulk(t.Context(), files); err != nil || s.Kept != 2 || s.Calls != 0 {
		t.Errorf("%+v, %v", s, err)
	}
	files[0].Published = "2025-01-01T00:00:00Z"
	if s, err := w.RunBulk(t.Context(), files); err != nil || s.Calls != 1 {
		t.Errorf("a newer release: %+v, %v", s, err)
	}
}

func TestAListOfBulkFilesCannotLeadOutOfTheFolder(t *testing.T) {
	for _, record := range []string{
		`{"fileUrl":"x","reporterCode":32,"classificationCode":"../S1","period":1962,"rowKey":"aa"}`,
		`{"fileUrl":"x","reporterCode":32,"classificationCode":"S1","period":"../../1962","rowKey":"aa"}`,
		`{"fileUrl":"x","reporterCode":32,"classificationCode":"S1","period":1962,"rowKey":"../aa"}`,
		`{"fileUrl":"https://elsewhere.example/f","reporterCode":32,"classificationCode":"S1","period":1962,"rowKey":""}`,
	} {
		w := serve(t, t.TempDir(), func(rw http.ResponseWriter, r *http.Request) { io.WriteString(rw, `{"data":[`+record+`]}`) })
		if _, err := w.BulkFiles(t.Context(), small); err == nil {
			t.Errorf("%s is taken", record)
		}
	}
}

func FuzzReadJSON(f *testing.F) {
	f.Add([]byte(rows(2)))
	f.Add([]byte(`{"count":0,"data":[],"error":""}`))
	f.Add([]byte(`{"data":null}`))
	f.Add([]byte(`{"data":[{"a":`))
	f.Add([]byte(`[1]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a := &answer{said: -1}
		if err := readJSON(&bounded{r: bytes.NewReader(data), left: 1 << 20}, a); err == nil && a.records < 0 {
			t.Errorf("%+v", a)
		}
		_ = readLines(bytes.NewReader(data), &answer{})
	})
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("7", "")
	f.Add("Sun, 01 Mar 2026 12:01:00 GMT", "")
	f.Add("", "Quota will be replenished in 2.05:12:33.")
	f.Fuzz(func(t *testing.T, header, said string) {
		if d := retryAfter(header, said, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)); d < 0 {
			t.Errorf("%q %q: %s", header, said, d)
		}
	})
}
