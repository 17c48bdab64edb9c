import type { Migration } from '../../sqlite/store-definition.ts';

/**
 * Steps and exchanges of a run that is under way stand in rows; once it has said what it thinks they are packed into its recording, with what it was given.
 * Runs are numbered as they begin, and the oldest are forgotten first. The checkpoints' tables have the shape that the graphs' own saver gives them: it
 * takes them as they are.
 */
export const createAgents: Migration = {
  version: 1,
  name: 'create runs and checkpoints',
  sql: `
CREATE TABLE runs (
  run               INTEGER PRIMARY KEY,
  run_id            TEXT    NOT NULL UNIQUE,
  kind              TEXT    NOT NULL,
  scenario          TEXT    NOT NULL,
  symbol            TEXT    NOT NULL,
  decision_id       TEXT,
  started_at_utc_ms INTEGER NOT NULL,
  state             TEXT    NOT NULL,
  summary           TEXT    NOT NULL
) STRICT;

CREATE INDEX runs_by_start ON runs (started_at_utc_ms, run_id);
CREATE INDEX runs_by_decision ON runs (decision_id) WHERE decision_id IS NOT NULL;
CREATE INDEX runs_by_state ON runs (state) WHERE state IN ('running', 'waiting');

CREATE TABLE steps (
  run      INTEGER NOT NULL REFERENCES runs (run) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  step     TEXT    NOT NULL,
  PRIMARY KEY (run, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE exchanges (
  run      INTEGER NOT NULL REFERENCES runs (run) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  exchange TEXT    NOT NULL,
  PRIMARY KEY (run, sequence)
) STRICT;

CREATE TABLE recordings (
  run  INTEGER PRIMARY KEY REFERENCES runs (run) ON DELETE CASCADE,
  body BLOB    NOT NULL
) STRICT;

CREATE TABLE checkpoints (
  thread_id            TEXT NOT NULL,
  checkpoint_ns        TEXT NOT NULL DEFAULT '',
  checkpoint_id        TEXT NOT NULL,
  parent_checkpoint_id TEXT,
  type                 TEXT,
  checkpoint           BLOB,
  metadata             BLOB,
  PRIMARY KEY (thread_id, checkpoint_ns, checkpoint_id)
);

CREATE TABLE writes (
  thread_id     TEXT    NOT NULL,
  checkpoint_ns TEXT    NOT NULL DEFAULT '',
  checkpoint_id TEXT    NOT NULL,
  task_id       TEXT    NOT NULL,
  idx           INTEGER NOT NULL,
  channel       TEXT    NOT NULL,
  type          TEXT,
  value         BLOB,
  PRIMARY KEY (thread_id, checkpoint_ns, checkpoint_id, task_id, idx)
);
`,
};
