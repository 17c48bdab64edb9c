import type { LessonView } from '#shared/contract/agents.ts';
import { stampText } from './health-text.ts';

/** Each lesson as a paragraph: what it says, and what came of showing it. */
export function lessonsText(lessons: readonly LessonView[]): string {
  if (lessons.length === 0) return 'No lesson was learnt yet.';
  return lessons.map(lessonText).join('\n\n');
}

function lessonText({ lesson, retired, uses, tradesWith, tradesWithout, effectR, lowR, highR }: LessonView): string {
  const { lessonId, scenario, symbol, side, learntAtUtcMs, situation, observation, advice, isGrounded, model } = lesson;
  const effect =
    effectR === null
      ? 'no effect known yet'
      : `effect ${signed(effectR)} R${lowR === null || highR === null ? '' : ` (${signed(lowR)} to ${signed(highR)})`}`;
  return [
    `${lessonId}  ${scenario} ${symbol} ${side}, learnt ${stampText(learntAtUtcMs)} UTC by ${model ?? 'rules'}${isGrounded ? '' : ', ungrounded'}`,
    `  ${situation} ${observation}`,
    `  → ${advice}`,
    `  shown ${uses} times; ${tradesWith} trades with it, ${tradesWithout} without: ${effect}`,
    ...(retired === null ? [] : [`  retired ${stampText(retired.atUtcMs)} UTC: ${retired.reason}`]),
  ].join('\n');
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
