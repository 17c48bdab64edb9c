import { canonicalJson } from '#shared/base/canonical-json.ts';
import { signalDecisionSchema, type SignalDecision } from '#shared/trading/signal.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

export function insertDecision(db: WritableDb, sequence: number, decision: SignalDecision): void {
  db.command('INSERT INTO decisions (sequence, decision_id, scenario, symbol, decision) VALUES (?, ?, ?, ?, ?)').run(
    sequence,
    decision.decisionId,
    decision.scenario,
    decision.symbol,
    canonicalJson(decision),
  );
}

export function selectDecisionAt(db: ReadableDb, sequence: number): SignalDecision | null {
  const row = db.query<DecisionRow>('SELECT decision FROM decisions WHERE sequence = ?').first(sequence);
  return row === undefined ? null : decisionFrom(row);
}

export const selectLatestDecisions = (db: ReadableDb, limit: number): readonly SignalDecision[] =>
  db.query<DecisionRow>('SELECT decision FROM decisions ORDER BY sequence DESC LIMIT ?').all(limit).map(decisionFrom);

export interface DecisionRow {
  readonly decision: string;
}

export const decisionFrom = ({ decision }: DecisionRow): SignalDecision =>
  signalDecisionSchema.parse(JSON.parse(decision));
