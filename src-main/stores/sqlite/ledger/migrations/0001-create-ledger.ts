import type { Migration } from '../../store-definition.ts';

/** The event log, and beside it the tables that follow from it. Times are UTC milliseconds; broker's ids are text: they have 64 bits. */
export const createLedger: Migration = {
  version: 1,
  name: 'create the ledger',
  sql: `
CREATE TABLE events (
  sequence           INTEGER PRIMARY KEY CHECK (sequence > 0),
  kind               TEXT    NOT NULL,
  version            INTEGER NOT NULL CHECK (version > 0),
  occurred_at_utc_ms INTEGER NOT NULL,
  received_at_utc_ms INTEGER NOT NULL,
  body               TEXT    NOT NULL,
  previous_hash      BLOB    NOT NULL CHECK (length(previous_hash) = 32),
  hash               BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

CREATE TABLE snapshots (
  reducer_version INTEGER NOT NULL,
  sequence        INTEGER NOT NULL REFERENCES events (sequence),
  state           TEXT    NOT NULL,
  PRIMARY KEY (reducer_version, sequence)
) STRICT;

CREATE TABLE orders (
  client_order_id     TEXT    PRIMARY KEY,
  sequence            INTEGER NOT NULL UNIQUE REFERENCES events (sequence),
  request             TEXT    NOT NULL,
  status              TEXT    NOT NULL,
  order_ticket        TEXT,
  filled_volume       REAL    NOT NULL,
  fault               TEXT,
  journaled_at_utc_ms INTEGER NOT NULL,
  changed_at_utc_ms   INTEGER NOT NULL
) STRICT;

CREATE TABLE deals (
  deal_ticket        TEXT    PRIMARY KEY,
  sequence           INTEGER NOT NULL UNIQUE REFERENCES events (sequence),
  order_ticket       TEXT    NOT NULL,
  position_id        TEXT    NOT NULL,
  client_order_id    TEXT,
  symbol             TEXT    NOT NULL,
  side               TEXT    NOT NULL,
  entry              TEXT    NOT NULL,
  reason             TEXT    NOT NULL,
  volume             REAL    NOT NULL,
  price              REAL    NOT NULL,
  profit             REAL    NOT NULL,
  commission         REAL    NOT NULL,
  swap               REAL    NOT NULL,
  occurred_at_utc_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX deals_by_time ON deals (occurred_at_utc_ms, sequence);

CREATE TABLE decisions (
  sequence    INTEGER PRIMARY KEY REFERENCES events (sequence),
  decision_id TEXT    NOT NULL,
  scenario    TEXT    NOT NULL,
  symbol      TEXT    NOT NULL,
  decision    TEXT    NOT NULL
) STRICT;

CREATE TABLE approvals (
  approval_id     TEXT    PRIMARY KEY,
  sequence        INTEGER NOT NULL UNIQUE REFERENCES events (sequence),
  ticket          TEXT    NOT NULL,
  outcome         TEXT,
  actor           TEXT,
  reason          TEXT,
  ended_at_utc_ms INTEGER,
  CHECK ((outcome IS NULL) = (ended_at_utc_ms IS NULL))
) STRICT;

CREATE TABLE order_ids (
  only_row         INTEGER PRIMARY KEY CHECK (only_row = 1),
  installation_tag INTEGER NOT NULL CHECK (installation_tag BETWEEN 0 AND 1048575),
  reserved_through INTEGER NOT NULL CHECK (reserved_through BETWEEN 0 AND 34359738367)
) STRICT;
`,
};
