import type { Migration } from '../../store-definition.ts';

/**
 * What keeps the market in step with its terminal: superseded bars, holes, states and logs of the synchronizer, the calendar, indicators of
 * closed bars, imported files, and the outbox. Ticks get a source: the table of their cursors, a few rows, is made anew as `tick_series`;
 * the ticks themselves stay where they are.
 */
export const keepInStep: Migration = {
  version: 2,
  name: 'keep the market in step',
  sql: `
CREATE TABLE tick_series (
  symbol_id      INTEGER PRIMARY KEY,
  symbol         TEXT    NOT NULL,
  source         TEXT    NOT NULL,
  tick_count     INTEGER NOT NULL DEFAULT 0 CHECK (tick_count >= 0),
  stamp_ms       INTEGER,
  taken_at_stamp INTEGER CHECK (taken_at_stamp >= 0),
  UNIQUE (symbol, source),
  CHECK ((stamp_ms IS NULL) = (taken_at_stamp IS NULL))
) STRICT;
INSERT INTO tick_series
  SELECT symbol_id, symbol, 'terminal', (SELECT count(*) FROM ticks WHERE ticks.symbol_id = tick_cursors.symbol_id), stamp_ms, taken_at_stamp
  FROM tick_cursors;
DROP TABLE tick_cursors;
-- by way of the old name, so that the ticks' reference follows
ALTER TABLE tick_series RENAME TO tick_cursors;
ALTER TABLE tick_cursors RENAME TO tick_series;
ALTER TABLE tick_series RENAME COLUMN symbol_id TO tick_series_id;
ALTER TABLE ticks RENAME COLUMN symbol_id TO tick_series_id;

CREATE TABLE bar_revisions (
  revision_id          INTEGER PRIMARY KEY,
  series_id            INTEGER NOT NULL REFERENCES bar_series (series_id),
  open_time_utc_ms     INTEGER NOT NULL,
  open                 REAL    NOT NULL,
  high                 REAL    NOT NULL,
  low                  REAL    NOT NULL,
  close                REAL    NOT NULL,
  tick_volume          INTEGER,
  spread_points        REAL,
  superseded_at_utc_ms INTEGER NOT NULL,
  reason               TEXT    NOT NULL CHECK (reason IN ('corrected'))
) STRICT;
CREATE INDEX bar_revisions_by_bar ON bar_revisions (series_id, open_time_utc_ms);

CREATE TABLE holes (
  series_id          INTEGER NOT NULL REFERENCES bar_series (series_id),
  from_utc_ms        INTEGER NOT NULL,
  to_utc_ms          INTEGER NOT NULL,
  kind               TEXT    NOT NULL CHECK (kind IN ('weekend', 'holiday', 'session', 'unexpected')),
  missing_bars       INTEGER NOT NULL CHECK (missing_bars >= 0),
  attempts           INTEGER NOT NULL CHECK (attempts >= 0),
  is_empty_at_source INTEGER NOT NULL CHECK (is_empty_at_source IN (0, 1)),
  PRIMARY KEY (series_id, from_utc_ms),
  CHECK (to_utc_ms > from_utc_ms)
) STRICT, WITHOUT ROWID;

-- symbol and timeframe are '' where the stream has none
CREATE TABLE sync_state (
  kind                   TEXT    NOT NULL CHECK (kind IN ('bars', 'ticks', 'deals', 'calendar')),
  symbol                 TEXT    NOT NULL,
  timeframe              TEXT    NOT NULL,
  backfilled_from_utc_ms INTEGER,
  wanted_from_utc_ms     INTEGER,
  cursor_utc_ms          INTEGER,
  corrections            INTEGER NOT NULL CHECK (corrections >= 0),
  last_fault             TEXT    CHECK (json_valid(last_fault)),
  changed_at_utc_ms      INTEGER NOT NULL,
  PRIMARY KEY (kind, symbol, timeframe)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_logs (
  log_id            INTEGER PRIMARY KEY,
  started_at_utc_ms INTEGER NOT NULL,
  kind              TEXT    NOT NULL CHECK (kind IN ('bars', 'ticks', 'deals', 'calendar')),
  symbol            TEXT,
  timeframe         TEXT,
  action            TEXT    NOT NULL CHECK (action IN ('backfill', 'delta', 'repair', 'live', 'correction')),
  duration_ms       REAL    NOT NULL CHECK (duration_ms >= 0),
  row_count         INTEGER NOT NULL CHECK (row_count >= 0),
  fault             TEXT    CHECK (json_valid(fault))
) STRICT;

CREATE TABLE economic_calendar (
  source           TEXT    NOT NULL,
  value_id         TEXT    NOT NULL,
  event_id         TEXT    NOT NULL,
  release_utc_ms   INTEGER NOT NULL,
  currency         TEXT    NOT NULL,
  importance       TEXT    NOT NULL CHECK (importance IN ('none', 'low', 'moderate', 'high')),
  name             TEXT    NOT NULL,
  actual           REAL,
  forecast         REAL,
  previous         REAL,
  revised_previous REAL,
  PRIMARY KEY (source, value_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX economic_calendar_by_release ON economic_calendar (source, release_utc_ms);

CREATE TABLE calendar_coverage (
  source      TEXT    NOT NULL,
  from_utc_ms INTEGER NOT NULL,
  to_utc_ms   INTEGER NOT NULL,
  PRIMARY KEY (source, from_utc_ms),
  CHECK (to_utc_ms > from_utc_ms)
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar_revisions (
  revision_id          INTEGER PRIMARY KEY,
  source               TEXT    NOT NULL,
  value_id             TEXT    NOT NULL,
  event_id             TEXT    NOT NULL,
  release_utc_ms       INTEGER NOT NULL,
  currency             TEXT    NOT NULL,
  importance           TEXT    NOT NULL,
  name                 TEXT    NOT NULL,
  actual               REAL,
  forecast             REAL,
  previous             REAL,
  revised_previous     REAL,
  superseded_at_utc_ms INTEGER NOT NULL,
  reason               TEXT    NOT NULL CHECK (reason IN ('corrected', 'removed'))
) STRICT;
CREATE INDEX calendar_revisions_by_value ON calendar_revisions (source, value_id);

-- of the rows, those up to derived_to_utc_ms count; later ones are left from before a bar changed, and are replaced
CREATE TABLE indicator_sets (
  set_id            INTEGER PRIMARY KEY,
  series_id         INTEGER NOT NULL REFERENCES bar_series (series_id),
  version           INTEGER NOT NULL,
  names             TEXT    NOT NULL CHECK (json_valid(names)),
  derived_to_utc_ms INTEGER,
  UNIQUE (series_id, version)
) STRICT;

-- packed: little-endian float64 in the order of the set's names, NaN where a value is not defined
CREATE TABLE technical_indicators (
  set_id           INTEGER NOT NULL REFERENCES indicator_sets (set_id),
  open_time_utc_ms INTEGER NOT NULL,
  packed           BLOB    NOT NULL,
  PRIMARY KEY (set_id, open_time_utc_ms)
) STRICT, WITHOUT ROWID;

CREATE TABLE imported_files (
  content_hash       TEXT    NOT NULL,
  reading            TEXT    NOT NULL,
  name               TEXT    NOT NULL,
  size_bytes         INTEGER NOT NULL CHECK (size_bytes >= 0),
  started_at_utc_ms  INTEGER NOT NULL,
  finished_at_utc_ms INTEGER,
  records_committed  INTEGER NOT NULL CHECK (records_committed >= 0),
  body               TEXT    NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (content_hash, reading)
) STRICT, WITHOUT ROWID;
CREATE INDEX imported_files_by_start ON imported_files (started_at_utc_ms);

-- key: JSON of the series, or the source of the calendar; the range's end is exclusive
CREATE TABLE outbox (
  sequence          INTEGER PRIMARY KEY AUTOINCREMENT,
  topic             TEXT    NOT NULL CHECK (topic IN ('bars', 'calendar')),
  key               TEXT    NOT NULL,
  from_utc_ms       INTEGER NOT NULL,
  to_utc_ms         INTEGER NOT NULL CHECK (to_utc_ms > from_utc_ms),
  created_at_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_by_key ON outbox (topic, key);
`,
};
