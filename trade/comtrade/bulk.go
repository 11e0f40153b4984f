package comtrade

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// BulkFile is a file with everything that one reporter reported for one period, in one classification.
type BulkFile struct {
	Reporter       int
	Period         string
	Classification string
	Published      string // when it was released
	Size           string // as the API words it: "183.34 KB"
	target         string // path and query
}

// BulkFiles lists the bulk files for the reporters and periods of a request. It wants a premium key.
func (f *Fetcher) BulkFiles(ctx context.Context, r Request) ([]BulkFile, error) {
	var out []BulkFile
	err := f.list(ctx, "/bulk/v1/get/C/", r, true, func(record json.RawMessage) error {
		b, err := f.bulkFile(record)
		out = append(out, b)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// bulkFile reads a record of the list. The file's address is on the API's own server, or it is made of reporter and row key.
func (f *Fetcher) bulkFile(record json.RawMessage) (BulkFile, error) {
	var in struct {
		FileURL            string          `json:"fileUrl"`
		FileSize           string          `json:"fileSize"`
		ReporterCode       int             `json:"reporterCode"`
		ClassificationCode string          `json:"classificationCode"`
		Period             json.RawMessage `json:"period"`
		PublicationDate    string          `json:"publicationDate"`
		RowKey             string          `json:"rowKey"`
	}
	if err := json.Unmarshal(record, &in); err != nil {
		return BulkFile{}, err
	}
	b := BulkFile{Reporter: in.ReporterCode, Period: strings.Trim(string(in.Period), `"`), Classification: in.ClassificationCode,
		Published: in.PublicationDate, Size: in.FileSize}
	if !plainWord(b.Period) || !plainWord(b.Classification) {
		return b, fmt.Errorf("%w: period %q, classification %q", errShape, b.Period, b.Classification)
	}
	if u, err := url.Parse(in.FileURL); err == nil && u.Host == f.Client.base.Host {
		b.target = strings.TrimPrefix(u.RequestURI(), strings.TrimRight(f.Client.base.Path, "/"))
		return b, nil
	}
	if !plainWord(in.RowKey) {
		return b, fmt.Errorf("%w: a bulk file without address", errShape)
	}
	b.target = "/bulk/v1/file/" + strconv.Itoa(b.Reporter) + "/" + in.RowKey
	return b, nil
}

// plainWord says whether a word of the server can stand in a path and in a file name: letters and digits only.
func plainWord(s string) bool {
	return s != "" && len(s) <= 128 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// ID identifies a release of a bulk file: a newer one has another.
func (b *BulkFile) ID() string {
	return identity(b.target + "\n" + b.Published)
}

// Words says in a few words what a bulk file holds.
func (b *BulkFile) Words() string {
	return fmt.Sprintf("%s %s %s, everything (%s)", areaCode(b.Reporter), b.Period, b.Classification, b.Size)
}

// File names the file: "comtrade-bulk-H6-398-2022-9f86d081884c.txt.gz".
func (b *BulkFile) File() string {
	return fmt.Sprintf("comtrade-bulk-%s-%d-%s-%s.txt.gz", b.Classification, b.Reporter, b.Period, b.ID())
}

// RunBulk downloads bulk files that are not in the folder yet.
func (f *Fetcher) RunBulk(ctx context.Context, files []BulkFile) (Summary, error) {
	var s Summary
	for i := range files {
		b := &files[i]
		e, kept := f.Folder.Done(b.ID())
		if !kept {
			e = f.entry(b.ID(), b.Words(), b.target)
			e.Published = b.Published
			a, err := f.download(ctx, download{id: e.Call, target: b.target, key: true, name: b.File(), most: f.Client.MaxFile,
				check: readLines, keep: func(*answer) bool { return true }})
			if err != nil {
				return s, err
			}
			a.enter(&e)
			if err := f.Folder.finish(e); err != nil {
				return s, err
			}
		}
		f.tell(Step{Entry: e, Kept: kept}, &s)
	}
	return s, nil
}
