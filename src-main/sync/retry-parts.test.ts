import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvariantError } from '#shared/base/assert.ts';
import { fault, FaultError } from '#shared/base/fault.ts';
import { ok } from '#shared/base/result.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { askHistory } from './ask-history.ts';
import { backOff } from '#shared/units/back-off.ts';
import { CircuitBreaker, failuresMax } from './circuit-breaker.ts';
import { storeFault } from './fault-class.ts';
import { nextChunk } from './next-chunk.ts';
import { OwnTimers } from './own-timers.ts';
import { RateMeter } from './rate-meter.ts';
import { similarSymbols } from './similar-symbols.ts';

const rngOf = (value: number) => ({ bytes: (length: number) => new Uint8Array(length).fill(value) });

test('a wait is never below the first nor above the longest, and may double with each attempt', () => {
  const bounds = { firstMs: 1000, longestMs: 60_000 };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 255 }), (attempt, byte) => {
      const waitMs = backOff(bounds, attempt, rngOf(byte));
      expect(waitMs).toBeGreaterThanOrEqual(1000);
      expect(waitMs).toBeLessThanOrEqual(Math.min(60_000, 1000 * 2 ** attempt));
    }),
  );
  expect([1, 2, 3].map((attempt) => backOff(bounds, attempt, rngOf(255)))).toEqual([2000, 4000, 8000]);
});

test('the circuit opens after several requests without an answer, tries one, and waits longer when that fails too', () => {
  const clock = createManualClock();
  const breaker = new CircuitBreaker({ clock: clock.monotonic, rng: rngOf(0) });
  for (let index = 1; index < failuresMax; index++) breaker.failed();
  expect(breaker).toMatchObject({ state: 'closed', opensInMs: 0 });
  breaker.failed();
  expect(breaker).toMatchObject({ state: 'open', opensInMs: 15_000 });
  clock.advance(15_000);
  expect(breaker.state).toBe('halfOpen');
  breaker.failed();
  expect(breaker.state).toBe('open');
  breaker.tryNow();
  expect(breaker.state).toBe('halfOpen');
  breaker.answered();
  breaker.tryNow();
  expect(breaker.state).toBe('closed');
});

test('a rate is that of the last ten seconds', () => {
  const clock = createManualClock();
  const rate = new RateMeter(clock.monotonic);
  rate.add(50);
  clock.advance(5000);
  rate.add(50);
  expect(rate.perSecond()).toBe(10);
  clock.advance(5000);
  expect(rate.perSecond()).toBe(5);
  clock.advance(5000);
  expect(rate.perSecond()).toBe(0);
});

test('chunks cover all that is wanted, each moment once, in bounded steps', () => {
  const clock = brokerClock('ny+7');
  const day = 86_400_000;
  const anyMoment = fc.integer({ min: Date.UTC(2023, 0, 1), max: Date.UTC(2024, 11, 1) }).map(utcMs);
  fc.assert(
    fc.property(anyMoment, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 30 }), (now, length, days) => {
      const wanted = { fromUtcMs: clock.midnightBefore(utcMs(now - length * day)), toUtcMs: now };
      let covered = null;
      for (let chunk = nextChunk({ covered, wanted, days, clock }); chunk !== null;) {
        expect(chunk.toUtcMs - chunk.fromUtcMs).toBeLessThanOrEqual(days * day + day / 24);
        expect(clock.midnightBefore(chunk.fromUtcMs)).toBe(chunk.fromUtcMs);
        expect(chunk.toUtcMs).toBe((covered ?? { fromUtcMs: now }).fromUtcMs);
        covered = { fromUtcMs: chunk.fromUtcMs, toUtcMs: now };
        chunk = nextChunk({ covered, wanted, days, clock });
      }
      expect(covered).toEqual(wanted);
    }),
  );
});

test('a span that has no length is not asked for', () => {
  const at = utcMs(Date.UTC(2024, 1, 1));
  const wanted = { fromUtcMs: at, toUtcMs: at };
  expect(nextChunk({ covered: null, wanted, days: 7, clock: brokerClock('utc') })).toBeNull();
});

test('what a store threw is its fault, and anything else stays thrown', () => {
  const full = fault('STORE_FULL', 'The disk is full.');
  expect(storeFault(new FaultError(full))).toBe(full);
  const broken = new InvariantError('broken');
  expect(() => storeFault(broken)).toThrow(broken);
});

test('a broken invariant in storing a page ends the request, and not the session that brought the page', async () => {
  const timers = new OwnTimers(createManualClock().timers);
  const broken = new InvariantError('broken');
  const answer = askHistory<number>({
    timers,
    request: (onPage) => {
      onPage(1);
      return Promise.resolve(ok(1));
    },
    store: () => {
      throw broken;
    },
  });
  await expect(answer).rejects.toBe(broken);
});

test('a request that throws ends so', async () => {
  const clock = createManualClock();
  const request = (): Promise<never> => Promise.reject(new InvariantError('broken'));
  await expect(askHistory({ timers: new OwnTimers(clock.timers), request, store: () => null })).rejects.toThrow(
    'broken',
  );
  expect(clock.pendingTimers()).toBe(0);
});

test('symbols are alike by their letters, or by their pair of currencies', () => {
  const offered = ['XAUUSD.m', 'GOLD', 'EURUSDpro', 'BTCUSD'].map((symbol) =>
    sampleInstrument({ symbol, baseCurrency: symbol === 'GOLD' ? 'XAU' : symbol.slice(0, 3) }),
  );
  expect(similarSymbols('EURUSD', { offered, known: null })).toEqual(['EURUSDpro']);
  expect(similarSymbols('XAUUSD', { offered, known: sampleInstrument() })).toEqual(['XAUUSD.m', 'GOLD']);
  expect(similarSymbols('US100', { offered, known: null })).toEqual([]);
});
