-- +goose Up
-- Text is compared byte by byte (collation "C"), so that lists come in the same order as from SQLite.
CREATE TABLE documents (
    number      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          TEXT COLLATE "C" NOT NULL UNIQUE,
    url         TEXT NOT NULL,
    title       TEXT NOT NULL,
    author      TEXT NOT NULL,
    publisher   TEXT NOT NULL,
    published   TEXT COLLATE "C" NOT NULL,
    language    TEXT NOT NULL,
    kind        TEXT NOT NULL,
    kind_why    TEXT NOT NULL,
    author_note TEXT NOT NULL,
    dateline    TEXT NOT NULL,
    state       INTEGER NOT NULL,
    file        TEXT NOT NULL,
    day_from    TEXT COLLATE "C",
    day_to      TEXT COLLATE "C",
    text_hash   TEXT NOT NULL,
    text        TEXT NOT NULL
);
CREATE INDEX documents_published ON documents (published, id);

CREATE TABLE readings (
    document  BIGINT PRIMARY KEY REFERENCES documents (number) ON DELETE CASCADE,
    reader    TEXT NOT NULL,
    syntax    TEXT NOT NULL,
    lexicon   TEXT NOT NULL,
    sentences JSON NOT NULL,
    uncoded   JSON NOT NULL
);

-- A record's number is its document's number shifted left by 20 bits, plus its place among the document's records.
CREATE TABLE records (
    number     BIGINT PRIMARY KEY,
    document   BIGINT NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    position   INTEGER NOT NULL,
    id         TEXT COLLATE "C" NOT NULL,
    topic      TEXT NOT NULL,
    state      TEXT NOT NULL,
    status     TEXT NOT NULL,
    day_from   TEXT COLLATE "C",
    day_to     TEXT COLLATE "C",
    sort_day   TEXT COLLATE "C" NOT NULL,
    confidence DOUBLE PRECISION NOT NULL,
    body       JSON NOT NULL
);
CREATE INDEX records_document ON records (document);
CREATE INDEX records_id ON records (id);
CREATE INDEX records_kind ON records (kind, sort_day);

CREATE TABLE parties (
    country TEXT NOT NULL,
    kind    TEXT NOT NULL,
    record  BIGINT NOT NULL REFERENCES records (number) ON DELETE CASCADE,
    side    TEXT NOT NULL,
    PRIMARY KEY (country, kind, record, side)
);
CREATE INDEX parties_record ON parties (record);

CREATE TABLE document_words (
    document BIGINT PRIMARY KEY REFERENCES documents (number) ON DELETE CASCADE,
    words    TSVECTOR NOT NULL
);
CREATE INDEX document_words_words ON document_words USING gin (words);
