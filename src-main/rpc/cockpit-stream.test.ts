import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CockpitBatch, CockpitDelta, CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import { createFakeCockpit, type FakeCockpit } from '#main/testkit/fake-cockpit.ts';
import { createManualClock, sampleStartUtcMs, type ManualClock } from '#main/testkit/manual-clock.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import { cockpitStream, waitingDeltasMax, type CockpitStream } from './cockpit-stream.ts';
import { batchDelayMs, unacknowledgedMax } from './gathered-stream.ts';

function setUp(): { cockpit: FakeCockpit; clock: ManualClock; stream: CockpitStream } {
  const cockpit = createFakeCockpit();
  const clock = createManualClock();
  const stream = cockpitStream({
    cockpit,
    timers: clock.timers,
    wallClock: clock.wall,
    marketClock: clock.market,
  });
  return { cockpit, clock, stream };
}

const quote = (bid: number): CockpitDelta => ({ kind: 'quoteChanged', quote: sampleQuote({ bid }) });
const deal = (ticket: number): CockpitDelta => ({
  kind: 'dealRecorded',
  deal: sampleDeal({ dealTicket: String(ticket) }),
});
const formed = (minute: number, close: number): CockpitDelta => ({
  kind: 'barFormed',
  symbol: 'XAUUSD',
  timeframe: 'M1',
  bar: sampleBar({ openTimeUtcMs: sampleStartUtcMs + minute * 60_000, close }),
});
const closed = (minute: number, close: number): CockpitDelta => ({
  ...(formed(minute, close) as Extract<CockpitDelta, { kind: 'barFormed' }>),
  kind: 'barClosed',
});

const deltasOf = (batch: CockpitBatch | null): readonly CockpitDelta[] =>
  batch?.kind === 'deltas' ? batch.deltas : [];

/** What the stream says until a batch is due, or null where it says nothing. */
async function batchWithin(clock: ManualClock, waiting: Promise<CockpitBatch | null>): Promise<CockpitBatch | null> {
  clock.advance(batchDelayMs);
  return Promise.race([waiting, Promise.resolve().then(() => null)]);
}

test('begins with a snapshot at once and sends what follows gathered', async () => {
  const { cockpit, clock, stream } = setUp();
  expect(await stream.next()).toEqual({
    kind: 'snapshot',
    sequence: 1,
    sentAtUtcMs: sampleStartUtcMs,
    snapshot: sampleSnapshot(),
  });
  const waiting = stream.next();
  cockpit.publish(deal(1));
  cockpit.publish(deal(2));
  clock.advance(batchDelayMs - 1);
  cockpit.publish(deal(3));
  clock.advance(1);
  expect(await waiting).toEqual({
    kind: 'deltas',
    sequence: 2,
    sentAtUtcMs: sampleStartUtcMs + batchDelayMs,
    marketUtcMs: sampleStartUtcMs + batchDelayMs,
    deltas: [deal(1), deal(2), deal(3)],
  });
});

test('a change before the snapshot was sent is in the snapshot and not told again', async () => {
  const { cockpit, clock, stream } = setUp();
  cockpit.publish(deal(1));
  await stream.next();
  const waiting = stream.next();
  cockpit.publish(deal(2));
  clock.advance(batchDelayMs);
  expect(deltasOf(await waiting)).toEqual([deal(2)]);
});

test('no third batch leaves before one is acknowledged', async () => {
  const { cockpit, clock, stream } = setUp();
  await stream.next();
  const second = stream.next();
  cockpit.publish(deal(1));
  clock.advance(batchDelayMs);
  await second;
  const third = stream.next();
  cockpit.publish(deal(2));
  expect(await batchWithin(clock, third)).toBeNull();
  expect(clock.pendingTimers()).toBe(0);
  expect(stream.acknowledge(1)).toEqual({ ok: true, value: undefined });
  clock.advance(batchDelayMs);
  expect(deltasOf(await third)).toEqual([deal(2)]);
});

test('quotes, the forming bar, the account and the positions are conflated while they wait; deals are not', async () => {
  const { cockpit, clock, stream } = setUp();
  await stream.next();
  const account = (equity: number): CockpitDelta => ({
    kind: 'accountChanged',
    account: sampleAccount({ equity }),
    day: null,
  });
  const positions = (profit: number): CockpitDelta => ({
    kind: 'positionsChanged',
    positions: [samplePosition({ profit })],
  });
  const waiting = stream.next();
  for (const delta of [quote(2000), account(1), deal(1), positions(1), formed(0, 2000), deal(2)])
    cockpit.publish(delta);
  for (const delta of [quote(2001), account(2), positions(2), formed(0, 2001)]) cockpit.publish(delta);
  clock.advance(batchDelayMs);
  expect(deltasOf(await waiting)).toEqual([deal(1), deal(2), quote(2001), account(2), positions(2), formed(0, 2001)]);
});

test('a forming bar never overtakes the close of the one before it', async () => {
  const { cockpit, clock, stream } = setUp();
  await stream.next();
  const waiting = stream.next();
  for (const delta of [formed(0, 2000), closed(0, 2001), formed(1, 2002)]) cockpit.publish(delta);
  clock.advance(batchDelayMs);
  expect(deltasOf(await waiting)).toEqual([closed(0, 2001), formed(1, 2002)]);
});

test('past the bound the queue is dropped and the next batch is a snapshot of that moment', async () => {
  const { cockpit, clock, stream } = setUp();
  await stream.next();
  for (let ticket = 1; ticket <= waitingDeltasMax + 1; ticket++) cockpit.publish(deal(ticket));
  const later = sampleSnapshot({ deals: [sampleDeal({ dealTicket: '9999' })] });
  cockpit.show(later);
  cockpit.publish(deal(9999));
  const waiting = stream.next();
  clock.advance(batchDelayMs);
  expect(await waiting).toMatchObject({ kind: 'snapshot', sequence: 2, snapshot: later });
});

