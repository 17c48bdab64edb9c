/** The account with its history, the adviser's journal, and how far the market was played. */
export const createTerminal = `
  CREATE TABLE terminal (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    server TEXT NOT NULL,
    login TEXT NOT NULL,
    market TEXT NOT NULL,
    start_utc_ms INTEGER NOT NULL,
    minute_utc_ms INTEGER NOT NULL,
    quotes_passed INTEGER NOT NULL,
    quote_utc_ms INTEGER,
    bid REAL,
    ask REAL,
    held_by TEXT NOT NULL,
    speed REAL NOT NULL,
    speed_asked REAL NOT NULL,
    balance REAL NOT NULL,
    credit REAL NOT NULL,
    last_order_ticket INTEGER NOT NULL,
    last_deal_ticket INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE positions (
    position_id TEXT PRIMARY KEY,
    symbol TEXT NOT NULL,
    side TEXT NOT NULL,
    volume REAL NOT NULL,
    open_price REAL NOT NULL,
    opened_at_utc_ms INTEGER NOT NULL,
    stop REAL,
    target REAL,
    profit REAL NOT NULL,
    swap REAL NOT NULL,
    client_order_id TEXT
  ) STRICT;

  -- The broker's own list of what reached it. No constraint keeps an id from standing here twice: were it ever executed twice, it must show.
  CREATE TABLE executions (
    order_ticket INTEGER PRIMARY KEY,
    client_order_id TEXT,
    refusal TEXT,
    occurred_at_utc_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX executions_by_client_order_id ON executions (client_order_id);

  CREATE TABLE deals (
    deal_ticket INTEGER PRIMARY KEY,
    order_ticket INTEGER NOT NULL,
    position_id TEXT NOT NULL,
    client_order_id TEXT,
    symbol TEXT NOT NULL,
    side TEXT NOT NULL,
    entry TEXT NOT NULL,
    reason TEXT NOT NULL,
    volume REAL NOT NULL,
    price REAL NOT NULL,
    profit REAL NOT NULL,
    commission REAL NOT NULL,
    swap REAL NOT NULL,
    occurred_at_utc_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX deals_by_order_ticket ON deals (order_ticket);

  CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY,
    client_order_id TEXT NOT NULL UNIQUE,
    installation_tag INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    parameters_hash TEXT NOT NULL,
    parameters TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'sending', 'result')),
    result TEXT,
    received_at_utc_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX journal_by_tag ON journal (installation_tag, counter);
`;
