import type { Migration } from '../../store-definition.ts';

/** Rules also move a stop and close a part: signals of version 2 had no room for those. */
export const keepEverySignal: Migration = {
  version: 3,
  name: 'keep signals that move a stop or close a part',
  sql: `
CREATE TABLE signals_of_every_kind (
  sequence        INTEGER PRIMARY KEY REFERENCES events (sequence),
  decision_id     TEXT    NOT NULL,
  scenario        TEXT    NOT NULL,
  symbol          TEXT    NOT NULL,
  kind            TEXT    NOT NULL CHECK (kind IN ('enter', 'exit', 'moveStop', 'closePart')),
  side            TEXT    NOT NULL,
  as_of_utc_ms    INTEGER NOT NULL,
  intent_id       TEXT,
  denial          TEXT,
  approval_id     TEXT    REFERENCES approvals (approval_id),
  client_order_id TEXT    REFERENCES orders (client_order_id)
) STRICT;

INSERT INTO signals_of_every_kind SELECT * FROM signals;
DROP TABLE signals;
ALTER TABLE signals_of_every_kind RENAME TO signals;

CREATE INDEX signals_by_decision ON signals (decision_id, sequence);
CREATE INDEX signals_by_intent ON signals (intent_id, sequence) WHERE intent_id IS NOT NULL;
`,
};
