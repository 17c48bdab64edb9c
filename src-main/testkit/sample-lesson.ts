import type { z } from 'zod';
import { lessonSchema, type Lesson } from '#shared/agent/lesson.ts';
import { lessonViewSchema, type LessonView } from '#shared/contract/agents.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** What scenario B learnt of a trade of gold; named members can be changed. */
export const sampleLesson = (changes: Partial<z.input<typeof lessonSchema>> = {}): Lesson =>
  lessonSchema.parse({
    lessonId: 'lesson:reflection/88#1',
    tradeId: 'trade:88#1',
    decisionId: 'decision-1',
    scenario: 'B',
    symbol: 'XAUUSD',
    side: 'buy',
    regime: 'trendUp',
    situation: 'A break of the channel in a rising market.',
    observation: 'The spread had widened before the entry.',
    advice: 'Look at the spread of the hour.',
    evidence: [],
    isGrounded: true,
    rMultiple: 1.4,
    model: null,
    runId: `reflection:88@${sampleStartUtcMs}`,
    learntAtUtcMs: sampleStartUtcMs,
    ...changes,
  });

/** That lesson, shown to three decisions. */
export const sampleLessonView = (changes: Partial<z.input<typeof lessonViewSchema>> = {}): LessonView =>
  lessonViewSchema.parse({
    lesson: sampleLesson(),
    retired: null,
    uses: 3,
    tradesWith: 2,
    tradesWithout: 7,
    effectR: 0.3,
    lowR: -0.6,
    highR: 1.2,
    ...changes,
  });