test('a queue at its bound is still sent in full', async () => {
  const { cockpit, clock, stream } = setUp();
  await stream.next();
  for (let ticket = 1; ticket <= waitingDeltasMax; ticket++) cockpit.publish(deal(ticket));
  const waiting = stream.next();
  clock.advance(batchDelayMs);
  expect(deltasOf(await waiting)).toHaveLength(waitingDeltasMax);
});

test('a batch that was never sent, or acknowledged before, cannot be acknowledged', async () => {
  const { stream } = setUp();
  await stream.next();
  expect(stream.acknowledge(2)).toMatchObject({
    ok: false,
    error: { code: 'REQUEST_INVALID', facts: { sequence: 2 } },
  });
  expect(stream.acknowledge(1).ok).toBe(true);
  expect(stream.acknowledge(1)).toMatchObject({ ok: false, error: { code: 'REQUEST_INVALID' } });
});

test('disposing ends who waits, leaves no timer and no listener, and may come twice', async () => {
  const { cockpit, clock, stream } = setUp();
  await stream.next();
  const waiting = stream.next();
  cockpit.publish(deal(1));
  expect(clock.pendingTimers()).toBe(1);
  stream.dispose();
  stream.dispose();
  expect(await waiting).toBeNull();
  expect(await stream.next()).toBeNull();
  expect({ timers: clock.pendingTimers(), listeners: cockpit.listeners() }).toEqual({ timers: 0, listeners: 0 });
});

type Operation =
  { readonly kind: 'publish'; readonly delta: CockpitDelta } | { readonly kind: 'acknowledge' | 'pull' | 'wait' };

const anyDelta: fc.Arbitrary<CockpitDelta> = fc.oneof(
  fc.integer({ min: 1990, max: 2010 }).map(quote),
  fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1990, max: 2010 }))
    .map(([at, close]) => formed(at, close)),
  fc.integer({ min: 1, max: 1_000_000 }).map(deal),
  fc.integer({ min: 0, max: 9 }).map((profit): CockpitDelta => ({
    kind: 'positionsChanged',
    positions: [samplePosition({ profit })],
  })),
);

const operations: fc.Arbitrary<readonly Operation[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: anyDelta.map((delta): Operation => ({ kind: 'publish', delta })) },
    { weight: 3, arbitrary: fc.constantFrom<Operation>({ kind: 'acknowledge' }, { kind: 'pull' }, { kind: 'wait' }) },
  ),
  { maxLength: 200 },
);

/** The state that a subscriber keeps, in the plainest form: the last of each quote, bar and position list, and all deals. */
function apply(state: CockpitSnapshot, delta: CockpitDelta): CockpitSnapshot {
  switch (delta.kind) {
    case 'quoteChanged':
      return { ...state, quotes: [delta.quote] };
    case 'positionsChanged':
      return { ...state, positions: delta.positions };
    case 'dealRecorded':
      return { ...state, deals: [...state.deals, delta.deal] };
    default:
      return state;
  }
}

test('a snapshot and the batches after it give the source’s own state, however slowly they are taken', async () => {
  await fc.assert(
    fc.asyncProperty(operations, async (steps) => {
      const { cockpit, clock, stream } = setUp();
      const received: CockpitBatch[] = [];
      const published: CockpitDelta[] = [];
      let replica: CockpitSnapshot | null = null;
      let source = sampleSnapshot();
      let isWaiting = false;
      let acknowledged = 0;

      const pull = (): void => {
        if (isWaiting) return;
        isWaiting = true;
        void stream.next().then((batch) => {
          isWaiting = false;
          if (batch === null) return;
          received.push(batch);
          replica = batch.kind === 'snapshot' ? batch.snapshot : batch.deltas.reduce(apply, replica ?? source);
        });
      };
      const settle = async (): Promise<void> => {
        for (let turn = 0; turn < 4; turn++) await Promise.resolve();
      };
      const acknowledge = (): void => {
        if (acknowledged < received.length) expect(stream.acknowledge(++acknowledged).ok).toBe(true);
      };

      for (const step of steps) {
        if (step.kind === 'publish') {
          source = apply(source, step.delta);
          cockpit.show(source);
          published.push(step.delta);
          cockpit.publish(step.delta);
        }
        if (step.kind === 'acknowledge') acknowledge();
        if (step.kind === 'pull') pull();
        if (step.kind === 'wait') clock.advance(batchDelayMs);
        await settle();
        expect(received.length - acknowledged).toBeLessThanOrEqual(unacknowledgedMax);
      }
      for (let rest = 0; rest < 4; rest++) {
        pull();
        clock.advance(batchDelayMs);
        await settle();
        acknowledge();
        acknowledge();
      }

      expect(replica).toEqual(source);
      expect(received.map((batch) => batch.sequence)).toEqual(received.map((_, index) => index + 1));
      expectSubsequence(received.flatMap(deltasOf), published);
    }),
    { numRuns: 150 },
  );
});

/** What was sent happened in that order: nothing is invented and nothing overtakes. */
function expectSubsequence(sent: readonly CockpitDelta[], published: readonly CockpitDelta[]): void {
  let next = 0;
  for (const delta of sent) {
    const at = published.indexOf(delta, next);
    expect(at, 'a delta was sent that did not happen after the one before it').toBeGreaterThanOrEqual(next);
    next = at + 1;
  }
}
