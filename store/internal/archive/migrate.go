package archive

import (
	"context"
	"database/sql"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
)

// VersionTable is the table in which the applied migrations are noted.
const VersionTable = "dragoman_schema"

// Migrate brings the schema up to date. A schema newer than the program is refused and left as it is. Several processes may
// open a new database at once: who comes second finds the work done.
func Migrate(ctx context.Context, db *sql.DB, dialect goose.Dialect, files fs.FS, name string, opts ...goose.ProviderOption) error {
	opts = append(opts, goose.WithTableName(VersionTable), goose.WithDisableGlobalRegistry(true))
	p, err := goose.NewProvider(dialect, db, files, opts...)
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		err := upgrade(ctx, p, name)
		if err == nil || n == attempts || ctx.Err() != nil {
			return err
		}
		have, know, versionErr := p.GetVersions(ctx)
		if versionErr == nil && have == know {
			return nil
		}
		if versionErr == nil && have > know {
			return newest(name, have, know)
		}
		time.Sleep(time.Duration(n) * 20 * time.Millisecond)
	}
}

func upgrade(ctx context.Context, p *goose.Provider, name string) error {
	have, know, err := p.GetVersions(ctx)
	if err != nil || have == know {
		return err
	}
	if have > know {
		return newest(name, have, know)
	}
	_, err = p.Up(ctx)
	return err
}
