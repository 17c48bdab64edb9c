import { expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import { fault, FaultError } from '#shared/base/fault.ts';
import { evidenceSchema, type Evidence } from '#shared/agent/evidence.ts';
import { evidenceName } from '#shared/agent/evidence-name.ts';
import { similarOutcomesSchema } from '#shared/agent/opinion.ts';
import { points } from '#shared/units/points.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { Question } from '#main/ports/analyst.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleLesson } from '#main/testkit/sample-lesson.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleTrade } from '#main/testkit/sample-trade.ts';
import { sampleEventChain, sampleSimilarSignals, sampleSimilarTrades } from '#main/testkit/scripted-memory.ts';
import type { AgentSources } from '../agent-sources.ts';
import type { Reading } from '../agent-tool.ts';
import { entryQuestion, nowUtcMs, releaseIn, sourcesOf } from '../agent-scene.suite.ts';
import { gatherers } from './gatherers.ts';

const { signal } = new AbortController();

async function gathered(name: string, sources: AgentSources, question: Question = entryQuestion()): Promise<Reading> {
  const { read } = assertDefined(
    gatherers.find((one) => one.name === name),
    name,
  );
  const found = await read(question, sources, signal);
  if (!found.ok) throw new FaultError(found.error);
  const unnamed = found.value.evidence.filter(({ evidenceId }) => evidenceName(evidenceId) === null);
  expect(unnamed, 'evidence whose id cannot be said in the window').toEqual([]);
  return found.value;
}

const valuesOf = ({ evidence }: Reading): Record<string, Evidence['value']> =>
  Object.fromEntries(evidence.map(({ evidenceId, value }) => [evidenceId, value]));

test('every reading is evidence that can be told apart, also where a market holds nothing', async () => {
  for (const sources of [sourcesOf(), sourcesOf({ snapshot: { instruments: [], quotes: [], account: null } })]) {
    for (const { read } of gatherers) {
      const found = await read(entryQuestion(), sources, signal);
      const { evidence } = found.ok ? found.value : { evidence: [] };
      expect(found.ok).toBe(true);
      expect(evidenceSchema.array().parse(evidence)).toEqual(evidence);
      expect(new Set(evidence.map(({ evidenceId }) => evidenceId)).size).toBe(evidence.length);
    }
  }
});

test('indicators are of the timeframe that is decided on and one above it, and say when their bar closed', async () => {
  const reading = await gathered('indicators', sourcesOf({ barsAhead: 40 }));
  const values = valuesOf(reading);
  expect(Object.keys(values).filter((id) => id.endsWith('/close'))).toEqual(['bar:M15/close', 'bar:H1/close']);
  expect(values['feature:M15/ema(20)']).toBeTypeOf('number');
  expect(values['feature:H1/donchianHigh(20)']).toBeTypeOf('number');
  expect(reading.evidence.every(({ asOfUtcMs }) => asOfUtcMs === nowUtcMs)).toBe(true);
  expect(values).toEqual(valuesOf(await gathered('indicators', sourcesOf())));
});

test('volume is set against its usual on the finest timeframes as well, whose days hold thousands of bars', async () => {
  const bars = createMemoryBarStore();
  const count = 9 * 288;
  const series = { symbol: 'XAUUSD', timeframe: 'M5', source: 'terminal', anchor: 'hour' } as const;
  bars.append(series, sampleBars({ count, timeframe: 'M5', startUtcMs: nowUtcMs - count * 300_000 }));
  const values = valuesOf(await gathered('indicators', { ...sourcesOf(), bars }, entryQuestion({ timeframe: 'M5' })));
  expect(values['feature:M5/rvol(M5,5)']).toBeTypeOf('number');
});

test('the spread that is usual for an hour is of the hour of the broker’s clock, also where that was changed since', async () => {
  const bars = createMemoryBarStore();
  const asOfUtcMs = utcMs(Date.UTC(2024, 2, 12, 21, 30));
  const startUtcMs = Date.UTC(2024, 1, 26);
  // New York's clocks went forward on 10 March: what is 21 o'clock in UTC by now was 22 before.
  const told = sampleBars({ count: 11 * 24, timeframe: 'H1', startUtcMs }).map((bar) => ({
    ...bar,
    spreadPoints: new Date(bar.openTimeUtcMs).getUTCHours() === 22 ? points(90) : points(12),
  }));
  bars.append({ symbol: 'XAUUSD', timeframe: 'H1', source: 'terminal', anchor: 'hour' }, told);
  const reading = await gathered('session', { ...sourcesOf(), bars }, { ...entryQuestion(), asOfUtcMs });
  expect(valuesOf(reading)['session:usualSpreadPoints']).toBe(90);
});

test('a feature that would reach across a hole has no value, and the others stand', async () => {
  const at = nowUtcMs - 60 * 900_000;
  const sources = sourcesOf();
  const bars = {
    ...sources.bars,
    read: (range: Parameters<typeof sources.bars.read>[0]) =>
      sources.bars.read(range).filter(({ openTimeUtcMs }) => openTimeUtcMs !== at),
  };
  const facts = { ...sources.facts, isUnexpectedHole: () => true };
  const values = valuesOf(await gathered('indicators', { ...sources, bars, facts }));
  expect(values['feature:M15/sma(200)']).toBeNull();
  expect(values['feature:M15/sma(50)']).toBeTypeOf('number');
});

test('similar situations are summed up as n, share that won and mean R with its interval, each trade once', async () => {
  const outcome = (rMultiple: number): object => ({
    outcome: { closedAtUtcMs: nowUtcMs - 1, net: 100 * rMultiple, rMultiple },
  });
  const trade = sampleSimilarTrades().neighbours[0]?.trade;
  const neighbours = [
    { trade: { ...trade, recordId: 'trade:88#1', ...outcome(1.24) }, distance: 0.2 },
    { trade: { ...trade, recordId: 'trade:89#1', ...outcome(-1) }, distance: 0.5 },
    { trade: { ...trade, recordId: 'trade:90#1', ...outcome(2) }, distance: 0.1 },
  ];
  const sources = sourcesOf({ memory: { similarTrades: sampleSimilarTrades({ neighbours }) } });
  const { similar, evidence } = await gathered('similar', sources);
  expect(similarOutcomesSchema.parse(similar)).toEqual({
    asOfUtcMs: nowUtcMs,
    // Two signals, one of which became trade 88, and the two trades beside it.
    ...{ found: 4, closed: 3, winShare: 2 / 3, meanR: 0.75 },
    ...{ lowR: expect.closeTo(-3.128, 3), highR: expect.closeTo(4.628, 3) },
    neighbours: [
      { recordId: 'trade:90#1', distance: 0.1, rMultiple: 2 },
      { recordId: 'signal:B:XAUUSD:1', distance: 0.31, rMultiple: 1.25 },
      { recordId: 'signal:B:XAUUSD:2', distance: 0.44, rMultiple: null },
      { recordId: 'trade:89#1', distance: 0.5, rMultiple: -1 },
    ],
  });
  expect(valuesOf({ evidence, similar, lessons: [] })).toMatchObject({
    'similar:M15/closed': 3,
    'similar:M15/meanR': 0.75,
    'similar:M15/nearest/1': 2,
    'similar:M15/range/closed': 3,
    'similar:M15/after4/medianAtr': 0.8,
    'similar:M15/after4/known': 1,
  });
  expect(evidence.find(({ evidenceId }) => evidenceId === 'similar:M15/nearest/2')?.recordId).toBe('signal:B:XAUUSD:1');
});

test('a question is not like itself', async () => {
  const own = sampleSimilarSignals().neighbours[0];
  const neighbours = [{ ...own, signal: { ...own?.signal, recordId: 'signal:decision-1' } }];
  const memory = {
    similarSignals: sampleSimilarSignals({ neighbours }),
    similarTrades: sampleSimilarTrades({ neighbours: [] }),
  };
  expect((await gathered('similar', sourcesOf({ memory }))).similar).toMatchObject({
    found: 0,
    winShare: null,
    meanR: null,
  });
});

test('what stopped the nearest on their way is counted along their chains', async () => {
  const node = (id: string, facts: object): object => ({
    id,
    kind: id.slice(0, id.indexOf(':')),
    knownAtUtcMs: nowUtcMs - 9,
    facts,
  });
  const eventChain = sampleEventChain({
    nodes: [
      node('riskCheck:1', { verdict: 'denied', code: 'SPREAD_TOO_WIDE' }),
      node('approval:1', { outcome: 'rejectedByTrader', endedAtUtcMs: nowUtcMs - 8 }),
      node('approval:2', { outcome: 'rejectedByTrader', endedAtUtcMs: nowUtcMs + 8 }),
    ],
    links: [],
  });
  const values = valuesOf(await gathered('similar', sourcesOf({ memory: { eventChain } })));
  expect(values).toMatchObject({
    'similar:M15/denied': 2,
    'similar:M15/rejectedByTrader': 2,
    'similar:M15/approved': 0,
  });
});

test('lessons are those of near states, near words, or the same kind of trade; the others are not shown', async () => {
  const lessons = [
    sampleLesson({ lessonId: 'lesson:reflection/1#1', tradeId: 'trade:1#1', scenario: 'A', decisionId: null }),
    sampleLesson({ lessonId: 'lesson:reflection/2#1', tradeId: 'trade:2#1', decisionId: null }),
    sampleLesson({ lessonId: 'lesson:reflection/3#1', tradeId: 'trade:3#1', side: 'sell', decisionId: 'B:XAUUSD:1' }),
  ];
  const reading = await gathered('lessons', sourcesOf({ lessons }));
  expect(reading.lessons).toEqual(['lesson:reflection/3#1', 'lesson:reflection/2#1', 'lesson:t-1']);
  expect(valuesOf(reading)).toMatchObject({
    'lesson:reflection/3#1/advice': 'Look at the spread of the hour.',
    'lesson:rejection/t-1': 'Rejected: payrolls are due in ten minutes.',
  });
});

test('why the trader rejected the scenario’s own tickets is shown at once, before memory has it', async () => {
  const ended = {
    ticket: sampleApprovalTicket(),
    outcome: 'rejectedByTrader',
    actor: 'window',
    reason: 'Too late.',
    endedAtUtcMs: nowUtcMs,
  };
  const reading = await gathered('lessons', sourcesOf({ snapshot: { endedApprovals: [ended] } }));
  expect(valuesOf(reading)['lesson:rejection/approval-1']).toBe('Too late.');
});

test('a reflection is not shown its own lesson', async () => {
  const trade = sampleTrade({ closed: { price: 2062, atUtcMs: nowUtcMs + 86_400_000 } });
  const { decision: _decision, kind: _kind, ...asked } = entryQuestion();
  const question: Question = { ...asked, kind: 'reflection', trade, decision: null, opinion: null, rMultiple: 1 };
  const sources = sourcesOf({ lessons: [sampleLesson()], snapshot: { scenarios: [] } });
  expect((await gathered('lessons', sources, question)).lessons).toEqual(['lesson:t-1']);
});

test('a release is known beforehand, and what it says is not', async () => {
  const releases = [
    releaseIn(-1),
    releaseIn(1, { importance: 'moderate' }),
    releaseIn(2, { currency: 'JPY' }),
    releaseIn(30),
  ];
  const values = valuesOf(await gathered('calendar', sourcesOf({ releases })));
  expect(values).toEqual({
    'calendar:highImpact/24h': 1,
    'calendar:v-1': 'USD, high impact: Consumer prices',
    ...{
      'calendar:v-1/minutes': -60,
      'calendar:v-1/actual': 3.4,
      'calendar:v-1/forecast': 3.1,
      'calendar:v-1/previous': 3,
    },
    'calendar:v1': 'USD, moderate impact: Consumer prices',
    ...{ 'calendar:v1/minutes': 60, 'calendar:v1/forecast': 3.1, 'calendar:v1/previous': 3 },
  });
});

test.each([
  ['no calendar covers the time', { releases: null }],
  ['the currencies are not known', { snapshot: { instruments: [] } }],
])('there is no data, not no release, where %s', async (_why, scene) => {
  expect(valuesOf(await gathered('calendar', sourcesOf(scene)))).toEqual({ 'calendar:highImpact/24h': null });
});

test('the account’s limits and positions are told with what they have gained in R and how they move together', async () => {
  const positions = [samplePosition({ positionId: '7', symbol: 'XAGUSD', profit: 50, swap: -1 }), samplePosition()];
  const limits = [{ code: 'POSITIONS_MAX', unit: 'count', value: 2, limit: 3, isReached: false }];
  const snapshot = { positions, risk: { ...sourcesOf().cockpit.snapshot().risk, limits } };
  const values = valuesOf(await gathered('account', sourcesOf({ snapshot })));
  expect(values).toMatchObject({
    'limit:POSITIONS_MAX': 2,
    'limit:POSITIONS_MAX/limit': 3,
    'position:count': 2,
    'position:7/symbol': 'XAGUSD',
    'position:7/profit': 49,
    'position:7/gainR': null,
    'position:7/correlation': 0.6,
  });
  expect(values).not.toHaveProperty('position:1/correlation');
});

test('the spread of now stands beside what is usual at its hour, and beside the hours that are left', async () => {
  expect(valuesOf(await gathered('session', sourcesOf()))).toMatchObject({
    'quote:spreadPoints': 20,
    'quote:spreadAtr': expect.any(Number) as number,
    'session:usualSpreadPoints': 20,
    'session:isOpen': true,
    // 2024-01-02 00:00 UTC is two in the morning at the broker's, and a Tuesday.
    'session:minutesToRollover': 22 * 60,
    'session:minutesToWeekend': 94 * 60,
  });
});

test('a source that throws, or that cannot answer, is a fault of its reading', async () => {
  const sources = sourcesOf();
  const broken = { ...sources.memory, similarSignals: () => Promise.reject(new Error('torn')) };
  const { read } = assertDefined(
    gatherers.find(({ name }) => name === 'similar'),
    'similar',
  );
  expect(await read(entryQuestion(), { ...sources, memory: broken }, signal)).toMatchObject({
    ok: false,
    error: { code: 'TOOL_FAILED', facts: { cause: 'torn' } },
  });
  const busy = fault('STORE_BUSY', 'Another writes.');
  const snapshot = (): never => {
    throw new FaultError(busy);
  };
  const account = assertDefined(
    gatherers.find(({ name }) => name === 'account'),
    'account',
  );
  expect(await account.read(entryQuestion(), { ...sources, cockpit: { snapshot } }, signal)).toEqual({
    ok: false,
    error: busy,
  });
});

test('a market of which no state is stored yet is like nothing', async () => {
  const sources = sourcesOf();
  const unknown = fault('STATE_UNKNOWN', 'no state');
  const memory = { ...sources.memory, similarSignals: () => Promise.resolve({ ok: false, error: unknown } as const) };
  expect(await gathered('similar', { ...sources, memory })).toEqual({ evidence: [], similar: null, lessons: [] });
});
