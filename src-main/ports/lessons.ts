import type { LessonView } from '#shared/contract/agents.ts';
import type { Lesson } from '#shared/agent/lesson.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** A lesson as it stands: retired, it is shown to nobody who looks as of then or later. */
export interface StoredLesson {
  readonly lesson: Lesson;
  readonly retired: LessonView['retired'];
}

/** The ledger's lessons. What was learnt after `asOfUtcMs` is not in an answer, and neither is a retired one unless it is asked for. */
export interface LessonReads {
  readonly lesson: (id: RecordId) => Lesson | null;
  /** Not retired by then, newest first. */
  readonly activeAsOf: (wish: { readonly asOfUtcMs: UtcMs; readonly limit: number }) => readonly Lesson[];
  /** With uses and effect, newest first. */
  readonly page: (wish: { readonly beforeUtcMs: UtcMs | null; readonly limit: number }) => readonly LessonView[];
}
