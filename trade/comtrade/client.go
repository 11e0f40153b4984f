package comtrade

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"dragoman"
)

// DefaultBase is where the API lives.
const DefaultBase = "https://comtradeapi.un.org"

// keyHeader carries the subscription key; it is never part of an address.
const keyHeader = "Ocp-Apim-Subscription-Key"

// Client talks to the API: one call at a time, no faster than Pace, trying again where that can help.
type Client struct {
	Pace     time.Duration                              // between the beginnings of two calls
	Tries    int                                        // of one call, the first included
	Stall    time.Duration                              // the longest silence of a server before and within an answer; 0: no bound
	Patience time.Duration                              // the longest wait that a server may ask for
	MaxBody  int64                                      // bytes of an answer, unpacked
	MaxFile  int64                                      // bytes of a bulk file, unpacked; these are not held in memory
	Now      func() time.Time                           // the present
	Sleep    func(context.Context, time.Duration) error // waits, or ends with the context

	base *url.URL
	key  string
	http *http.Client
	last time.Time // when the last call began
}

// NewClient makes a client; key may be empty. Proxies are taken from the environment. A key is not sent unencrypted, except to this machine.
func NewClient(base, key string) (*Client, error) {
	u, err := url.Parse(strings.TrimRight(base, "/"))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" || u.User != nil {
		return nil, problem("write it like "+DefaultBase, "base address is no http address of a server")
	}
	if key != "" && u.Scheme == "http" && !local(u.Hostname()) {
		return nil, problem("use https", "the key would go to %s unencrypted", u.Host)
	}
	if strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, problem("copy the key anew", "the key holds characters that no key has")
	}
	c := &Client{Pace: time.Second, Tries: 5, Patience: 3 * time.Minute, Stall: 3 * time.Minute, MaxBody: 512 << 20, MaxFile: 16 << 30,
		Now: time.Now, Sleep: sleep, base: u, key: key}
	c.http = &http.Client{CheckRedirect: c.stay, Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true,
		DialContext: (&net.Dialer{Timeout: 30 * time.Second}).DialContext, TLSHandshakeTimeout: 30 * time.Second}}
	return c, nil
}

