-- +goose Up
CREATE TABLE datasets (
    id   TEXT PRIMARY KEY,
    body TEXT NOT NULL
);

-- The small parts lie before the large ones: SQLite reads a row up to the last column asked for.
CREATE TABLE flow_blocks (
    number    INTEGER PRIMARY KEY,
    dataset   TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    side      TEXT NOT NULL,
    flow      TEXT NOT NULL,
    area      TEXT NOT NULL,
    period    TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    value     REAL NOT NULL,
    partners  BLOB,
    products  BLOB
);
CREATE UNIQUE INDEX flow_blocks_key ON flow_blocks (dataset, side, flow, area, period);

-- Rows of whole partners, a few thousand each.
CREATE TABLE flow_details (
    block         INTEGER NOT NULL REFERENCES flow_blocks (number) ON DELETE CASCADE,
    first_partner TEXT NOT NULL,
    last_partner  TEXT NOT NULL,
    detail        BLOB NOT NULL
);
CREATE UNIQUE INDEX flow_details_key ON flow_details (block, first_partner, last_partner);
