import { afterEach, beforeEach, expect, test } from 'vitest';
import { differenceInterval } from '#shared/base/mean-interval.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleIntent } from '#main/testkit/sample-intent.ts';
import { sampleLesson } from '#main/testkit/sample-lesson.ts';
import { sampleOpinion } from '#main/testkit/sample-opinion.ts';
import { sampleEntryRequest } from '#main/testkit/sample-order.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../../temporary-stores.suite.ts';
import { openLedger, type Ledger } from './open-ledger.ts';
import { verifyProjections } from './verify-projections.ts';

let stores: TemporaryStores;
let ledger: Ledger;

beforeEach(() => {
  stores = temporaryStores();
  ledger = valueOf(openLedger(stores.folder, stores.context));
});

afterEach(() => {
  ledger[Symbol.dispose]();
  stores[Symbol.dispose]();
});

const hour = (hours: number) => utcMs(sampleStartUtcMs + hours * 3_600_000);

const happen = (at: number, ...events: readonly EngineEvent[]): unknown =>
  ledger.log.append(events.map((event) => ({ occurredAtUtcMs: hour(at), event })));

const lessonId = 'lesson:reflection/1#1' as const;

const learn = (at: number, changes: Parameters<typeof sampleLesson>[0] = {}): unknown =>
  happen(at, {
    kind: 'lessonLearnt',
    lesson: sampleLesson({ lessonId, tradeId: 'trade:1#1', learntAtUtcMs: hour(at), ...changes }),
  });

/** A trade that risked 100 and came to so much, after an opinion that was given with these lessons. */
function trade(
  index: number,
  net: number,
  {
    lessons = [],
    side = 'buy',
    scenario = 'B',
  }: {
    readonly lessons?: readonly (typeof lessonId)[];
    readonly side?: 'buy' | 'sell';
    readonly scenario?: 'A' | 'B';
  } = {},
): void {
  const decisionId = `decision-${index}`;
  const levels = side === 'buy' ? { stop: 1990, worstPrice: 2001.5 } : { stop: 2010, worstPrice: 1998.5 };
  const intent = sampleIntent({ intentId: `enter:${decisionId}`, decisionId });
  const opinion = sampleOpinion({ decisionId, lessons: [...lessons] });
  const ticket = sampleApprovalTicket({ approvalId: `approval-${index}`, intent });
  const clientOrderId = String(1000 + index);
  const named = { clientOrderId, intentId: intent.intentId, approvalId: ticket.approvalId, scenario };
  const deal = { clientOrderId, positionId: String(index), orderTicket: String(300 + index), commission: 0 };
  const out = { ...deal, clientOrderId: null, entry: 'out', side: side === 'buy' ? 'sell' : 'buy', reason: 'target' };
  happen(
    index,
    { kind: 'decisionMade', decision: sampleDecision({ decisionId }) },
    { kind: 'opinionGiven', decisionId: opinion.decisionId, opinion, fault: null },
    { kind: 'intentFormed', intent },
    { kind: 'approvalOpened', ticket },
    { kind: 'orderJournaled', request: sampleEntryRequest({ ...named, ...levels, side, riskMoney: 100 }) },
    { kind: 'dealRecorded', deal: sampleDeal({ ...deal, dealTicket: `${index}1`, side }) },
    { kind: 'dealRecorded', deal: sampleDeal({ ...out, dealTicket: `${index}2`, profit: net }) },
  );
}

const known = (at: number) =>
  ledger.lessons.activeAsOf({ asOfUtcMs: hour(at), limit: 10 }).map((lesson) => lesson.lessonId);

test('a lesson is known from when it was learnt until it is retired', () => {
  learn(5);
  happen(9, { kind: 'lessonRetired', lessonId, reason: 'one trade is none', actor: 'window' });
  expect([known(4), known(5), known(8), known(9)]).toEqual([[], [lessonId], [lessonId], []]);
  expect(ledger.lessons.lesson(lessonId)).toMatchObject({ lessonId });
  expect(ledger.lessons.lesson('lesson:of-nobody')).toBeNull();
  expect(ledger.records.lesson(lessonId)?.retired).toEqual({ atUtcMs: hour(9), reason: 'one trade is none' });
});

test('the first word that retires it stands', () => {
  learn(5);
  const retired = { kind: 'lessonRetired', lessonId, actor: 'window' } as const;
  happen(9, { ...retired, reason: 'the first' }, { ...retired, reason: 'the second' });
  expect(ledger.records.lesson(lessonId)?.retired?.reason).toBe('the first');
});

