import { expect, test } from 'vitest';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import type { WireSubscription } from '#main/protocol/messages/handshake-messages.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import type { TicksBody, WireTick } from '#main/protocol/tick-codec.ts';
import { tickOverlapHash } from '#main/protocol/tick-overlap.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { MarketMinute, MarketSource } from '../market/market-source.ts';
import { playedTicks, TickCounter, ticksSince, type PlayedMarket } from './tick-stream.ts';

const clock = brokerClock('ny+7');
const crowd = 900;

/** Two minutes: the second holds nine hundred quotes in one millisecond, between a quote before and a quote after. */
const minuteOf = (index: number): MarketMinute => {
  const openTimeUtcMs = utcMs(sampleStartUtcMs + index * 60_000);
  const at = (ms: number, bid: number) => sampleQuote({ bid, occurredAtUtcMs: openTimeUtcMs + ms });
  const crowded = Array.from({ length: crowd }, (_, nth) => at(30_000, 2000 + nth / 100));
  const quotes = index === 0 ? [at(0, 1990), at(10_000, 1991)] : [at(0, 1995), ...crowded, at(40_000, 1996)];
  const bid = price(2000);
  const bar = {
    openTimeUtcMs,
    open: bid,
    high: bid,
    low: bid,
    close: bid,
    tickVolume: quotes.length,
    spreadPoints: null,
  };
  return { bar, quotes, between: 'jumped' };
};

const source: MarketSource = {
  name: 'crowded',
  minutes: (fromUtcMs) => [minuteOf(0), minuteOf(1)].filter(({ bar }) => bar.openTimeUtcMs >= fromUtcMs),
};

const secondMinute = utcMs(sampleStartUtcMs + 60_000);

const played = (quotesPassed: number): PlayedMarket => ({
  ...{ source, clock },
  position: { minuteUtcMs: secondMinute, quotesPassed, quote: sampleQuote() },
});

const whole = played(crowd + 2);
const all = [...playedTicks(whole, sampleStartUtcMs)];

type Cursor = WireSubscription['tickCursor'];

const told = (market: PlayedMarket, tickCursor: Cursor): readonly TicksBody[] => [
  ...ticksSince(market, { symbol: sampleGold.symbol, tickCursor }, new TickCounter()),
];

const ticksIn = (bodies: readonly TicksBody[]): readonly WireTick[] => bodies.flatMap(({ ticks }) => ticks);

const cursorAfter = (count: number): NonNullable<Cursor> => {
  const { stampMs } = assertDefined(all[count - 1], 'a tick that was taken');
  return { stampMs, takenAtStamp: all.slice(0, count).filter((tick) => tick.stampMs === stampMs).length };
};

test('nothing is told that has not passed', () => {
  expect([...playedTicks(played(0), sampleStartUtcMs)].length).toBe(2);
  expect([...playedTicks(played(5), sampleStartUtcMs)].length).toBe(7);
  expect(all.length).toBe(crowd + 4);
});

test('whatever was taken of a crowded millisecond, the rest follows once, and each message says how many were taken', () => {
  for (const count of [1, 2, 3, 4, 300, 500, crowd + 2, crowd + 3]) {
    const bodies = told(whole, cursorAfter(count));
    expect(ticksIn(bodies)).toEqual(all.slice(count));
    let sent = count;
    for (const { ticks, takenAtStamp, isRewind } of bodies) {
      sent += ticks.length;
      expect({ takenAtStamp, isRewind }).toEqual({ takenAtStamp: cursorAfter(sent).takenAtStamp, isRewind: false });
    }
  }
});

test('equal history goes on after the cursor; another one is told anew from where the two were compared', () => {
  const stored = all.slice(1, 300);
  const fromStampMs = assertDefined(stored[0], 'ticks are stored').stampMs;
  const overlap = { fromStampMs, count: stored.length, hash: tickOverlapHash(stored) };
  expect(ticksIn(told(whole, { ...cursorAfter(300), overlap }))).toEqual(all.slice(300));
  const rewritten = { ...overlap, hash: tickOverlapHash(stored.map((tick) => ({ ...tick, ask: tick.ask + 1 }))) };
  const again = told(whole, { ...cursorAfter(300), overlap: rewritten });
  expect(ticksIn(again)).toEqual(all.slice(1));
  expect(again.map(({ isRewind }) => isRewind)).toEqual([true, false, false]);
});

test('more stored than there is now is another history too', () => {
  const overlap = { fromStampMs: serverMs(all[0]?.stampMs ?? 0), count: 256, hash: tickOverlapHash(all.slice(0, 256)) };
  const short = played(1);
  expect(told(short, { ...cursorAfter(256), overlap })).toMatchObject([{ isRewind: true, ticks: all.slice(0, 3) }]);
});

test('without a cursor it is the minute that closed last and what followed; before the first quote nothing', () => {
  expect(ticksIn(told(played(1), null))).toEqual(all.slice(0, 3));
  expect(told({ ...whole, position: { ...whole.position, quote: null } }, null)).toEqual([]);
});
