import { expect, test } from 'vitest';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import { sampleHole, sampleSyncStream } from '#main/testkit/sample-sync-health.ts';
import { readSignal, type SignalView } from './read-signal.ts';

const wish = { scenario: 'swing', symbol: 'XAUUSD' } as const;
const scenario = { scenario: 'B', symbol: 'XAUUSD', timeframe: 'M15', phase: 'idle', decision: sampleDecision() };
const streams = [sampleSyncStream({ timeframe: 'M15', lagMs: 500 })];

function view(changes: Parameters<typeof sampleSnapshot>[0] = {}, sync: SignalView['sync'] = { streams }): SignalView {
  const snapshot = sampleSnapshot({ scenarios: [scenario], quotes: [sampleQuote()], ...changes });
  return { snapshot, sync, quoteAgeMsMax: 60_000 };
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
  const withHole = (hole: Parameters<typeof sampleHole>[0]): SignalView => {
    const holes = { expected: 0, unexpected: 1, missingBars: 1, newest: [sampleHole(hole)] };
    return view({}, { streams: [sampleSyncStream({ timeframe: 'M15', holes })] });
  };
  const lookBackMs = 200 * 15 * 60_000;
  expect(codeOf(withHole({}))).toBe('SIGNAL_BLIND');
  expect(codeOf(withHole({ fromUtcMs: 0, toUtcMs: utcMs(sampleStartUtcMs - lookBackMs) }))).toBe('told');
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
