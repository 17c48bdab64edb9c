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

export const selectLatestDecisions = (db: ReadableDb, limit: number): readonly SignalDecision[] =>
  db
    .query<{ readonly decision: string }>('SELECT decision FROM decisions ORDER BY sequence DESC LIMIT ?')
    .all(limit)
    .map((row) => signalDecisionSchema.parse(JSON.parse(row.decision)));
