import type { ProjectionMark } from '#main/ports/projection.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

export const selectMark = (db: ReadableDb, target: string): ProjectionMark | null =>
  db.query<ProjectionMark>('SELECT epoch, revision FROM projection_marks WHERE target = ?').first(target) ?? null;

export function upsertMark(db: WritableDb, target: string, { epoch, revision }: ProjectionMark): void {
  db.command(
    `INSERT INTO projection_marks VALUES (?, ?, ?)
     ON CONFLICT (target) DO UPDATE SET epoch = excluded.epoch, revision = excluded.revision`,
  ).run(target, epoch, revision);
}

export function deleteMark(db: WritableDb, target: string): void {
  db.command('DELETE FROM projection_marks WHERE target = ?').run(target);
}
