import type { Migration } from '../../store-definition.ts';

/**
 * Memory: the states of closed bars, the situations of signals and trades, texts, and the embedded graph. All of it follows from the bars and from
 * the ledger, and can be dropped and made again. Every row bears the revision of its last change; what holds a copy of it elsewhere reads on from
 * the revision that it has come to. Indicators are derived anew, now together with states.
 */
export const remember: Migration = {
  version: 3,
  name: 'remember states, situations, texts and the graph',
  sql: `
DROP TABLE technical_indicators;
DROP TABLE indicator_sets;
DROP TABLE outbox;

-- of the rows, those up to derived_to_utc_ms count; later ones are left from before a bar changed, and are replaced
CREATE TABLE indicator_sets (
  set_id            INTEGER PRIMARY KEY,
  series_id         INTEGER NOT NULL REFERENCES bar_series (series_id),
  version           INTEGER NOT NULL,
  state_version     INTEGER NOT NULL,
  names             TEXT    NOT NULL CHECK (json_valid(names)),
  derived_to_utc_ms INTEGER,
  UNIQUE (series_id, version, state_version)
) STRICT;

-- packed: little-endian float64 in the order of the set's names, NaN where a value is not defined
CREATE TABLE technical_indicators (
  set_id           INTEGER NOT NULL REFERENCES indicator_sets (set_id),
  open_time_utc_ms INTEGER NOT NULL,
  packed           BLOB    NOT NULL,
  PRIMARY KEY (set_id, open_time_utc_ms)
) STRICT, WITHOUT ROWID;

-- series whose bars changed, until what follows from them has been derived; the range's end is exclusive
CREATE TABLE outbox (
  sequence          INTEGER PRIMARY KEY AUTOINCREMENT,
  topic             TEXT    NOT NULL CHECK (topic IN ('bars')),
  key               TEXT    NOT NULL,
  from_utc_ms       INTEGER NOT NULL,
  to_utc_ms         INTEGER NOT NULL CHECK (to_utc_ms > from_utc_ms),
  created_at_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_by_key ON outbox (topic, key);

-- one life of derived rows, and the newest revision that was given in it
CREATE TABLE change_feeds (
  name          TEXT PRIMARY KEY CHECK (name IN ('vectors', 'graph')),
  epoch         TEXT    NOT NULL,
  last_revision INTEGER NOT NULL CHECK (last_revision >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO change_feeds VALUES ('vectors', lower(hex(randomblob(16))), 0), ('graph', lower(hex(randomblob(16))), 0);

-- packed: little-endian float32; null where there is no state any more
CREATE TABLE states (
  set_id           INTEGER NOT NULL REFERENCES indicator_sets (set_id),
  open_time_utc_ms INTEGER NOT NULL,
  known_at_utc_ms  INTEGER NOT NULL,
  regime           TEXT,
  packed           BLOB,
  revision         INTEGER NOT NULL,
  PRIMARY KEY (set_id, open_time_utc_ms),
  CHECK ((regime IS NULL) = (packed IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX states_by_revision ON states (revision);

-- of a record, the one row that is not removed counts; the others tell those who have not heard of it yet that it left a version or timeframe
CREATE TABLE situations (
  kind          TEXT    NOT NULL CHECK (kind IN ('signal', 'trade')),
  key           TEXT    NOT NULL,
  symbol        TEXT    NOT NULL,
  timeframe     TEXT    NOT NULL,
  at_utc_ms     INTEGER NOT NULL,
  state_version INTEGER NOT NULL,
  known_at_utc_ms INTEGER,
  regime        TEXT,
  packed        BLOB,
  is_removed    INTEGER NOT NULL DEFAULT 0 CHECK (is_removed IN (0, 1)),
  revision      INTEGER NOT NULL UNIQUE,
  PRIMARY KEY (kind, key, state_version, timeframe),
  CHECK ((regime IS NULL) = (packed IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX situations_by_time ON situations (symbol, timeframe, at_utc_ms, kind, key);

CREATE TABLE texts (
  record_id       TEXT    PRIMARY KEY,
  symbol          TEXT    NOT NULL,
  known_at_utc_ms INTEGER NOT NULL,
  body            TEXT    NOT NULL,
  text_hash       TEXT    NOT NULL CHECK (length(text_hash) = 64),
  sequence        INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
CREATE INDEX texts_by_hash ON texts (text_hash);

-- what a method made of a text, by the SHA-256 of the text; kept when the rest is dropped, since a model may not say it again
CREATE TABLE embeddings (
  text_hash TEXT NOT NULL CHECK (length(text_hash) = 64),
  method    TEXT NOT NULL,
  packed    BLOB NOT NULL,
  PRIMARY KEY (text_hash, method)
) STRICT, WITHOUT ROWID;
CREATE INDEX embeddings_by_method ON embeddings (method);

-- texts that have an embedding: the collection's rows; null while the text is another and the method has not embedded it yet
CREATE TABLE text_vectors (
  method    TEXT    NOT NULL,
  record_id TEXT    NOT NULL REFERENCES texts (record_id),
  text_hash TEXT,
  revision  INTEGER NOT NULL UNIQUE,
  PRIMARY KEY (method, record_id)
) STRICT, WITHOUT ROWID;

-- body: canonical JSON of the facts; removed rows stay for those who have not heard of it yet
CREATE TABLE graph_nodes (
  id              TEXT    PRIMARY KEY,
  kind            TEXT    NOT NULL,
  known_at_utc_ms INTEGER,
  facts           TEXT    NOT NULL CHECK (json_valid(facts)),
  is_removed      INTEGER NOT NULL DEFAULT 0 CHECK (is_removed IN (0, 1)),
  revision        INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
CREATE INDEX graph_nodes_by_kind ON graph_nodes (kind, id);

CREATE TABLE graph_links (
  from_id    TEXT    NOT NULL,
  kind       TEXT    NOT NULL,
  to_id      TEXT    NOT NULL,
  is_removed INTEGER NOT NULL DEFAULT 0 CHECK (is_removed IN (0, 1)),
  revision   INTEGER NOT NULL UNIQUE,
  PRIMARY KEY (from_id, kind, to_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX graph_links_by_target ON graph_links (to_id, kind, from_id);

-- 'ledger:vectors' and 'ledger:graph': how far the ledger's outbox was taken, epoch is the hash of that event; else targets without a mark of their own
CREATE TABLE projection_marks (
  target   TEXT PRIMARY KEY,
  epoch    TEXT    NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_letters (
  letter_id      INTEGER PRIMARY KEY,
  projection     TEXT    NOT NULL CHECK (projection IN ('vectors', 'graph')),
  target         TEXT    NOT NULL,
  key            TEXT    NOT NULL,
  fault          TEXT    NOT NULL CHECK (json_valid(fault)),
  attempts       INTEGER NOT NULL CHECK (attempts > 0),
  died_at_utc_ms INTEGER NOT NULL,
  UNIQUE (target, key)
) STRICT;
`,
};