test('pages go back from the newest', () => {
  learn(5);
  learn(6, { lessonId: 'lesson:reflection/2#1', tradeId: 'trade:2#1' });
  const page = (beforeUtcMs: ReturnType<typeof hour> | null) =>
    ledger.lessons.page({ beforeUtcMs, limit: 1 }).map(({ lesson }) => lesson.lessonId);
  expect([page(null), page(hour(6)), page(hour(5))]).toEqual([['lesson:reflection/2#1'], [lessonId], []]);
});

test('what its use was worth is told against comparable trades without it; the one that taught it is of neither', () => {
  trade(1, 900);
  learn(2);
  trade(3, 100, { lessons: [lessonId] });
  trade(4, 150, { lessons: [lessonId] });
  trade(5, -100);
  trade(6, -50);
  trade(7, 500, { side: 'sell' });
  trade(8, 500, { scenario: 'A' });
  const expected = differenceInterval([1, 1.5], [-1, -0.5]);
  const [view] = ledger.lessons.page({ beforeUtcMs: null, limit: 10 });
  expect(view).toMatchObject({ uses: 2, tradesWith: 2, tradesWithout: 2, retired: null });
  expect(view?.effectR).toBeCloseTo(expected?.mean ?? NaN, 9);
  expect(view?.lowR).toBeCloseTo(expected?.low ?? NaN, 9);
  expect(view?.highR).toBeCloseTo(expected?.high ?? NaN, 9);
});

test('a deal that comes late changes what is told of its trade', () => {
  learn(2);
  trade(3, 100, { lessons: [lessonId] });
  trade(4, 150, { lessons: [lessonId] });
  trade(5, -100);
  const shown = () => ledger.lessons.page({ beforeUtcMs: null, limit: 1 }).map(({ tradesWith }) => tradesWith);
  expect([shown(), shown()]).toEqual([[2], [2]]);
  const { occurredAtUtcMs } = sampleDeal();
  const early = { positionId: '4', clientOrderId: null, occurredAtUtcMs: utcMs(occurredAtUtcMs - 1) };
  happen(6, { kind: 'dealRecorded', deal: sampleDeal({ ...early, dealTicket: '40' }) });
  expect(shown()).toEqual([1]);
});

test('with fewer than two of either nothing is said of it', () => {
  learn(2);
  trade(3, 100, { lessons: [lessonId] });
  trade(5, -100);
  trade(6, -50);
  expect(ledger.lessons.page({ beforeUtcMs: null, limit: 10 })).toMatchObject([
    { uses: 1, tradesWith: 1, tradesWithout: 2, effectR: null, lowR: null, highR: null },
  ]);
});

test('a decision that was made again is one use, and its newest opinion counts', () => {
  learn(2);
  trade(3, 100, { lessons: [lessonId] });
  const opinion = sampleOpinion({ decisionId: 'decision-3', lessons: [lessonId], rank: 11 });
  happen(4, { kind: 'opinionGiven', decisionId: opinion.decisionId, opinion, fault: null });
  expect(ledger.lessons.page({ beforeUtcMs: null, limit: 1 })).toMatchObject([{ uses: 1 }]);
  expect(ledger.records.opinionOn(opinion.decisionId)?.rank).toBe(11);
});

test('a decision on which nobody had an opinion has none', () => {
  const decision = sampleDecision();
  happen(
    1,
    { kind: 'decisionMade', decision },
    { kind: 'opinionGiven', decisionId: decision.decisionId, opinion: null, fault: null },
  );
  expect(ledger.records.opinionOn(decision.decisionId)).toBeNull();
  expect(ledger.outbox.after(0, 10).map(({ topic }) => topic)).toEqual(['decision']);
});

test('all of it follows from the log, and its projections hear of it', () => {
  trade(1, 900);
  learn(2);
  trade(3, 100, { lessons: [lessonId] });
  happen(4, { kind: 'lessonRetired', lessonId, reason: 'one trade is none', actor: 'window' });
  const told = ledger.outbox.after(0, 100).map(({ topic, key }) => `${topic} ${key}`);
  expect(told.filter((row) => row.startsWith('opinion') || row.startsWith('lesson'))).toEqual([
    'opinion decision-1',
    `lesson ${lessonId}`,
    'opinion decision-3',
    `lesson ${lessonId}`,
  ]);
  const { monotonicClock: clock, logger } = stores.context;
  const running = verifyProjections(stores.folder.ledgerFile, { clock, logger });
  let step = running.next();
  while (step.done !== true) step = running.next();
  expect(step.value).toMatchObject({ ok: true });
});
