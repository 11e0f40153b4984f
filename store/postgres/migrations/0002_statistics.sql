-- +goose Up
CREATE TABLE datasets (
    id   TEXT COLLATE "C" PRIMARY KEY,
    body JSON NOT NULL
);

CREATE TABLE flow_blocks (
    number    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dataset   TEXT COLLATE "C" NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    side      TEXT COLLATE "C" NOT NULL,
    flow      TEXT COLLATE "C" NOT NULL,
    area      TEXT COLLATE "C" NOT NULL,
    period    TEXT COLLATE "C" NOT NULL,
    row_count INTEGER NOT NULL,
    value     DOUBLE PRECISION NOT NULL,
    partners  BYTEA,
    products  BYTEA
);
CREATE UNIQUE INDEX flow_blocks_key ON flow_blocks (dataset, side, flow, area, period);

-- Rows of whole partners, a few thousand each.
CREATE TABLE flow_details (
    block         BIGINT NOT NULL REFERENCES flow_blocks (number) ON DELETE CASCADE,
    first_partner TEXT COLLATE "C" NOT NULL,
    last_partner  TEXT COLLATE "C" NOT NULL,
    detail        BYTEA NOT NULL
);
CREATE UNIQUE INDEX flow_details_key ON flow_details (block, first_partner, last_partner);

-- The parts are packed already; to compress them again costs time and saves little.
ALTER TABLE flow_blocks ALTER COLUMN partners SET STORAGE EXTERNAL, ALTER COLUMN products SET STORAGE EXTERNAL;
ALTER TABLE flow_details ALTER COLUMN detail SET STORAGE EXTERNAL;
