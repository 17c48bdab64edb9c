import { expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import { cashOperationSchema } from '#shared/trading/cash-operation.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { createEngineRig, type EngineRig } from './engine-rig.suite.ts';

const dayMs = 86_400_000;

/** Tuesday 2 January 2024, 10:00 UTC; the broker's midnight is 22:00 UTC. */
const morningOf = (day: number): number => sampleStartUtcMs + 10 * 3_600_000 + day * dayMs;

/** The account as it is reported on the morning of a day; `day` counts from that Tuesday. */
const account = (day: number, equity: number, changes: object = {}) =>
  sampleAccount({ balance: equity, equity, occurredAtUtcMs: morningOf(day), ...changes });

const report = (rig: EngineRig, day: number, equity: number): void =>
  rig.tell({ kind: 'accountReported', account: account(day, equity) });

/** Of the trading days from Tuesday on, each the equity on its morning: weekends pass. */
function playDays(rig: EngineRig, equities: readonly number[], firstDay = 1): void {
  let day = firstDay;
  for (const equity of equities) {
    report(rig, day, equity);
    day += weekdayOf(day) === 5 ? 3 : 1;
  }
}

/** 1 for Monday; day 0 is a Tuesday. */
const weekdayOf = (day: number): number => ((day + 1) % 7) + 1;

const connectedWith = (equity: number): EngineRig => {
  const rig = createEngineRig();
  rig.connect({ account: account(0, equity) });
  return rig;
};

const governanceOf = (rig: EngineRig) => rig.engine.snapshot().governance;

const eventsOf = <Kind extends EngineEvent['kind']>(
  rig: EngineRig,
  kind: Kind,
): readonly Extract<EngineEvent, { kind: Kind }>[] =>
  rig.ledger.events.flatMap(({ event }) =>
    event.kind === kind ? [event as Extract<EngineEvent, { kind: Kind }>] : [],
  );

test('the first account says which scenario begins: B from the upper threshold on, else A', () => {
  const began = [2_000, 4_000, 4_999.99, 5_000, 25_000].map((equity) => governanceOf(connectedWith(equity))?.active);
  expect(began).toEqual(['A', 'A', 'A', 'B', 'B']);
});

test('five closes one after the other switch, with their proof, and four do not', () => {
  const rig = connectedWith(2_000);
  playDays(rig, [6_000, 6_000, 6_000, 6_000]);
  expect(governanceOf(rig)).toMatchObject({ active: 'A', closes: { length: 4 } });
  expect(governanceOf(rig)?.threshold).toEqual({ kind: 'atLeast', depositUsd: 5_000, closes: 5 });
  report(rig, 7, 6_100);
  expect(governanceOf(rig)).toMatchObject({ active: 'B', closes: [], threshold: { kind: 'below', depositUsd: 3_000 } });
  const [switched] = eventsOf(rig, 'scenarioSwitched');
  expect(switched).toMatchObject({ from: 'A', to: 'B' });
  expect(switched?.proof.map(({ depositUsd }) => depositUsd)).toEqual([6_000, 6_000, 6_000, 6_000, 6_100]);
});

test('a path of 2,000, 6,000, 4,000 and 2,500 switches there and back, each once', () => {
  const rig = connectedWith(2_000);
  const week = (equity: number): readonly number[] => Array.from({ length: 5 }, () => equity);
  playDays(rig, [...week(2_000), ...week(6_000), ...week(4_000), ...week(2_500), ...week(4_000)]);
  expect(eventsOf(rig, 'scenarioSwitched').map(({ from, to }) => `${from}${to}`)).toEqual(['AB', 'BA']);
  expect(governanceOf(rig)?.active).toBe('A');
});

test('one close between that does not speak for the other scenario begins the row anew', () => {
  const rig = connectedWith(2_000);
  playDays(rig, [6_000, 6_000, 6_000, 6_000, 4_999, 6_000, 6_000, 6_000, 6_000]);
  expect(governanceOf(rig)).toMatchObject({ active: 'A', closes: { length: 4 } });
});

test('within a day nothing is counted, however the equity swings', () => {
  const rig = connectedWith(2_000);
  for (const equity of [9_000, 1_000, 9_000, 9_000, 9_000, 9_000]) report(rig, 0, equity);
  expect(governanceOf(rig)).toMatchObject({ active: 'A', closes: [], depositUsd: 9_000 });
});

test('days without a market are no closes', () => {
  const rig = connectedWith(6_000);
  const [friday, saturday, sunday, monday] = [3, 4, 5, 6] as const;
  for (const day of [friday, saturday, sunday, monday]) report(rig, day, 2_000);
  expect(eventsOf(rig, 'depositClosed').map(({ midnightUtcMs }) => new Date(midnightUtcMs).toISOString())).toEqual([
    // The first two were slept through before the first report of Friday.
    '2024-01-02T22:00:00.000Z',
    '2024-01-03T22:00:00.000Z',
    '2024-01-04T22:00:00.000Z',
    '2024-01-05T22:00:00.000Z',
  ]);
});

test('closes that were slept through are worked out: what was deposited since is taken back out', () => {
  const rig = connectedWith(2_000);
  report(rig, 1, 2_000);
  const wednesday = morningOf(1) + 3_600_000;
  const deposit = cashOperationSchema.parse({
    ...{ dealTicket: '900', kind: 'balance', amount: 4_000, occurredAtUtcMs: wednesday + dayMs },
  });
  rig.tell({ kind: 'dealsReported', deals: [], cash: [deposit] });
  report(rig, 6, 6_000);
  expect(eventsOf(rig, 'depositClosed').map(({ depositUsd }) => depositUsd)).toEqual([2_000, 2_000, 6_000, 6_000]);
  expect(governanceOf(rig)?.closes).toHaveLength(2);
});

test('a close that cannot be worked out is not known, and breaks the row', () => {
  const rig = connectedWith(2_000);
  playDays(rig, [6_000, 6_000]);
  expect(governanceOf(rig)?.closes).toHaveLength(2);
  // Open over midnight, and no bar tells at what price.
  rig.report([samplePosition()]);
  report(rig, 6, 6_000);
  expect(eventsOf(rig, 'depositClosed'), 'bars may still come').toHaveLength(2);
  rig.clock.advance(600_000);
  report(rig, 6, 6_000);
  expect(eventsOf(rig, 'depositClosed').map(({ depositUsd }) => depositUsd)).toEqual([6_000, 6_000, null, null]);
  expect(governanceOf(rig)?.closes).toEqual([]);
});

test('an account in another currency is no data: A begins, and nothing is switched', () => {
  const rig = createEngineRig();
  rig.connect({ account: account(0, 50_000, { currency: 'EUR' }) });
  for (const day of [1, 2, 3, 6, 7, 8, 9])
    rig.tell({ kind: 'accountReported', account: account(day, 50_000, { currency: 'EUR' }) });
  expect(governanceOf(rig)).toMatchObject({ active: 'A', depositUsd: null, closes: [] });
});

test('credit is no deposit', () => {
  const rig = createEngineRig();
  rig.connect({ account: account(0, 6_000, { credit: 2_000 }) });
  expect(governanceOf(rig)).toMatchObject({ active: 'A', depositUsd: 4_000 });
});

test('while a scenario is held closes are counted and switch nothing; after the release the next one does', async () => {
  const rig = connectedWith(2_000);
  expect(await rig.ask({ kind: 'holdScenario', reason: 'on holiday' })).toEqual({ ok: true });
  playDays(rig, [6_000, 6_000, 6_000, 6_000, 6_000, 6_000]);
  expect(governanceOf(rig)).toMatchObject({
    active: 'A',
    override: { kind: 'held', reason: 'on holiday', actor: 'window' },
    closes: { length: 5 },
  });
  expect(await rig.ask({ kind: 'releaseScenario', reason: 'back again' })).toEqual({ ok: true });
  expect(governanceOf(rig)).toMatchObject({ active: 'A', override: null });
  report(rig, 9, 6_000);
  expect(governanceOf(rig)?.active).toBe('B');
});

test('a forced scenario trades at once, halted or not, and the deposit leaves it alone', async () => {
  const rig = connectedWith(2_000);
  await rig.ask({ kind: 'halt', reason: 'lunch' });
  expect(await rig.ask({ kind: 'forceScenario', scenario: 'B', reason: 'a test' })).toEqual({ ok: true });
  playDays(rig, [1_000, 1_000, 1_000, 1_000, 1_000, 1_000]);
  expect(governanceOf(rig)).toMatchObject({ active: 'B', override: { kind: 'forced', reason: 'a test' } });
  expect(rig.restart().engine.snapshot().governance).toMatchObject({ active: 'B', override: { kind: 'forced' } });
});

test('what says nothing is refused: a release of nothing, a hold before any account', async () => {
  expect(await connectedWith(2_000).ask({ kind: 'releaseScenario', reason: 'no reason' })).toMatchObject({
    error: { code: 'REQUEST_INVALID' },
  });
  expect(await createEngineRig().ask({ kind: 'holdScenario', reason: 'early' })).toMatchObject({
    error: { code: 'NOT_CONNECTED' },
  });
});

test('the scenario that may not enter decides, and its wish is recorded and denied', async () => {
  const rig = createEngineRig();
  rig.connect();
  await rig.ask({ kind: 'forceScenario', scenario: 'A', reason: 'small steps' });
  rig.breakOut();
  expect(rig.engine.snapshot().approvals).toEqual([]);
  expect(eventsOf(rig, 'decisionMade').at(-1)).toMatchObject({
    decision: { scenario: 'B', signal: { kind: 'enter' } },
  });
  expect(eventsOf(rig, 'intentDenied')).toMatchObject([
    { fault: { code: 'SCENARIO_INACTIVE', facts: { value: 'B', limit: 'A' } } },
  ]);
  expect(rig.engine.snapshot().risk.entries).toEqual({ judged: 0, denied: 0, shadow: 1, byCode: [] });
  expect(rig.gateway.sent).toEqual([]);
});

test('a trade of the scenario that may not enter any more is managed to its end by its own rules', async () => {
  const rig = createEngineRig();
  rig.connect();
  rig.breakOut();
  const { approvalId, parameters } = assertDefined(rig.engine.snapshot().approvals[0], 'a ticket is open').ticket;
  await rig.ask({ kind: 'approve', approvalId, parameters });
  const { request } = assertDefined(rig.gateway.sent[0], 'an entry was sent');
  const { clientOrderId, volume } = request;
  const { stop } = parameters;
  const deal = sampleDeal({ clientOrderId, volume, positionId: '9', price: 2005.2 });
  rig.tell({ kind: 'dealsReported', deals: [deal], cash: [] });
  const openedAtUtcMs = rig.engine.snapshot().marketUtcMs;
  rig.report([samplePosition({ positionId: '9', clientOrderId, volume, openPrice: 2005.2, stop, openedAtUtcMs })]);
  await rig.ask({ kind: 'forceScenario', scenario: 'A', reason: 'small steps' });
  for (let bar = 0; bar < 3; bar++) rig.closeBar(2000 - bar);
  expect(rig.gateway.sent.at(-1)?.request).toMatchObject({ kind: 'reduceOnly', positionId: '9', side: 'sell' });
});

test('a ticket of the scenario that may not enter any more ends', async () => {
  const rig = createEngineRig();
  rig.connect();
  rig.breakOut();
  expect(rig.engine.snapshot().approvals).toHaveLength(1);
  await rig.ask({ kind: 'forceScenario', scenario: 'A', reason: 'small steps' });
  expect(rig.engine.snapshot()).toMatchObject({
    approvals: [],
    endedApprovals: [{ outcome: 'superseded', reason: expect.stringContaining('small steps') as string }],
  });
});

test('an old log knows no governance, and the next report of the account begins it', () => {
  const rig = connectedWith(2_000);
  const kinds = new Set<string>(['governanceStarted', 'depositClosed']);
  const old = rig.ledger.events.filter(({ event }) => !kinds.has(event.kind));
  const again = createEngineRig();
  again.ledger.log.append(old);
  const restarted = again.restart();
  expect(governanceOf(restarted)).toBeNull();
  restarted.connect({ account: account(1, 6_000) });
  expect(governanceOf(restarted)).toMatchObject({ active: 'B', closes: [] });
});
