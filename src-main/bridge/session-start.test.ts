import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { quoteSchema, type Tick } from '#shared/market/quote.ts';
import { subscriptionSchema } from '#main/protocol/messages/handshake-messages.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import type { WireTick } from '#main/protocol/tick-codec.ts';
import { tickOverlapHash } from '#main/protocol/tick-overlap.ts';
import { lastTicksMax, subscriptionToWire } from './session-start.ts';

const clock = brokerClock('ny+7');
const startUtcMs = Date.UTC(2024, 0, 2);
const serverAheadMs = 2 * 3_600_000;

const tick = (offsetMs: number, bid: number): Tick =>
  quoteSchema.parse({ symbol: 'XAUUSD', occurredAtUtcMs: startUtcMs + offsetMs, bid, ask: bid + 0.3 });

const wireTick = ({ occurredAtUtcMs, bid, ask }: Tick): WireTick => ({
  stampMs: serverMs(occurredAtUtcMs + serverAheadMs),
  bid,
  ask,
});

function overlapOf(last: readonly Tick[]): unknown {
  const cursor = { stampMs: startUtcMs + serverAheadMs, takenAtStamp: 1 };
  const wire = subscriptionToWire({ symbol: 'XAUUSD', bars: [], ticks: { cursor, last } }, clock);
  expect(subscriptionSchema.parse(wire)).toEqual(wire);
  return wire.tickCursor?.overlap;
}

test('marks the last stored ticks in the server’s time', () => {
  const last = [tick(0, 2000), tick(0, 2001), tick(250, 1999)];
  expect(overlapOf(last)).toEqual({
    fromStampMs: startUtcMs + serverAheadMs,
    count: 3,
    hash: tickOverlapHash(last.map(wireTick)),
  });
});

test('leaves the first stamp out where its ticks may not all be among those read', () => {
  const last = Array.from({ length: lastTicksMax }, (_, index) => tick(index < 3 ? 0 : index, 2000 + index));
  expect(overlapOf(last)).toMatchObject({ fromStampMs: startUtcMs + serverAheadMs + 3, count: lastTicksMax - 3 });
  const allDifferent = last.map((it, index) => tick(index, it.bid));
  expect(overlapOf(allDifferent)).toMatchObject({ count: lastTicksMax - 1 });
});

test('marks nothing where all the ticks that were read have one stamp, or there is none', () => {
  expect(overlapOf(Array.from({ length: lastTicksMax }, (_, index) => tick(0, 2000 + index)))).toBeNull();
  expect(overlapOf([])).toBeNull();
});
