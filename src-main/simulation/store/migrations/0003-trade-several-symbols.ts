/** One market a symbol, each with its last quote; money that came and went beside the trades. */
export const tradeSeveralSymbols = `
  CREATE TABLE markets (
    symbol TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    quote_utc_ms INTEGER,
    bid REAL,
    ask REAL
  ) STRICT;

  -- The one market's name told its symbol: "synthetic XAUUSD, walk …", "replay of XAUUSD from …".
  INSERT INTO markets
    SELECT rtrim(substr(market, 11, instr(substr(market, 11), ' ') - 1), ','), market, quote_utc_ms, bid, ask FROM terminal;
  ALTER TABLE terminal DROP COLUMN market;
  ALTER TABLE terminal DROP COLUMN quote_utc_ms;
  ALTER TABLE terminal DROP COLUMN bid;
  ALTER TABLE terminal DROP COLUMN ask;

  UPDATE working_orders SET request = json_set(request, '$.symbol', (SELECT symbol FROM markets));

  CREATE TABLE cash (
    deal_ticket INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    amount REAL NOT NULL,
    occurred_at_utc_ms INTEGER NOT NULL
  ) STRICT;
`;
