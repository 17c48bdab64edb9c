import type { Migration } from '../../store-definition.ts';

/** What agents thought of decisions, and what trades have taught. All of it follows from the log. */
export const keepAdvice: Migration = {
  version: 4,
  name: 'keep opinions and lessons',
  sql: `
CREATE TABLE opinions (
  sequence    INTEGER PRIMARY KEY REFERENCES events (sequence),
  decision_id TEXT    NOT NULL,
  opinion     TEXT    NOT NULL
) STRICT;

CREATE INDEX opinions_by_decision ON opinions (decision_id, sequence);

CREATE TABLE lessons (
  lesson_id         TEXT    PRIMARY KEY,
  sequence          INTEGER NOT NULL UNIQUE REFERENCES events (sequence),
  learnt_at_utc_ms  INTEGER NOT NULL,
  lesson            TEXT    NOT NULL,
  retired_at_utc_ms INTEGER,
  retired_reason    TEXT,
  CHECK ((retired_at_utc_ms IS NULL) = (retired_reason IS NULL))
) STRICT;

CREATE INDEX lessons_by_time ON lessons (learnt_at_utc_ms, sequence);

-- which lessons an opinion was given with
CREATE TABLE lesson_uses (
  lesson_id   TEXT    NOT NULL,
  decision_id TEXT    NOT NULL,
  PRIMARY KEY (lesson_id, decision_id)
) STRICT, WITHOUT ROWID;
`,
};
