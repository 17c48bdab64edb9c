import { expect, test } from 'vitest';
import type { Instrument } from '#shared/market/instrument.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { riskLimitsSchema } from '#main/risk/risk-limits.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { ticketFigures } from './ticket-figures.ts';

const hourMs = 3_600_000;

const figuresAt = (
  nowUtcMs: number,
  given: { readonly instrument?: Instrument; readonly isKnown?: boolean; readonly account?: object } = {},
) => {
  const clock = createManualClock({ market: nowUtcMs, wall: nowUtcMs });
  const { instrument = sampleInstrument(), isKnown = true, account = {} } = given;
  const market = {
    quotes: new Map(isKnown ? [['XAUUSD', sampleQuote()]] : []),
    instruments: new Map(isKnown ? [['XAUUSD', instrument]] : []),
    account: isKnown ? sampleAccount(account) : null,
  };
  const clocks = { marketClock: clock.market, wallClock: clock.wall, brokerClock: brokerClock('ny+7') };
  return ticketFigures(sampleApprovalTicket(), {
    dependencies: { ...clocks, limits: riskLimitsSchema.parse({}) },
    market,
  });
};

/** A Wednesday in winter: New York's 17:00 is 22:00 UTC. */
const wednesday = Date.UTC(2024, 0, 3, 20);

test('it is told how long it is to the rollover, and to the weekend of a market that never pauses in between', () => {
  const { untilRolloverMs, untilWeekendMs } = figuresAt(wednesday);
  expect([untilRolloverMs / hourMs, (untilWeekendMs ?? 0) / hourMs]).toEqual([2, 50]);
});

test('a pause of an hour each day is no weekend', () => {
  const sessions = [1, 2, 3, 4, 5].map((day) => ({ day, fromMinute: 60, toMinute: 1440 }));
  expect(figuresAt(wednesday, { instrument: sampleInstrument({ sessions }) }).untilWeekendMs).toBe(50 * hourMs);
});

test('a symbol that trades on every day has no weekend', () => {
  const sessions = [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, fromMinute: 0, toMinute: 1440 }));
  expect(figuresAt(wednesday, { instrument: sampleInstrument({ sessions }) }).untilWeekendMs).toBeNull();
});

test('what is not known is not told', () => {
  expect(figuresAt(wednesday, { isKnown: false })).toMatchObject({
    ...{ price: null, driftR: null, spreadMoney: null, commissionMoney: null, costR: null },
    ...{ marginLevelAfter: null, freeMarginAfter: null, smallest: null, untilWeekendMs: null },
  });
  expect(figuresAt(wednesday, { account: { credit: 25_000 } }).smallest).toBeNull();
});

test('without margin there is no margin level', () => {
  expect(figuresAt(wednesday, { instrument: sampleInstrument({ marginPerLot: 0 }) }).marginLevelAfter).toBeNull();
});
