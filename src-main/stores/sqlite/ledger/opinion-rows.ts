import { canonicalJson } from '#shared/base/canonical-json.ts';
import { opinionSchema, type Opinion } from '#shared/agent/opinion.ts';
import type { DecisionId } from '#shared/trading/ids.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** With the lessons that it was given with: each counts once for a decision, however often a replay decides it again. */
export function insertOpinion(db: WritableDb, sequence: number, opinion: Opinion): void {
  const { decisionId, lessons } = opinion;
  db.command('INSERT INTO opinions (sequence, decision_id, opinion) VALUES (?, ?, ?)').run(
    sequence,
    decisionId,
    canonicalJson(opinion),
  );
  for (const lesson of lessons)
    db.command('INSERT OR IGNORE INTO lesson_uses (lesson_id, decision_id) VALUES (?, ?)').run(lesson, decisionId);
}

/** The newest on a decision that a replay made again. */
export function selectOpinionOn(db: ReadableDb, decision: DecisionId): Opinion | null {
  const row = db
    .query<{ readonly opinion: string }>(
      'SELECT opinion FROM opinions WHERE decision_id = ? ORDER BY sequence DESC LIMIT 1',
    )
    .first(decision);
  return row === undefined ? null : opinionSchema.parse(JSON.parse(row.opinion));
}
