import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Evidence } from '#shared/agent/evidence.ts';
import type { Lesson } from '#shared/agent/lesson.ts';
import { recordId, type RecordId } from '#shared/trading/record-id.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { AgentSources } from '../agent-sources.ts';
import type { Reading } from '../agent-tool.ts';
import { plainWords } from '../plain-words.ts';
import { decisionOf, itselfOf, stateTimeframe, timeframeOf } from './decision-of.ts';
import type { Gather } from './gather.ts';
import { evidenceKey } from './reading.ts';
import { situationsLike } from './situations.ts';

/** Among so many of the newest the nearest are looked for. */
const lookedAtMax = 500;
const lessonsMax = 5;
const rejectionsMax = 5;
const textsMax = 50;
const wordsMax = 600;

/** Lessons of trades in situations like this one, and why the trader rejected tickets like it: only what had been learnt by then. */
export const gatherLessons: Gather = async (question, sources) => {
  if (question.kind === 'governance') return ok({ evidence: [], similar: null, lessons: [] });
  const learnt = learntBy(question, sources);
  const near = await nearnessOf(question, sources);
  return ok(lessonReading(question, { learnt, near, sources }));
};

/** Those that are nearest to some words alone. */
export async function lessonsSaid(
  text: string,
  { question, sources }: { readonly question: Question; readonly sources: AgentSources },
): Promise<Result<Reading, Fault>> {
  const { asOfUtcMs } = question;
  const said = await sources.memory.similarTexts({ text, asOfUtcMs, k: textsMax });
  if (!said.ok) return said;
  const texts = said.value.neighbours.filter(({ knownAtUtcMs }) => knownAtUtcMs <= asOfUtcMs);
  const words = texts.map((one) => one.recordId);
  return ok(
    lessonReading(question, {
      learnt: learntBy(question, sources),
      near: { texts, lesson: ({ lessonId }) => share(words, lessonId) },
      sources: null,
    }),
  );
}

const learntBy = (question: Question, { lessons }: Pick<AgentSources, 'lessons'>): readonly Lesson[] => {
  const { asOfUtcMs } = question;
  const itself = itselfOf(question);
  return lessons
    .activeAsOf({ asOfUtcMs, limit: lookedAtMax })
    .filter(({ learntAtUtcMs, tradeId }) => learntAtUtcMs <= asOfUtcMs && !itself.includes(tradeId));
};

/** The nearest lessons, and the rejections among the texts; those of the scenario's own tickets on the symbol too, where `sources` tell them. */
function lessonReading(
  question: Question,
  {
    learnt,
    near,
    sources,
  }: {
    readonly learnt: readonly Lesson[];
    readonly near: Nearness;
    readonly sources: Pick<AgentSources, 'cockpit'> | null;
  },
): Reading {
  const lessons = learnt
    .map((lesson) => ({ lesson, nearness: near.lesson(lesson) }))
    .filter(({ nearness }) => nearness > 0)
    .toSorted((a, b) => b.nearness - a.nearness || b.lesson.learntAtUtcMs - a.lesson.learntAtUtcMs)
    .slice(0, lessonsMax)
    .map(({ lesson }) => lesson);
  const rejections = rejectionsLike(question, { sources, texts: near.texts });
  return {
    evidence: [...lessons.flatMap(lessonEvidence), ...rejections.map(rejectionEvidence)],
    similar: null,
    lessons: [...lessons.map(({ lessonId }) => lessonId), ...rejections.map((one) => one.recordId)],
  };
}

interface Nearness {
  /** 0: it has nothing to do with it. */
  readonly lesson: (lesson: Lesson) => number;
  /** Records whose words are near, the nearest first, known by then. */
  readonly texts: readonly { readonly recordId: RecordId; readonly text: string; readonly knownAtUtcMs: UtcMs }[];
}

/**
 * How near a lesson is to a question: by the state of the market in which its trade was signalled, by its words, and by being of the same symbol, scenario
 * and side. Each of the first two counts from 1, the nearest, down to 0. Where memory cannot be asked, only the last is known.
 */
