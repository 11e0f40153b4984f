package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// The command end to end, against a server that answers in the API's shape.
func TestFetchComtradeGoesOnWhereItEnded(t *testing.T) {
	const secret = "0123456789abcdef"
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		calls++
		q := r.URL.Query()
		switch {
		case strings.HasPrefix(r.URL.Path, "/public/v1/getDA/"):
			io.WriteString(rw, `{"count":2,"data":[{"reporterCode":398,"period":2023,"totalRecords":9},{"reporterCode":191,"period":2023,"totalRecords":9}],"error":""}`)
		case r.Header.Get("Ocp-Apim-Subscription-Key") != secret:
			rw.WriteHeader(http.StatusUnauthorized)
			io.WriteString(rw, `{"statusCode":401,"message":"Access denied due to invalid subscription key."}`)
		case q.Get("reporterCode") == "191":
			io.WriteString(rw, `{"count":0,"data":[],"error":""}`)
		default:
			fmt.Fprintf(rw, `{"count":1,"data":[{"reporterCode":%s,"period":"2023","primaryValue":1}],"error":""}`, q.Get("reporterCode"))
		}
	}))
	defer server.Close()
	t.Setenv("COMTRADE_API_KEY", secret)
	dir := filepath.Join(t.TempDir(), "data")
	fetch := func(extra ...string) (int, string, string) {
		var out, errs strings.Builder
		args := append([]string{"trade", "fetch", "comtrade", "--reporter", "KAZ,HRV", "--period", "2021-2023", "--hs", "6", "--flow", "X", "--out", dir,
			"--base-url", server.URL, "--pace", "0s"}, extra...)
		code := run(t.Context(), args, strings.NewReader(""), &out, &errs)
		if strings.Contains(out.String()+errs.String(), secret) {
			t.Errorf("the key is printed: %s%s", out.String(), errs.String())
		}
		return code, out.String(), errs.String()
	}

	if code, out, errs := fetch("--key", "wrong"); code != 1 || out != "" || !strings.Contains(errs, "check COMTRADE_API_KEY") {
		t.Errorf("wrong key: %d %q %q", code, out, errs)
	}
	code, out, errs := fetch("--available", "--budget", "3")
	if code != 1 || !strings.Contains(errs, "holds 2 of the 6") || !strings.Contains(errs, "HRV 2023 X AG6, all partners: no records") || !strings.Contains(errs, "the budget of 3 calls a day is spent") {
		t.Errorf("budget: %d %q %q", code, out, errs)
	}
	code, out, errs = fetch("--available")
	if code != 0 || !strings.Contains(out, "1 record in 1 file, 1 kB; 1 call now, 1 before; 1 without records") || !strings.Contains(errs, "dragoman trade import "+dir) {
		t.Errorf("second run: %d %q %q", code, out, errs)
	}
	before := calls
	code, out, _ = fetch("--available", "-q")
	if code != 0 || !strings.Contains(out, "0 calls now, 2 before") || calls != before+1 {
		t.Errorf("third run: %d %q, %d calls", code, out, calls-before)
	}
}
