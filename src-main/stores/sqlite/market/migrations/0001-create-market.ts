import type { Migration } from '../../store-definition.ts';

/** Bars by series and ticks by symbol. Times are UTC milliseconds, prices bid (bars) or bid and ask (ticks); NULL is unknown, never zero. */
export const createMarket: Migration = {
  version: 1,
  name: 'create the market store',
  sql: `
CREATE TABLE bar_series (
  series_id INTEGER PRIMARY KEY,
  symbol    TEXT    NOT NULL,
  timeframe TEXT    NOT NULL,
  source    TEXT    NOT NULL,
  anchor    TEXT    NOT NULL,
  bar_count INTEGER NOT NULL DEFAULT 0 CHECK (bar_count >= 0),
  UNIQUE (symbol, timeframe, source, anchor)
) STRICT;

CREATE TABLE bars (
  series_id        INTEGER NOT NULL REFERENCES bar_series (series_id),
  open_time_utc_ms INTEGER NOT NULL,
  open             REAL    NOT NULL,
  high             REAL    NOT NULL,
  low              REAL    NOT NULL CHECK (low > 0),
  close            REAL    NOT NULL,
  tick_volume      INTEGER,
  spread_points    REAL,
  PRIMARY KEY (series_id, open_time_utc_ms),
  CHECK (low <= min(open, close) AND high >= max(open, close))
) STRICT, WITHOUT ROWID;

CREATE TABLE tick_cursors (
  symbol_id      INTEGER PRIMARY KEY,
  symbol         TEXT    NOT NULL UNIQUE,
  stamp_ms       INTEGER NOT NULL,
  taken_at_stamp INTEGER NOT NULL CHECK (taken_at_stamp >= 0)
) STRICT;

CREATE TABLE ticks (
  symbol_id          INTEGER NOT NULL REFERENCES tick_cursors (symbol_id),
  occurred_at_utc_ms INTEGER NOT NULL,
  ordinal            INTEGER NOT NULL CHECK (ordinal >= 0),
  bid                REAL    NOT NULL CHECK (bid > 0),
  ask                REAL    NOT NULL CHECK (ask >= bid),
  PRIMARY KEY (symbol_id, occurred_at_utc_ms, ordinal)
) STRICT, WITHOUT ROWID;
`,
};
