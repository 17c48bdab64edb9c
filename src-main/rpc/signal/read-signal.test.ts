import { expect, test } from 'vitest';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import { sampleHole, sampleSyncStream } from '#main/testkit/sample-sync-health.ts';
import type { SignalTerms } from '#main/ports/signal-terms.ts';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleSignalTerms } from '#main/testkit/sample-signal-terms.ts';
import { readSignal, type SignalView } from './read-signal.ts';

const wish = { scenario: 'swing', symbol: 'XAUUSD' } as const;
const scenario = { scenario: 'B', symbol: 'XAUUSD', timeframe: 'M15', phase: 'idle', decision: sampleDecision() };
const streams = [sampleSyncStream({ timeframe: 'M15', lagMs: 500 })];

function view(
  changes: Parameters<typeof sampleSnapshot>[0] = {},
  sync: SignalView['sync'] = { streams },
  given: Partial<SignalTerms> = {},
): SignalView {
  const snapshot = sampleSnapshot({ scenarios: [scenario], quotes: [sampleQuote()], ...changes });
  return { ...sampleSignalTerms(given), snapshot, sync };
}

const codeOf = (seen: SignalView, asked: Parameters<typeof readSignal>[0] = wish): string => {
  const read = readSignal(asked, seen);
  return read.ok ? 'told' : read.error.code;
};

test('tells the newest decision, and how good the data behind it is', () => {
  const late = { marketUtcMs: sampleStartUtcMs + 4_000 };
  expect(readSignal(wish, view(late))).toEqual({
    ok: true,
    value: {
      decision: sampleDecision(),
      dataQuality: { quoteAgeMs: 4_000, spread: expect.closeTo(0.2) as number, barsLagMs: 500, holes: 0 },
    },
  });
});

test('a lag that is not known is told as such', () => {
  expect(readSignal(wish, view({}, { streams: [] }))).toMatchObject({ value: { dataQuality: { barsLagMs: null } } });
});

test.each([
  [
    'the pipe is down',
    { lamps: [{ name: 'pipe', level: 'fault', code: 'disconnected', detail: '', changedAtUtcMs: 0 }] },
  ],
  ['no account was heard of', { account: null }],
  ['there is no time of the market', { marketUtcMs: null }],
  ['nothing was decided yet', { scenarios: [{ ...scenario, decision: null }] }],
  ['there is no quote', { quotes: [] }],
])('is blind where %s', (_, changes) => {
  expect(codeOf(view(changes))).toBe('SIGNAL_BLIND');
});

test('is blind across a hole within what the rules look back, and not behind one before it', () => {
  const looksBackTo = utcMs(sampleStartUtcMs - 1_000 * 15 * 60_000);
  const withHole = (hole: Parameters<typeof sampleHole>[0]): SignalView => {
    const holes = { expected: 0, unexpected: 1, missingBars: 1, newest: [sampleHole(hole)] };
    const sync = { streams: [sampleSyncStream({ timeframe: 'M15', holes })] };
    return view({}, sync, { lookBackFromUtcMs: () => looksBackTo });
  };
  expect(codeOf(withHole({}))).toBe('SIGNAL_BLIND');
  expect(codeOf(withHole({ fromUtcMs: 0, toUtcMs: utcMs(looksBackTo + 1) }))).toBe('SIGNAL_BLIND');
  expect(codeOf(withHole({ fromUtcMs: 0, toUtcMs: looksBackTo }))).toBe('told');
});

/** Monday to Friday by the server's day of 24 hours, which ends at New York's 17:00. */
const weekdays = [1, 2, 3, 4, 5].map((day) => ({ day, fromMinute: 0, toMinute: 1440 }));
const friday = Date.UTC(2025, 0, 10, 22);
const sunday = Date.UTC(2025, 0, 12, 22);

test('a closed market is told as such, with when it opens, however old its quote and its decision are', () => {
  const at = (marketUtcMs: number, sessions: unknown = weekdays): SignalView =>
    view({ marketUtcMs, instruments: [sampleInstrument({ sessions })] });
  for (const closed of [friday, friday + 3_600_000, sunday - 1]) {
    expect(readSignal(wish, at(closed))).toMatchObject({
      error: { code: 'MARKET_CLOSED', facts: { scenario: 'swing', symbol: 'XAUUSD', opensAtUtcMs: sunday } },
    });
  }
  expect([codeOf(at(friday - 1)), codeOf(at(sunday))]).toEqual(['SIGNAL_STALE', 'SIGNAL_STALE']);
  expect(codeOf(at(friday, []))).toBe('SIGNAL_STALE');
});

test('is stale where the quote is too old, and where the next decision is overdue', () => {
  const after = (ms: number, quoteAt = sampleStartUtcMs + ms): SignalView =>
    view({ marketUtcMs: sampleStartUtcMs + ms, quotes: [sampleQuote({ occurredAtUtcMs: quoteAt })] });
  expect(codeOf(after(60_000, sampleStartUtcMs))).toBe('told');
  expect(codeOf(after(60_001, sampleStartUtcMs))).toBe('SIGNAL_STALE');
  const due = 15 * 60_000;
  const grace = 5 * 60_000;
  expect([codeOf(after(due)), codeOf(after(due + grace)), codeOf(after(due + grace + 1))]).toEqual([
    'told',
    'told',
    'SIGNAL_STALE',
  ]);
});

test('a symbol that the scenario does not trade is unknown', () => {
  expect(codeOf(view(), { ...wish, symbol: 'EURUSD' })).toBe('SYMBOL_UNKNOWN');
  expect(codeOf(view(), { ...wish, scenario: 'intraday' })).toBe('SYMBOL_UNKNOWN');
});
