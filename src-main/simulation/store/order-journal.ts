import { z } from 'zod';
import { wireOrderStateSchema, type WireOrderState } from '#main/protocol/messages/trade-messages.ts';
import { formatClientOrderId, type ClientOrderIdParts } from '#shared/trading/client-order-id.ts';
import { clientOrderId, positionIdSchema, type ClientOrderId } from '#shared/trading/ids.ts';
import { priceSchema } from '#shared/units/price.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { TerminalDb } from './open-terminal-db.ts';

/** received: the adviser has it. sending: it may have reached the broker. result: it is known what became of it. */
export interface JournalEntry {
  readonly state: 'received' | 'sending' | 'result';
  readonly id: ClientOrderId;
  readonly parametersHash: string;
  readonly order: JournaledOrder;
  /** Null before SENDING. */
  readonly sendingAtUtcMs: UtcMs | null;
  /** What was told of it last; null where nothing was. */
  readonly result: WireOrderState | null;
}

/** What has to be known of an order to look for what became of it. */
export type JournaledOrder = z.infer<typeof journaledOrderSchema>;

const journaledOrderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('entry') }).readonly(),
  z.object({ kind: z.literal('reduceOnly') }).readonly(),
  z
    .object({
      kind: z.literal('modify'),
      positionId: positionIdSchema,
      stop: priceSchema,
      target: priceSchema.nullable(),
    })
    .readonly(),
]);

/** The adviser's own memory of orders. Each write is on the disk before it returns; entries are never removed. */
export interface OrderJournal {
  readonly find: (id: ClientOrderId) => JournalEntry | null;
  readonly unresolved: () => readonly JournalEntry[];
  /** Highest counter under a tag, or null where the tag is new. */
  readonly highestCounter: (installationTag: number) => number | null;
  /** The highest id of each tag, the cockpit that traded here last first. */
  readonly marks: () => readonly ClientOrderId[];
  readonly receive: (order: {
    readonly id: ClientOrderId;
    readonly parts: ClientOrderIdParts;
    /** The whole order as canonical JSON. */
    readonly parameters: string;
    readonly parametersHash: string;
    readonly receivedAtUtcMs: UtcMs;
  }) => void;
  readonly markSending: (id: ClientOrderId, atUtcMs: UtcMs) => void;
  /** An answer that is no end. */
  readonly storeAnswer: (id: ClientOrderId, answer: WireOrderState) => void;
  readonly storeResult: (id: ClientOrderId, result: WireOrderState) => void;
}

/** So many fit into a snapshot's head. */
const marksMax = 64;

export function orderJournal(db: TerminalDb): OrderJournal {
  const columns = 'client_order_id, parameters, parameters_hash, state, result, sending_at_utc_ms';
  const find = db.prepare(`SELECT ${columns} FROM journal WHERE client_order_id = ?`);
  const unresolved = db.prepare(`SELECT ${columns} FROM journal WHERE state <> 'result' ORDER BY sequence`);
  const highest = db.prepare('SELECT MAX(counter) AS counter FROM journal WHERE installation_tag = ?');
  const marks = db.prepare(
    `SELECT installation_tag AS installationTag, MAX(counter) AS counter FROM journal
     GROUP BY installation_tag ORDER BY MAX(sequence) DESC LIMIT ${marksMax}`,
  );
  const insert = db.prepare(
    `INSERT INTO journal
       (client_order_id, installation_tag, counter, parameters, parameters_hash, state, received_at_utc_ms)
     VALUES (?, ?, ?, ?, ?, 'received', ?)`,
  );
  const markSending = db.prepare(
    `UPDATE journal SET state = 'sending', sending_at_utc_ms = ? WHERE client_order_id = ?`,
  );
  const storeAnswer = db.prepare(`UPDATE journal SET result = ? WHERE client_order_id = ? AND state <> 'result'`);
  const storeResult = db.prepare(`UPDATE journal SET state = 'result', result = ? WHERE client_order_id = ?`);
  return {
    find: (id) => {
      const row = find.get(id) as JournalRow | undefined;
      return row === undefined ? null : entryOf(row);
    },
    unresolved: () => (unresolved.all() as JournalRow[]).map(entryOf),
    highestCounter: (installationTag) => (highest.get(installationTag) as { readonly counter: number | null }).counter,
    marks: () => (marks.all() as ClientOrderIdParts[]).map(formatClientOrderId),
    receive: ({ id, parts, parameters, parametersHash, receivedAtUtcMs }) => {
      insert.run(id, parts.installationTag, parts.counter, parameters, parametersHash, receivedAtUtcMs);
    },
    markSending: (id, atUtcMs) => {
      markSending.run(atUtcMs, id);
    },
    storeAnswer: (id, answer) => {
      storeAnswer.run(JSON.stringify(answer), id);
    },
    storeResult: (id, result) => {
      storeResult.run(JSON.stringify(result), id);
    },
  };
}

interface JournalRow {
  readonly client_order_id: string;
  readonly parameters: string;
  readonly parameters_hash: string;
  readonly state: 'received' | 'sending' | 'result';
  readonly result: string | null;
  readonly sending_at_utc_ms: number | null;
}

const entryOf = (row: JournalRow): JournalEntry => ({
  state: row.state,
  id: clientOrderId(row.client_order_id),
  parametersHash: row.parameters_hash,
  order: journaledOrderSchema.parse(JSON.parse(row.parameters)),
  sendingAtUtcMs: row.sending_at_utc_ms === null ? null : utcMs(row.sending_at_utc_ms),
  result: row.result === null ? null : wireOrderStateSchema.parse(JSON.parse(row.result)),
});