// HasKey says whether the client calls with a key.
func (c *Client) HasKey() bool { return c.key != "" }

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// stay follows redirections on the same server only: the key goes with them.
func (c *Client) stay(req *http.Request, via []*http.Request) error {
	if req.URL.Host != c.base.Host || req.URL.Scheme != c.base.Scheme || len(via) > 3 {
		return fmt.Errorf("the server sends on to %s", req.URL.Host)
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// errTooLong says that the server refuses a call for its length; asking for less helps.
var errTooLong = errors.New("the address of the call is too long")

// again is a failure that may go away; after is what the server asks to wait, 0 when it does not say.
type again struct {
	err   error
	after time.Duration
}

func (a *again) Error() string { return a.err.Error() }
func (a *again) Unwrap() error { return a.err }

// get calls the API until an answer is read, the tries are spent, or trying again is of no use. before is asked ahead of every try and may
// refuse it; read takes an answer with status 200 and says by *again that its body broke off.
func (c *Client) get(ctx context.Context, target string, key bool, before func() error, read func(*http.Response) error) error {
	var err error
	for try := range c.Tries {
		if err != nil {
			if werr := c.wait(ctx, err, try); werr != nil {
				return werr
			}
		}
		if werr := c.keepPace(ctx); werr != nil {
			return werr
		}
		if berr := before(); berr != nil {
			return berr
		}
		err = c.try(ctx, target, key, read)
		var retry *again
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case !errors.As(err, &retry):
			return c.blank(err)
		}
	}
	const mend = "run the same command later: what is fetched is kept"
	return c.blank(dragoman.Problemf(c.base.Host, "", mend, "%v (tried %d times)", err, c.Tries))
}

// keepPace waits until the next call may begin.
func (c *Client) keepPace(ctx context.Context) error {
	if rest := c.Pace - c.Now().Sub(c.last); !c.last.IsZero() && rest > 0 {
		if err := c.Sleep(ctx, rest); err != nil {
			return err
		}
	}
	c.last = c.Now()
	return ctx.Err()
}

// wait waits before try number n, as long as the server asks, or 2, 4, 8, ... seconds.
func (c *Client) wait(ctx context.Context, err error, n int) error {
	d := time.Second << n
	var retry *again
	if errors.As(err, &retry) && retry.after > 0 {
		d = retry.after
	}
	if d > c.Patience {
		const mend = "run the same command after that: what is fetched is kept"
		return c.blank(dragoman.Problemf(c.base.Host, "", mend, "%v, and asks to wait %s", err, d.Round(time.Second)))
	}
	return c.Sleep(ctx, d)
}

// try makes one call.
func (c *Client) try(ctx context.Context, target string, key bool, read func(*http.Response) error) error {
	ctx, hush := c.watch(ctx)
	defer hush.stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base.String()+target, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Accept-Encoding", "gzip") // set here, the body stays packed
	req.Header.Set("User-Agent", "dragoman (trade fetch)")
	if key {
		req.Header.Set(keyHeader, c.key)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		var uerr *url.Error
		if errors.As(err, &uerr) { // without the address, which is long
			err = uerr.Err
		}
		return &again{err: fmt.Errorf("%s cannot be reached: %w", c.base.Host, err)}
	}
	defer resp.Body.Close()
	resp.Body = &heard{ReadCloser: resp.Body, silence: hush}
	if resp.StatusCode != http.StatusOK {
		return c.refusal(resp)
	}
	return read(resp)
}

// silence ends a call when its server says nothing for too long.
type silence struct {
	after time.Duration
	timer *time.Timer
	end   context.CancelFunc
}

// watch gives a context that ends with the server's silence.
func (c *Client) watch(ctx context.Context) (context.Context, *silence) {
	ctx, cancel := context.WithCancel(ctx)
	s := &silence{after: c.Stall, end: cancel}
	if s.after > 0 {
		s.timer = time.AfterFunc(s.after, cancel)
	}
	return ctx, s
}

// broke says that the server was heard.
func (s *silence) broke() {
	if s.timer != nil {
		s.timer.Reset(s.after)
	}
}

func (s *silence) stop() {
	if s.timer != nil {
		s.timer.Stop()
	}
	s.end()
}

// heard is a body that tells when something of it comes.
type heard struct {
	io.ReadCloser
	silence *silence
}

func (h *heard) Read(p []byte) (int, error) {
	n, err := h.ReadCloser.Read(p)
	if n > 0 {
		h.silence.broke()
	}
	return n, err
}

// refusal turns a status other than 200 into a problem with a mend, or into a reason to try again.
func (c *Client) refusal(resp *http.Response) error {
	said := message(resp)
	after := retryAfter(resp.Header.Get("Retry-After"), said, c.Now())
	words := strings.TrimSpace(fmt.Sprintf("answers %d %s", resp.StatusCode, said))
	host := c.base.Host
	switch status := resp.StatusCode; {
	case tooLong(resp, said):
		return errTooLong
	case status == http.StatusUnauthorized && c.key == "":
		return dragoman.Problemf(host, "", "set COMTRADE_API_KEY, see docs/comtrade.md", "%s: a key is missing", words)
	case status == http.StatusUnauthorized:
		return dragoman.Problemf(host, "", "check COMTRADE_API_KEY, and that its subscription is active", "%s: the key is not accepted", words)
	case status == http.StatusForbidden && after > 0:
		return &again{err: fmt.Errorf("%s %s: the quota of the key is spent", host, words), after: after}
	case status == http.StatusForbidden && strings.Contains(strings.ToLower(said), "quota"):
		return dragoman.Problemf(host, "", "run the same command tomorrow: what is fetched is kept", "%s: the quota of the key is spent", words)
	case status == http.StatusForbidden:
		const mend = "check that the subscription of the key allows this (--bulk wants a premium one)"
		return dragoman.Problemf(host, "", mend, "%s: the key may not do this", words)
	case status == http.StatusNotFound:
		return dragoman.Problemf(host, "", "check --classification, and --base-url where it is set", "%s: there is no such data", words)
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status >= 500:
		return &again{err: fmt.Errorf("%s %s", host, words), after: after}
	}
	return dragoman.Problemf(host, "", "check the request", "%s", words)
}

// tooLong says whether an address was refused for its length: in so many words, or as not found where it is long.
func tooLong(resp *http.Response, said string) bool {
	switch resp.StatusCode {
	case http.StatusRequestURITooLong, http.StatusRequestEntityTooLarge:
		return true
	case http.StatusNotFound:
		const suspect = 2048
		return strings.Contains(said, "URL Too Long") || len(resp.Request.URL.String()) > suspect
	}
	return strings.Contains(said, "URL Too Long")
}

// blank takes the key out of an error's words, should a server repeat it.
func (c *Client) blank(err error) error {
	if c.key == "" || !strings.Contains(err.Error(), c.key) {
		return err
	}
	return dragoman.Problemf("", "", "", "%s", strings.ReplaceAll(err.Error(), c.key, "(key)"))
}

// maxRefusal bounds what is read of an answer that is no data.
const maxRefusal = 64 << 10

// message is what a refusal says, in one line: the "message" of the gateway, the "errorMessage" list of the service, or a beginning of text.
func message(resp *http.Response) string {
	body, err := unpacked(resp)
	if err != nil {
		return ""
	}
	data, _ := io.ReadAll(io.LimitReader(body, maxRefusal)) // what came will do
	var told struct {
		Message string
		Error   json.RawMessage
		Object  struct {
			Messages json.RawMessage `json:"errorMessage"`
		} `json:"errorObject"`
	}
	text := ""
	if json.Unmarshal(data, &told) == nil {
		text = told.Message
		if text == "" {
			text = strings.Trim(string(told.Object.Messages), `[]"`)
		}
		if text == "" {
			text = strings.Trim(string(told.Error), `"`)
		}
	} else if !strings.HasPrefix(strings.TrimSpace(string(data)), "<") || strings.Contains(string(data), "URL Too Long") {
		text = string(data)
	}
	text = strings.ToValidUTF8(strings.Join(strings.Fields(text), " "), "")
	if r := []rune(text); len(r) > 200 {
		text = string(r[:200]) + "…"
	}
	return text
}

// Words of a wait; compiled when a server first refuses, since most runs of the program make no call.
var (
	inSeconds = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[Tt]ry again in (\d{1,6}) seconds`) })
	inClock   = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`replenished in (?:(\d{1,3})\.)?(\d\d):(\d\d):(\d\d)`)
	})
)

// retryAfter is how long a server asks to wait: the Retry-After header in seconds or as a date (RFC 9110 10.2.3), or what the words say; 0 when
// it does not say.
func retryAfter(header, said string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(strings.TrimSpace(header)); err == nil && n > 0 && n < 1e8 {
		return time.Duration(n) * time.Second
	}
	if t, err := http.ParseTime(header); err == nil && t.After(now) {
		return t.Sub(now)
	}
	if m := inSeconds().FindStringSubmatch(said); m != nil {
		n, _ := strconv.Atoi(m[1])
		return time.Duration(n) * time.Second
	}
	if m := inClock().FindStringSubmatch(said); m != nil {
		days, _ := strconv.Atoi(m[1])
		h, _ := strconv.Atoi(m[2])
		mins, _ := strconv.Atoi(m[3])
		s, _ := strconv.Atoi(m[4])
		return time.Duration(days)*24*time.Hour + time.Duration(h)*time.Hour + time.Duration(mins)*time.Minute + time.Duration(s)*time.Second
	}
	return 0
}