async function nearnessOf(question: Question, sources: AgentSources): Promise<Nearness> {
  const decision = decisionOf(question);
  const own = timeframeOf(question, sources);
  const { scenario, symbol, asOfUtcMs } = question;
  const side = decision === null || decision.signal.kind === 'none' ? null : decision.signal.side;
  const [situations, said] = await Promise.all([
    own === null ? null : situationsLike(question, sources, stateTimeframe(own)),
    sources.memory.similarTexts({ text: wordsOf(question, decision), asOfUtcMs, k: textsMax }),
  ]);
  const states = situations?.ok === true ? situations.value.map((one) => one.recordId) : [];
  const texts = said.ok ? said.value.neighbours.filter(({ knownAtUtcMs }) => knownAtUtcMs <= asOfUtcMs) : [];
  const words = texts.map((one) => one.recordId);
  return {
    texts,
    lesson: (lesson) => {
      const records = [lesson.tradeId, ...(lesson.decisionId === null ? [] : [recordId('signal', lesson.decisionId)])];
      const isOfKind = lesson.symbol === symbol && lesson.scenario === scenario;
      const isOfSide = isOfKind && lesson.side === side;
      return (
        Math.max(...records.map((id) => share(states, id))) +
        share(words, lesson.lessonId) +
        (isOfKind ? 0.5 : 0) +
        (isOfSide ? 0.5 : 0)
      );
    },
  };
}

/** From 1 for the first down to 0 for what is not among them. */
function share(ids: readonly RecordId[], id: RecordId): number {
  const place = ids.indexOf(id);
  return place === -1 ? 0 : 1 - place / ids.length;
}

/** A question in words, as records of memory are written. */
function wordsOf({ scenario, symbol }: Question, decision: SignalDecision | null): string {
  if (decision === null) return `Scenario ${scenario} on ${symbol}`;
  const { signal, timeframe, filters } = decision;
  const wish = signal.kind === 'none' ? 'asks for nothing' : `${signal.kind} ${signal.side}`;
  const measured = filters.map(({ filter, value }) => `${filter} ${value ?? 'without data'}`).join(', ');
  return plainWords(`Scenario ${scenario} on ${symbol} ${timeframe} ${wish}; ${measured}.`, 2000);
}

interface Rejection {
  readonly recordId: RecordId;
  readonly reason: string;
  readonly atUtcMs: UtcMs;
}

const reflectionPrefix = 'lesson:reflection/';

/** The newest reasons for rejecting the scenario's tickets on the symbol, and those that are near in words. Each once, the newest first. */
function rejectionsLike(
  { scenario, symbol, asOfUtcMs }: Question,
  { sources, texts }: { readonly sources: Pick<AgentSources, 'cockpit'> | null; readonly texts: Nearness['texts'] },
): readonly Rejection[] {
  const own = (sources?.cockpit.snapshot().endedApprovals ?? [])
    .filter(({ outcome, reason }) => outcome === 'rejectedByTrader' && reason !== '')
    .filter(({ ticket }) => ticket.intent.scenario === scenario && ticket.parameters.symbol === symbol)
    .map(({ ticket, reason, endedAtUtcMs: atUtcMs }) => ({
      recordId: recordId('lesson', ticket.approvalId),
      ...{ reason, atUtcMs },
    }));
  const inWords = texts
    .filter(({ recordId: id }) => id.startsWith('lesson:') && !id.startsWith(reflectionPrefix))
    .map(({ recordId: id, text: reason, knownAtUtcMs: atUtcMs }) => ({ recordId: id, reason, atUtcMs }));
  const each = new Map([...inWords, ...own].map((one) => [one.recordId, one]));
  return [...each.values()]
    .filter(({ atUtcMs }) => atUtcMs <= asOfUtcMs)
    .toSorted((a, b) => b.atUtcMs - a.atUtcMs)
    .slice(0, rejectionsMax);
}

/** Its words are said by a model or a person: they are shown, and no number in them is evidence. */
function lessonEvidence(lesson: Lesson): readonly Evidence[] {
  const { lessonId, learntAtUtcMs: asOfUtcMs, rMultiple } = lesson;
  const told = { source: 'lesson', asOfUtcMs, recordId: lessonId } as const;
  const id = evidenceKey(lessonId.slice('lesson:'.length));
  return [
    ...(['situation', 'observation', 'advice'] as const).map((part) => ({
      ...{ ...told, evidenceId: `lesson:${id}/${part}`, label: `lesson: ${part}`, unit: 'words' },
      value: plainWords(lesson[part], wordsMax),
    })),
    {
      ...told,
      evidenceId: `lesson:${id}/rMultiple`,
      label: 'what the trade of the lesson came to',
      value: rMultiple,
      unit: 'R',
    },
  ];
}

const rejectionEvidence = ({ recordId: id, reason, atUtcMs }: Rejection): Evidence => ({
  ...{ evidenceId: `lesson:rejection/${evidenceKey(id.slice('lesson:'.length))}`, source: 'lesson' },
  ...{ label: 'why the trader rejected a ticket like this', value: plainWords(reason, wordsMax), unit: 'words' },
  ...{ asOfUtcMs: atUtcMs, recordId: id },
});
