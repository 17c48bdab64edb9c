import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { sampleStampMs } from '#main/testkit/sample-wire.ts';
import { reportToTerminalEvents } from './to-terminal-events.ts';

test('tells nothing where all bars of a message were broken', () => {
  const bar = { openStampMs: sampleStampMs, open: -1, high: 2, low: 1, close: 2, tickVolume: 9, spreadPoints: 1 };
  const body = { symbol: 'XAUUSD', timeframe: 'M1', bars: [bar], forming: bar } as const;
  expect(reportToTerminalEvents({ kind: 'BARS', body }, brokerClock('utc'))).toEqual({ events: [], refused: 2 });
});

test('tells the forming bar on its own', () => {
  const bar = { openStampMs: sampleStampMs, open: 1, high: 2, low: 1, close: 2, tickVolume: 9, spreadPoints: 1 };
  const body = { symbol: 'XAUUSD', timeframe: 'M1', bars: [], forming: bar } as const;
  const { events } = reportToTerminalEvents({ kind: 'BARS', body }, brokerClock('utc'));
  expect(events).toMatchObject([{ kind: 'barsReceived', bars: [], forming: { openTimeUtcMs: sampleStampMs } }]);
});
