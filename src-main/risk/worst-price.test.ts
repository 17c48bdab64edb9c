import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sideSign } from '#shared/trading/side.ts';
import { price } from '#shared/units/price.ts';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleIntent } from '#main/testkit/sample-intent.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleRiskRequest } from '#main/testkit/sample-risk-request.ts';
import { riskLimitsSchema } from './risk-limits.ts';
import type { KnownRequest } from './risk-request.ts';
import { worstPrice } from './worst-price.ts';

const request = (changes: Partial<KnownRequest>): KnownRequest => ({
  ...sampleRiskRequest(),
  account: sampleAccount(),
  instrument: sampleInstrument(),
  quote: sampleQuote(),
  ...changes,
});

test('is on the tick grid, never farther from the price than the drift limit, and less than a tick nearer', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('buy', 'sell'),
      fc.integer({ min: 1, max: 4000 }),
      fc.double({ min: 0, max: 0.5, noNaN: true }),
      fc.constantFrom(0.01, 0.05, 0.25),
      (side, stopTicks, driftRMax, tickSize) => {
        const instrument = sampleInstrument({ tickSize });
        const sign = sideSign(side === 'buy' ? 'buy' : 'sell');
        const intent = sampleIntent({ side, stop: 2000 - sign * stopTicks * tickSize });
        const quote = sampleQuote({ spreadPoints: 100 });
        const limits = riskLimitsSchema.parse({ driftRMax });
        const worst = worstPrice(request({ intent, instrument, quote, limits }));
        const level = worst.ok ? worst.value : NaN;
        const run = sign * (level - (side === 'buy' ? quote.ask : quote.bid));
        const drift = driftRMax * stopTicks * tickSize;
        expect(run).toBeLessThan(drift + 1e-5 * tickSize);
        expect(run).toBeGreaterThan(drift - tickSize);
        expect(run).toBeGreaterThan(-1e-9);
        expect(Math.abs(level / tickSize - Math.round(level / tickSize))).toBeLessThan(1e-6);
      },
    ),
  );
});

test('what was agreed stands until the market passes it, for a sell mirrored', () => {
  const intent = sampleIntent({ side: 'sell', stop: 2010 });
  const at = (bid: number) =>
    worstPrice(request({ intent, quote: sampleQuote({ bid }), agreedWorstPrice: price(1998.5) }));
  expect(at(1998.5)).toEqual({ ok: true, value: 1998.5 });
  expect(at(2005)).toEqual({ ok: true, value: 1998.5 });
  expect(at(1998.49)).toEqual({ ok: true, value: 1996.99 });
});

test('denies a stop so far away that the drift limit reaches below zero', () => {
  const intent = sampleIntent({ side: 'sell', stop: 2010 });
  const far = { ...intent, stop: price(40_000) };
  expect(worstPrice(request({ intent: far }))).toMatchObject({ ok: false, error: { code: 'INTENT_INVALID' } });
});
