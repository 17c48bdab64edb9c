import type { ProjectionStore } from '#main/ports/projection.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import { clearProjection } from './clear-projection.ts';
import { countDeadLetters, deleteDeadLetters, selectDeadLetters, upsertDeadLetter } from './dead-letter-rows.ts';
import { deleteMark, selectMark, upsertMark } from './projection-mark-rows.ts';

export type ProjectionReads = Pick<ProjectionStore, 'mark' | 'deadLetters' | 'deadLetterCount'>;

export const sqliteProjectionReads = (db: ReadableDb): ProjectionReads => ({
  mark: (target) => selectMark(db, target),
  deadLetters: (limit) => selectDeadLetters(db, limit),
  deadLetterCount: (projection) => countDeadLetters(db, projection),
});

export const sqliteProjectionStore = (db: WritableDb): ProjectionStore => ({
  ...sqliteProjectionReads(db),
  saveMark: (target, mark) => (mark === null ? deleteMark(db, target) : upsertMark(db, target, mark)),
  addDeadLetter: (letter) => upsertDeadLetter(db, letter),
  clearDeadLetters: (projection, target) => deleteDeadLetters(db, projection, target),
  transaction: (run) => db.transaction(run),
  clear: (projection) => clearProjection(db, projection),
});
