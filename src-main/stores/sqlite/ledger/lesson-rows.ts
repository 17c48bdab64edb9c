import { canonicalJson } from '#shared/base/canonical-json.ts';
import { lessonSchema, type Lesson } from '#shared/agent/lesson.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { StoredLesson } from '#main/ports/lessons.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

export function insertLesson(db: WritableDb, sequence: number, lesson: Lesson): void {
  db.command('INSERT INTO lessons (lesson_id, sequence, learnt_at_utc_ms, lesson) VALUES (?, ?, ?, ?)').run(
    lesson.lessonId,
    sequence,
    lesson.learntAtUtcMs,
    canonicalJson(lesson),
  );
}

/** The first word of it stands. */
export function retireLesson(
  db: WritableDb,
  { lessonId, reason, atUtcMs }: { readonly lessonId: RecordId; readonly reason: string; readonly atUtcMs: UtcMs },
): void {
  db.command(
    'UPDATE lessons SET retired_at_utc_ms = ?, retired_reason = ? WHERE lesson_id = ? AND retired_at_utc_ms IS NULL',
  ).run(atUtcMs, reason, lessonId);
}

interface LessonRow {
  readonly lesson: string;
  readonly retiredAtUtcMs: number | null;
  readonly reason: string | null;
}

const columns = 'lesson, retired_at_utc_ms AS retiredAtUtcMs, retired_reason AS reason';
const newestFirst = 'ORDER BY learnt_at_utc_ms DESC, sequence DESC LIMIT ?';

export function selectLesson(db: ReadableDb, id: RecordId): StoredLesson | null {
  const row = db.query<LessonRow>(`SELECT ${columns} FROM lessons WHERE lesson_id = ?`).first(id);
  return row === undefined ? null : lessonOf(row);
}

export const selectLessonsBefore = (
  db: ReadableDb,
  { beforeUtcMs, limit }: { readonly beforeUtcMs: UtcMs | null; readonly limit: number },
): readonly StoredLesson[] =>
  (beforeUtcMs === null
    ? db.query<LessonRow>(`SELECT ${columns} FROM lessons ${newestFirst}`).all(limit)
    : db
        .query<LessonRow>(`SELECT ${columns} FROM lessons WHERE learnt_at_utc_ms < ? ${newestFirst}`)
        .all(beforeUtcMs, limit)
  ).map(lessonOf);

export const selectLessonsActiveAt = (
  db: ReadableDb,
  { asOfUtcMs, limit }: { readonly asOfUtcMs: UtcMs; readonly limit: number },
): readonly Lesson[] =>
  db
    .query<LessonRow>(
      `SELECT ${columns} FROM lessons WHERE learnt_at_utc_ms <= ? AND coalesce(retired_at_utc_ms > ?, 1) ${newestFirst}`,
    )
    .all(asOfUtcMs, asOfUtcMs, limit)
    .map((row) => lessonOf(row).lesson);

export const selectUsesOf = (db: ReadableDb, id: RecordId): ReadonlySet<string> =>
  new Set(
    db
      .query<{ readonly decisionId: string }>(
        'SELECT decision_id AS decisionId FROM lesson_uses WHERE lesson_id = ? ORDER BY decision_id',
      )
      .all(id)
      .map(({ decisionId }) => decisionId),
  );

const lessonOf = ({ lesson, retiredAtUtcMs, reason }: LessonRow): StoredLesson => ({
  lesson: lessonSchema.parse(JSON.parse(lesson)),
  retired: retiredAtUtcMs === null || reason === null ? null : { atUtcMs: utcMs(retiredAtUtcMs), reason },
});
