// Package store opens the store that a target names.
package store

import (
	"context"
	"strings"

	"dragoman"
	"dragoman/store/postgres"
	"dragoman/store/sqlite"
)

// Open opens a PostgreSQL store for an address that starts with postgres:// or postgresql://, else the SQLite store in the
// file of that name. The store must be closed.
func Open(ctx context.Context, target string) (dragoman.Store, error) {
	if strings.HasPrefix(target, "postgres://") || strings.HasPrefix(target, "postgresql://") {
		return postgres.Open(ctx, target)
	}
	return sqlite.Open(ctx, target)
}
