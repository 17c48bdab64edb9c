import { wireOrderStateSchema, type WireOrderState } from '#main/protocol/messages/trade-messages.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { formatClientOrderId, type ClientOrderIdParts } from '#shared/trading/client-order-id.ts';
import { clientOrderId, type ClientOrderId } from '#shared/trading/ids.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { TerminalDb } from './open-terminal-db.ts';

/** received: the adviser has it. sending: it may have reached the broker. result: it is known what became of it. */
export type JournalEntry =
  | { readonly state: 'received' | 'sending'; readonly id: ClientOrderId; readonly parametersHash: string }
  | {
      readonly state: 'result';
      readonly id: ClientOrderId;
      readonly parametersHash: string;
      readonly result: WireOrderState;
    };

/** The adviser's own memory of orders. Each write is on the disk before it returns; entries are never removed. */
export interface OrderJournal {
  readonly find: (id: ClientOrderId) => JournalEntry | null;
  readonly unresolved: () => readonly JournalEntry[];
  /** Highest counter under a tag, or null where the tag is new. */
  readonly highestCounter: (installationTag: number) => number | null;
  /** The highest id under the tag that was journalled last: the one of the cockpit that trades here. */
  readonly highWaterMark: () => ClientOrderId | null;
  readonly receive: (order: {
    readonly id: ClientOrderId;
    readonly parts: ClientOrderIdParts;
    readonly parameters: string;
    readonly parametersHash: string;
    readonly receivedAtUtcMs: UtcMs;
  }) => void;
  readonly markSending: (id: ClientOrderId) => void;
  readonly storeResult: (id: ClientOrderId, result: WireOrderState) => void;
}

export function orderJournal(db: TerminalDb): OrderJournal {
  const columns = 'client_order_id, parameters_hash, state, result';
  const find = db.prepare(`SELECT ${columns} FROM journal WHERE client_order_id = ?`);
  const unresolved = db.prepare(`SELECT ${columns} FROM journal WHERE state <> 'result' ORDER BY sequence`);
  const highest = db.prepare('SELECT MAX(counter) AS counter FROM journal WHERE installation_tag = ?');
  const latestTag = db.prepare('SELECT installation_tag AS tag FROM journal ORDER BY sequence DESC LIMIT 1');
  const insert = db.prepare(
    `INSERT INTO journal
       (client_order_id, installation_tag, counter, parameters, parameters_hash, state, received_at_utc_ms)
     VALUES (?, ?, ?, ?, ?, 'received', ?)`,
  );
  const markSending = db.prepare(`UPDATE journal SET state = 'sending' WHERE client_order_id = ?`);
  const storeResult = db.prepare(`UPDATE journal SET state = 'result', result = ? WHERE client_order_id = ?`);
  const highestCounter = (installationTag: number): number | null =>
    (highest.get(installationTag) as { readonly counter: number | null }).counter;
  return {
    find: (id) => {
      const row = find.get(id) as JournalRow | undefined;
      return row === undefined ? null : entryOf(row);
    },
    unresolved: () => (unresolved.all() as JournalRow[]).map(entryOf),
    highestCounter,
    highWaterMark: () => {
      const latest = latestTag.get() as { readonly tag: number } | undefined;
      if (latest === undefined) return null;
      return formatClientOrderId({ installationTag: latest.tag, counter: highestCounter(latest.tag) ?? 0 });
    },
    receive: ({ id, parts, parameters, parametersHash, receivedAtUtcMs }) => {
      insert.run(id, parts.installationTag, parts.counter, parameters, parametersHash, receivedAtUtcMs);
    },
    markSending: (id) => {
      markSending.run(id);
    },
    storeResult: (id, result) => {
      storeResult.run(JSON.stringify(result), id);
    },
  };
}

interface JournalRow {
  readonly client_order_id: string;
  readonly parameters_hash: string;
  readonly state: 'received' | 'sending' | 'result';
  readonly result: string | null;
}

function entryOf(row: JournalRow): JournalEntry {
  const entry = { id: clientOrderId(row.client_order_id), parametersHash: row.parameters_hash };
  if (row.state !== 'result') return { ...entry, state: row.state };
  const result = assertDefined(row.result, 'an order with a result has one');
  return { ...entry, state: row.state, result: wireOrderStateSchema.parse(JSON.parse(result)) };
}
