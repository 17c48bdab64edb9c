import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { WireBar } from '#main/protocol/bar-codec.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import { barsFromWire, ticksFromWire } from './market-from-wire.ts';

const clock = brokerClock('ny+7');

/** The day before New York's clocks went forward in 2024, and the Monday after. */
const winter = serverMs(Date.UTC(2024, 2, 8, 12));
const summer = serverMs(Date.UTC(2024, 2, 11, 12));

const wireBar = (changes: Partial<WireBar> = {}): WireBar => ({
  openStampMs: winter,
  open: 10,
  high: 12,
  low: 9,
  close: 11,
  tickVolume: null,
  spreadPoints: 0,
  ...changes,
});

test('reads each stamp by the rule for its own date', () => {
  const bars = [wireBar(), wireBar({ openStampMs: summer })];
  const converted = barsFromWire({ symbol: 'XAUUSD', timeframe: 'H1', bars, forming: null }, clock);
  expect(converted.bars.map(({ openTimeUtcMs }) => openTimeUtcMs)).toEqual([
    Date.UTC(2024, 2, 8, 10),
    Date.UTC(2024, 2, 11, 9),
  ]);
});

test('keeps what is unknown unknown', () => {
  const { bars } = barsFromWire({ symbol: 'XAUUSD', timeframe: 'M1', bars: [wireBar()], forming: null }, clock);
  expect(bars).toMatchObject([{ tickVolume: null, spreadPoints: 0 }]);
});

test.each([{ open: Number.NaN }, { close: 13 }, { low: 11.5 }, { high: Number.POSITIVE_INFINITY }, { low: -1 }])(
  'refuses and counts a bar with %o, closed or forming',
  (broken) => {
    const body = {
      symbol: 'XAUUSD',
      timeframe: 'M1',
      bars: [wireBar(), wireBar(broken)],
      forming: wireBar(broken),
    } as const;
    const converted = barsFromWire(body, clock);
    expect({ ...converted, bars: converted.bars.length }).toEqual({ bars: 1, forming: null, refused: 2 });
  },
);

test('refuses and counts ticks that are no quotes, and goes past them', () => {
  const tick = (bid: number, ask: number, later = 0) => ({ stampMs: serverMs(winter + later), bid, ask });
  const ticks = [tick(1, 2), tick(0, 2), tick(3, 2), tick(1, Number.NaN, 5)];
  const converted = ticksFromWire({ symbol: 'XAUUSD', takenAtStamp: 4, isRewind: false, ticks }, clock);
  expect(converted).toEqual({
    ticks: [{ symbol: 'XAUUSD', occurredAtUtcMs: Date.UTC(2024, 2, 8, 10), bid: 1, ask: 2 }],
    cursor: { stampMs: winter + 5, takenAtStamp: 4 },
    refused: 3,
  });
});
