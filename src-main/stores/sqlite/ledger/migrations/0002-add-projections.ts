import type { Migration } from '../../store-definition.ts';

/**
 * Tables by noun beside those of version 1, nearly all of which follow from the event log: the opening fills them from it (`projections.ts`).
 * Only what stands under "not from the log" is there by itself.
 */
export const addProjections: Migration = {
  version: 2,
  name: 'add instruments, positions, trades, signals, cash and the outbox',
  sql: `
CREATE TABLE projections (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  version  INTEGER NOT NULL CHECK (version > 0)
) STRICT;

CREATE TABLE instruments (
  symbol            TEXT    NOT NULL,
  version           INTEGER NOT NULL CHECK (version > 0),
  sequence          INTEGER NOT NULL UNIQUE REFERENCES events (sequence),
  valid_from_utc_ms INTEGER NOT NULL,
  body              TEXT    NOT NULL,
  PRIMARY KEY (symbol, version)
) STRICT;

CREATE TABLE positions (
  position_id  TEXT    PRIMARY KEY,
  symbol       TEXT    NOT NULL,
  sequence     INTEGER NOT NULL REFERENCES events (sequence),
  since_utc_ms INTEGER NOT NULL,
  body         TEXT    NOT NULL
) STRICT;

CREATE INDEX deals_by_position ON deals (position_id, occurred_at_utc_ms);

CREATE TABLE trades (
  position_id      TEXT    NOT NULL,
  ordinal          INTEGER NOT NULL CHECK (ordinal > 0),
  sequence         INTEGER NOT NULL REFERENCES events (sequence),
  symbol           TEXT    NOT NULL,
  owner            TEXT    NOT NULL,
  opened_at_utc_ms INTEGER NOT NULL,
  closed_at_utc_ms INTEGER CHECK (closed_at_utc_ms >= opened_at_utc_ms),
  net              REAL    NOT NULL,
  body             TEXT    NOT NULL,
  PRIMARY KEY (position_id, ordinal)
) STRICT;

CREATE INDEX trades_by_opening ON trades (opened_at_utc_ms, position_id, ordinal);

CREATE TABLE signals (
  sequence        INTEGER PRIMARY KEY REFERENCES events (sequence),
  decision_id     TEXT    NOT NULL,
  scenario        TEXT    NOT NULL,
  symbol          TEXT    NOT NULL,
  kind            TEXT    NOT NULL CHECK (kind IN ('enter', 'exit')),
  side            TEXT    NOT NULL,
  as_of_utc_ms    INTEGER NOT NULL,
  intent_id       TEXT,
  denial          TEXT,
  approval_id     TEXT    REFERENCES approvals (approval_id),
  client_order_id TEXT    REFERENCES orders (client_order_id)
) STRICT;

CREATE INDEX signals_by_decision ON signals (decision_id, sequence);
CREATE INDEX signals_by_intent ON signals (intent_id, sequence) WHERE intent_id IS NOT NULL;

CREATE TABLE cash_operations (
  deal_ticket        TEXT    PRIMARY KEY,
  sequence           INTEGER NOT NULL UNIQUE REFERENCES events (sequence),
  kind               TEXT    NOT NULL,
  amount             REAL    NOT NULL,
  occurred_at_utc_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX cash_operations_by_time ON cash_operations (occurred_at_utc_ms, sequence);

CREATE TABLE sync_state (
  stream            TEXT    PRIMARY KEY CHECK (stream = 'deals'),
  deals             INTEGER NOT NULL CHECK (deals >= 0),
  cash_operations   INTEGER NOT NULL CHECK (cash_operations >= 0),
  first_utc_ms      INTEGER NOT NULL,
  cursor_utc_ms     INTEGER NOT NULL CHECK (cursor_utc_ms >= first_utc_ms),
  changed_at_utc_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox (
  sequence INTEGER NOT NULL REFERENCES events (sequence),
  topic    TEXT    NOT NULL,
  key      TEXT    NOT NULL,
  PRIMARY KEY (sequence, topic, key)
) STRICT, WITHOUT ROWID;

-- not from the log

-- Events up to this one are of a version that did not record cash.
CREATE TABLE cash_since (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  sequence INTEGER NOT NULL CHECK (sequence >= 0)
) STRICT;

INSERT INTO cash_since SELECT 1, coalesce(max(sequence), 0) FROM events;

CREATE TABLE sync_logs (
  entry             INTEGER PRIMARY KEY AUTOINCREMENT,
  started_at_utc_ms INTEGER NOT NULL,
  action            TEXT    NOT NULL,
  duration_ms       REAL    NOT NULL CHECK (duration_ms >= 0),
  row_count         INTEGER NOT NULL CHECK (row_count >= 0),
  fault             TEXT
) STRICT;

CREATE TABLE settings (
  hash              TEXT    PRIMARY KEY CHECK (length(hash) = 64),
  first_used_utc_ms INTEGER NOT NULL,
  body              TEXT    NOT NULL
) STRICT;

CREATE TABLE settings_uses (
  after_sequence INTEGER PRIMARY KEY CHECK (after_sequence >= 0),
  hash           TEXT    NOT NULL REFERENCES settings (hash),
  used_at_utc_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE account_reports (
  file_hash          TEXT    PRIMARY KEY CHECK (length(file_hash) = 64),
  file_name          TEXT    NOT NULL,
  server             TEXT    NOT NULL,
  login              TEXT    NOT NULL,
  written_at_utc_ms  INTEGER,
  imported_at_utc_ms INTEGER NOT NULL,
  body               TEXT    NOT NULL
) STRICT;

CREATE INDEX account_reports_by_account ON account_reports (server, login, imported_at_utc_ms);
`,
};
