import { expect, test } from 'vitest';
import fc from 'fast-check';
import { durationMs } from '#shared/units/duration-ms.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { ticketExpiry, ticketRemainingMs, type TicketClocks } from './ticket-expiry.ts';

/** Valid for five minutes from the sample start, on every clock. */
const ticket = sampleApprovalTicket();

const clocks = (elapsed: { market?: number | null; wall?: number; desk?: number }): TicketClocks => ({
  marketNowUtcMs: elapsed.market === null ? null : utcMs(sampleStartUtcMs + (elapsed.market ?? 0)),
  wallNowUtcMs: utcMs(sampleStartUtcMs + (elapsed.wall ?? 0)),
  elapsedMs: durationMs(elapsed.desk ?? 0),
});

test.each([
  [{}, null],
  [{ market: 299_999, wall: 299_999, desk: 299_999 }, null],
  [{ market: 300_000 }, 'market'],
  [{ desk: 300_000, wall: 299_000 }, 'countdown'],
  [{ desk: 299_000, wall: 300_000 }, 'wallClock'],
  [{ desk: 1000, wall: 3001 }, 'clockJump'],
  [{ desk: 3001, wall: 1000 }, 'clockJump'],
  [{ desk: 1000, wall: -1001 }, 'clockJump'],
  [{ desk: 1000, wall: 3000 }, null],
  [{ market: null, desk: 299_999, wall: 299_999 }, null],
  [{ market: null, desk: 300_000, wall: 300_000 }, 'countdown'],
] as const)('%o elapsed: ended by %s', (elapsed, by) => {
  expect(ticketExpiry(ticket, clocks(elapsed))).toBe(by);
});

test('a market that stands still keeps no ticket alive', () => {
  fc.assert(
    fc.property(fc.integer({ min: 300_000, max: 10_000_000 }), (elapsed) => {
      expect(ticketExpiry(ticket, clocks({ market: 0, wall: elapsed, desk: elapsed }))).not.toBeNull();
    }),
  );
});

test('the countdown runs to zero and not below', () => {
  expect(ticketRemainingMs(ticket, durationMs(1000))).toBe(299_000);
  expect(ticketRemainingMs(ticket, durationMs(400_000))).toBe(0);
});
