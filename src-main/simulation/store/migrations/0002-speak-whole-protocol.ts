/** What the adviser keeps of halts, of the day and of orders that are on their way; what the broker keeps of terms and of working orders. */
export const speakWholeProtocol = `
  ALTER TABLE terminal ADD COLUMN margin_mode TEXT NOT NULL DEFAULT 'hedging' CHECK (margin_mode IN ('hedging', 'netting'));
  ALTER TABLE terminal ADD COLUMN stop_out_percent REAL NOT NULL DEFAULT 50;
  ALTER TABLE terminal ADD COLUMN day_utc_ms INTEGER;
  ALTER TABLE terminal ADD COLUMN day_baseline REAL;
  ALTER TABLE terminal ADD COLUMN app_halted INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE terminal ADD COLUMN chart_halted INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE terminal ADD COLUMN halt_reason TEXT NOT NULL DEFAULT '';

  ALTER TABLE positions ADD COLUMN origin TEXT NOT NULL DEFAULT 'manual';
  UPDATE positions SET origin = 'ats' WHERE client_order_id IS NOT NULL;

  -- Every order of the first version was filled as a whole or refused.
  ALTER TABLE executions ADD COLUMN retcode INTEGER NOT NULL DEFAULT 10009;
  ALTER TABLE executions ADD COLUMN volume REAL NOT NULL DEFAULT 0;
  UPDATE executions SET retcode = 10006 WHERE refusal IS NOT NULL;
  UPDATE executions SET volume = COALESCE(
    (SELECT SUM(deals.volume) FROM deals WHERE deals.order_ticket = executions.order_ticket), 0);

  CREATE TABLE working_orders (
    order_ticket INTEGER PRIMARY KEY,
    client_order_id TEXT,
    request TEXT NOT NULL,
    parts TEXT NOT NULL,
    volume_done REAL NOT NULL,
    placed_at_utc_ms INTEGER NOT NULL
  ) STRICT;

  -- A state that is no result yet may have an answer beside it: accepted, filled in part, unknown.
  ALTER TABLE journal ADD COLUMN sending_at_utc_ms INTEGER;
  UPDATE journal SET sending_at_utc_ms = received_at_utc_ms WHERE state = 'sending';
  CREATE INDEX journal_unresolved ON journal (sequence) WHERE state <> 'result';

  -- What was opened on a day is counted with every report of the account.
  CREATE INDEX deals_by_time ON deals (occurred_at_utc_ms);
`;
