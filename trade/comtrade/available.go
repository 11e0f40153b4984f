package comtrade

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Release is a data set that UN Comtrade holds: what one reporter reported for one period.
type Release struct {
	Reporter       int
	Period         string
	Classification string // in which it was reported: "H6"
	Records        int    // in full detail, means of transport and all
	Published      string // when it was last released, as the API writes it
}

// Available asks which of the reporters and periods of a request UN Comtrade holds. It needs no key, and takes a call for every twelve periods.
func (f *Fetcher) Available(ctx context.Context, r Request) ([]Release, error) {
	var out []Release
	err := f.list(ctx, "/public/v1/getDA/C/", r, false, func(record json.RawMessage) error {
		a, err := release(record)
		out = append(out, a)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// release reads a record of the list of data sets. Numbers may come as text.
func release(record json.RawMessage) (Release, error) {
	var in struct {
		ReporterCode       json.Number `json:"reporterCode"`
		Period             json.RawMessage
		ClassificationCode string
		TotalRecords       float64
		LastReleased       string
	}
	if err := json.Unmarshal(record, &in); err != nil {
		return Release{}, err
	}
	n, err := strconv.Atoi(in.ReporterCode.String())
	return Release{Reporter: n, Period: strings.Trim(string(in.Period), `"`), Classification: in.ClassificationCode,
		Records: int(in.TotalRecords), Published: in.LastReleased}, err
}

// Restrict narrows a request to the reporters and periods that there are: one request for each set of periods that reporters share.
func (r *Request) Restrict(there []Release) []Request {
	periods := map[int][]string{}
	for _, a := range there {
		if slices.Contains(r.Reporters, a.Reporter) && slices.Contains(r.Periods, a.Period) {
			periods[a.Reporter] = append(periods[a.Reporter], a.Period)
		}
	}
	var out []Request
	for _, n := range r.Reporters {
		own := periods[n]
		if len(own) == 0 {
			continue
		}
		slices.Sort(own)
		own = slices.Compact(own)
		i := slices.IndexFunc(out, func(o Request) bool { return slices.Equal(o.Periods, own) })
		if i < 0 {
			i = len(out)
			one := *r
			one.Reporters, one.Periods = nil, own
			out = append(out, one)
		}
		out[i].Reporters = append(out[i].Reporters, n)
	}
	return out
}

// list asks at a path for a short list of records about the reporters and periods of a request, and gives each.
func (f *Fetcher) list(ctx context.Context, path string, r Request, key bool, each func(json.RawMessage) error) error {
	for periods := range slices.Chunk(r.Periods, maxPeriods) {
		for reporters := range slices.Chunk(r.Reporters, 300) { // within the length of an address
			q := url.Values{"reporterCode": {commas(reporters)}, "period": {strings.Join(periods, ",")}}
			if err := f.records(ctx, r.address(path, q), key, each); err != nil {
				return err
			}
		}
	}
	return nil
}

// records makes a call whose answer is a short list of records, and gives each.
func (f *Fetcher) records(ctx context.Context, target string, key bool, each func(json.RawMessage) error) error {
	id := "list" // these are not resumed: they are short
	return f.Client.get(ctx, target, key, func() error { return f.afford(id) }, func(resp *http.Response) error {
		body, err := unpacked(resp)
		if err != nil {
			return broken(err)
		}
		const most = 64 << 20
		data, err := io.ReadAll(&bounded{r: body, left: most})
		if err != nil {
			return jsonFault(err)
		}
		var in struct {
			Data []json.RawMessage
		}
		if err := json.Unmarshal(data, &in); err != nil {
			return jsonFault(err)
		}
		for _, record := range in.Data {
			if err := each(record); err != nil {
				return jsonFault(err)
			}
		}
		return nil
	})
}
