import { expect, test } from 'vitest';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import type { Quote } from '#shared/market/quote.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { lots } from '#shared/units/lots.ts';
import { money } from '#shared/units/money.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { newBrokerState } from './broker-state.ts';
import { chargeNights } from './charge-nights.ts';

const swap = { mode: 'points', long: -30, short: 12, multipliers: [0, 1, 1, 3, 1, 1, 0] } as const;
const instrument = sampleInstrument({ swap });
const clock = brokerClock('ny+7');
/** New York's 17:00 of Tuesday, 9 January 2024, at which the broker's Wednesday begins. */
const midnightUtcMs = Date.UTC(2024, 0, 9, 22);
const hourMs = 3_600_000;

const quoteAt = (ms: number): Quote => ({ ...sampleQuote({ instrument }), occurredAtUtcMs: utcMs(ms) });
const held = {
  ...newBrokerState(25_000),
  positions: [
    { ...samplePosition(), volume: lots(0.5), swap: money(-1), openedAtUtcMs: utcMs(midnightUtcMs - 3 * hourMs) },
  ],
};

function swapAfter(fromMs: number, toMs: number, terms = instrument): number | undefined {
  const passed = { from: quoteAt(fromMs), to: quoteAt(toMs), instrument: terms };
  return chargeNights(held, passed, clock).positions[0]?.swap;
}

test('half a lot at −30 points of a dollar is charged 15 at the midnight between two quotes, on top of what it was', () => {
  expect(swapAfter(midnightUtcMs - 1, midnightUtcMs)).toBe(-16);
  expect(swapAfter(midnightUtcMs - hourMs, midnightUtcMs - 1)).toBe(-1);
  expect(swapAfter(midnightUtcMs, midnightUtcMs + hourMs)).toBe(-1);
});

test('Wednesday’s night counts three, and all nights of a pause count', () => {
  expect(swapAfter(midnightUtcMs + 23 * hourMs, midnightUtcMs + 25 * hourMs)).toBe(-46);
  // Friday's night, and Saturday's and Sunday's, which count none.
  expect(swapAfter(midnightUtcMs + 71 * hourMs, midnightUtcMs + 121 * hourMs)).toBe(-16);
});

test('nothing is charged where the instrument has no swap, there was no quote before, or it was opened later', () => {
  expect(swapAfter(midnightUtcMs - 1, midnightUtcMs, sampleInstrument())).toBe(-1);
  const to = quoteAt(midnightUtcMs);
  expect(chargeNights(held, { from: null, to, instrument }, clock)).toBe(held);
  const later = { ...held, positions: held.positions.map((it) => ({ ...it, openedAtUtcMs: utcMs(midnightUtcMs) })) };
  const passed = { from: quoteAt(midnightUtcMs - 1), to, instrument };
  expect(chargeNights(later, passed, clock).positions[0]?.swap).toBe(-1);
});
