-- +goose Up
CREATE TABLE documents (
    number      INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    url         TEXT NOT NULL,
    title       TEXT NOT NULL,
    author      TEXT NOT NULL,
    publisher   TEXT NOT NULL,
    published   TEXT NOT NULL,
    language    TEXT NOT NULL,
    kind        TEXT NOT NULL,
    kind_why    TEXT NOT NULL,
    author_note TEXT NOT NULL,
    dateline    TEXT NOT NULL,
    state       INTEGER NOT NULL,
    file        TEXT NOT NULL,
    day_from    TEXT,
    day_to      TEXT,
    text_hash   TEXT NOT NULL,
    text        TEXT NOT NULL
);
CREATE INDEX documents_published ON documents (published, id);

CREATE TABLE readings (
    document  INTEGER PRIMARY KEY REFERENCES documents (number) ON DELETE CASCADE,
    reader    TEXT NOT NULL,
    syntax    TEXT NOT NULL,
    lexicon   TEXT NOT NULL,
    sentences TEXT NOT NULL,
    uncoded   TEXT NOT NULL
);

-- A record's number is its document's number shifted left by 20 bits, plus its place among the document's records.
CREATE TABLE records (
    number     INTEGER PRIMARY KEY,
    document   INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    position   INTEGER NOT NULL,
    id         TEXT NOT NULL,
    topic      TEXT NOT NULL,
    state      TEXT NOT NULL,
    status     TEXT NOT NULL,
    day_from   TEXT,
    day_to     TEXT,
    sort_day   TEXT NOT NULL,
    confidence REAL NOT NULL,
    body       TEXT NOT NULL
);
CREATE INDEX records_document ON records (document);
CREATE INDEX records_id ON records (id);
CREATE INDEX records_kind ON records (kind, sort_day);

CREATE TABLE parties (
    country TEXT NOT NULL,
    kind    TEXT NOT NULL,
    record  INTEGER NOT NULL REFERENCES records (number) ON DELETE CASCADE,
    side    TEXT NOT NULL,
    PRIMARY KEY (country, kind, record, side)
) WITHOUT ROWID;
CREATE INDEX parties_record ON parties (record);

CREATE VIRTUAL TABLE document_words USING fts5 (
    title, text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
