import { faultSchema, type Fault } from '#shared/base/fault.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import {
  intentIdSchema,
  type ApprovalId,
  type ClientOrderId,
  type DecisionId,
  type IntentId,
} from '#shared/trading/ids.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { StoredSignal } from '#main/ports/signal-storage.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import { selectApproval } from './approval-rows.ts';
import { decisionFrom, type DecisionRow } from './decision-rows.ts';
import { selectOrder } from './order-rows.ts';

/** A decision that asks for something is a signal; what came of it is filled in by the events that follow. */
export function insertSignal(db: WritableDb, sequence: number, decision: SignalDecision): void {
  const { decisionId, scenario, symbol, signal, asOfUtcMs } = decision;
  if (signal.kind === 'none') return;
  db.command(
    `INSERT INTO signals (sequence, decision_id, scenario, symbol, kind, side, as_of_utc_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(sequence, decisionId, scenario, symbol, signal.kind, signal.side, asOfUtcMs);
}

/** A replay that is played again decides the same again: what follows belongs to the newest decision of that id. */
export function linkIntent(db: WritableDb, decision: DecisionId, intent: IntentId): void {
  db.command(
    'UPDATE signals SET intent_id = ? WHERE sequence = (SELECT max(sequence) FROM signals WHERE decision_id = ?)',
  ).run(intent, decision);
}

const ofNewestWithIntent = 'WHERE sequence = (SELECT max(sequence) FROM signals WHERE intent_id = ?)';

export function linkDenial(db: WritableDb, intent: IntentId, denial: Fault): void {
  db.command(`UPDATE signals SET denial = ? ${ofNewestWithIntent}`).run(canonicalJson(denial), intent);
}

export function linkApproval(db: WritableDb, intent: IntentId, approval: ApprovalId): void {
  db.command(`UPDATE signals SET approval_id = ? ${ofNewestWithIntent}`).run(approval, intent);
}

export function linkOrder(db: WritableDb, intent: IntentId, order: ClientOrderId): void {
  db.command(`UPDATE signals SET client_order_id = ? ${ofNewestWithIntent}`).run(order, intent);
}

/** The decision that an intent followed from: the newest where a replay made it again. */
export function selectDecisionOf(db: ReadableDb, intent: IntentId): SignalDecision | null {
  const row = db
    .query<DecisionRow>(
      `SELECT decision FROM signals JOIN decisions USING (sequence) WHERE intent_id = ? ORDER BY signals.sequence DESC LIMIT 1`,
    )
    .first(intent);
  return row === undefined ? null : decisionFrom(row);
}

/** The name of that decision alone, which a replay keeps. */
export const selectDecisionIdOf = (db: ReadableDb, intent: IntentId): DecisionId | null =>
  db
    .query<{ readonly decisionId: DecisionId }>(
      'SELECT decision_id AS decisionId FROM signals WHERE intent_id = ? ORDER BY sequence DESC LIMIT 1',
    )
    .first(intent)?.decisionId ?? null;

/** The newest of its name, where a replay made it again; null as well where it asked for nothing. */
export function selectNewestDecision(db: ReadableDb, id: DecisionId): SignalDecision | null {
  const row = db
    .query<DecisionRow>(
      `SELECT decision FROM signals JOIN decisions USING (sequence) WHERE signals.decision_id = ? ORDER BY signals.sequence DESC LIMIT 1`,
    )
    .first(id);
  return row === undefined ? null : decisionFrom(row);
}

interface SignalRow extends DecisionRow {
  readonly sequence: number;
  readonly intentId: string | null;
  readonly denial: string | null;
  readonly approvalId: ApprovalId | null;
  readonly clientOrderId: ClientOrderId | null;
}

const select = `SELECT signals.sequence AS sequence, decision, intent_id AS intentId, denial, approval_id AS approvalId,
  client_order_id AS clientOrderId FROM signals JOIN decisions USING (sequence)`;

export function selectSignals(
  db: ReadableDb,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): readonly StoredSignal[] {
  const order = 'ORDER BY signals.sequence DESC LIMIT ?';
  const rows =
    before === null
      ? db.query<SignalRow>(`${select} ${order}`).all(limit)
      : db.query<SignalRow>(`${select} WHERE signals.sequence < ? ${order}`).all(before, limit);
  return rows.map((row) => signalOf(db, row));
}

const signalOf = (db: ReadableDb, row: SignalRow): StoredSignal => ({
  sequence: row.sequence,
  decision: decisionFrom(row),
  intentId: row.intentId === null ? null : intentIdSchema.parse(row.intentId),
  denial: row.denial === null ? null : faultSchema.parse(JSON.parse(row.denial)),
  approval: row.approvalId === null ? null : selectApproval(db, row.approvalId),
  order: row.clientOrderId === null ? null : selectOrder(db, row.clientOrderId),
});
