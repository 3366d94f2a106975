-- What a registry holds. Types are those that PostgreSQL has too (BIGINT = INTEGER, BYTEA = BLOB); STRICT makes SQLite keep them.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- The log: entries in order, never changed. `leaf` is the RFC 6962 leaf hash.
CREATE TABLE entry (
    idx  INTEGER PRIMARY KEY,
    leaf BLOB NOT NULL UNIQUE,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL
) STRICT;

-- A memo as its author gave it, and what was committed about it.
CREATE TABLE memo (
    id             BLOB PRIMARY KEY,
    title          TEXT NOT NULL,
    format         TEXT NOT NULL,
    source         BLOB NOT NULL,
    original_salt  BLOB NOT NULL,
    catalogue_salt BLOB NOT NULL,
    catalogue      BLOB NOT NULL,
    kinds          BLOB NOT NULL,
    postings       BLOB NOT NULL,
    text           TEXT NOT NULL,
    notice         TEXT NOT NULL,
    options        TEXT NOT NULL
) STRICT;

-- One deal of one memo. `state` is committed, dealt, rendered or done; `request` finds an unfinished issue again.
CREATE TABLE batch (
    memo        BLOB NOT NULL REFERENCES memo (id),
    batch       INTEGER NOT NULL,
    state       TEXT NOT NULL,
    request     BLOB NOT NULL,
    copies      INTEGER NOT NULL,
    shares      BLOB NOT NULL,
    nonces      BLOB NOT NULL,
    reveals     BLOB NOT NULL,
    deal_leaf   BLOB NOT NULL,
    beacon      BLOB,
    issue_leaf  BLOB,
    out         TEXT NOT NULL,
    issued_unix INTEGER,
    PRIMARY KEY (memo, batch)
) STRICT;

CREATE TABLE copy (
    memo       BLOB NOT NULL,
    batch      INTEGER NOT NULL,
    j          INTEGER NOT NULL,
    office     TEXT NOT NULL,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL,
    age        TEXT NOT NULL,
    salt       BLOB NOT NULL,
    key_commit BLOB NOT NULL,
    PRIMARY KEY (memo, batch, j),
    UNIQUE (memo, batch, office),
    FOREIGN KEY (memo, batch) REFERENCES batch (memo, batch)
) STRICT;

-- The files of each copy. `body` is fixed in one transaction with ISSUE and erased once it lies in the out folder.
CREATE TABLE file (
    memo   BLOB NOT NULL,
    batch  INTEGER NOT NULL,
    j      INTEGER NOT NULL,
    format TEXT NOT NULL,
    name   TEXT NOT NULL,
    digest BLOB NOT NULL,
    body   BLOB,
    PRIMARY KEY (memo, batch, j, format),
    FOREIGN KEY (memo, batch, j) REFERENCES copy (memo, batch, j)
) STRICT;

-- A logged reading; `request` is the hash of the leak and the options, so that asking again gives the same finding.
CREATE TABLE reading (
    leaf    BLOB PRIMARY KEY,
    request BLOB NOT NULL,
    frozen  BLOB NOT NULL,
    trace   TEXT NOT NULL,
    leak    BLOB NOT NULL
) STRICT;

CREATE INDEX reading_request ON reading (request);

CREATE TABLE finding (
    reading   BLOB PRIMARY KEY REFERENCES reading (leaf),
    entry     BLOB NOT NULL,
    outcome   TEXT NOT NULL,
    report    TEXT NOT NULL
) STRICT;
