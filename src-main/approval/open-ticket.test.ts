import { expect, test } from 'vitest';
import fc from 'fast-check';
import { assert } from '#shared/base/assert.ts';
import { approvalTicketSchema } from '#shared/trading/approval-ticket.ts';
import { approvalId } from '#shared/trading/ids.ts';
import { scenarioSchema } from '#shared/trading/scenario.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { judgeSampleEntry } from '#main/testkit/judge-sample-entry.ts';
import { sampleIntent } from '#main/testkit/sample-intent.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { openTicket } from './open-ticket.ts';
import { ticketValidity } from './ticket-validity.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

test.each([
  { scenario: 'A', untilDecisionMs: 15 * minuteMs, validForMs: 5 * minuteMs },
  { scenario: 'A', untilDecisionMs: 2 * minuteMs, validForMs: 2 * minuteMs },
  { scenario: 'B', untilDecisionMs: 24 * hourMs, validForMs: 4 * hourMs },
  { scenario: 'B', untilDecisionMs: hourMs, validForMs: hourMs },
  { scenario: 'B', untilDecisionMs: 1, validForMs: 1 },
] as const)('$scenario, $untilDecisionMs ms before the next decision: valid for $validForMs ms', (it) => {
  expect(
    ticketValidity({
      scenario: it.scenario,
      marketNowUtcMs: sampleStartUtcMs,
      nextDecisionUtcMs: utcMs(sampleStartUtcMs + it.untilDecisionMs),
    }),
  ).toEqual({ expiresAtUtcMs: sampleStartUtcMs + it.validForMs, validForMs: it.validForMs });
});

test('a ticket never outlives the decision, and none is opened after it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...scenarioSchema.options),
      fc.integer({ min: -hourMs, max: 48 * hourMs }),
      (scenario, aheadMs) => {
        const nextDecisionUtcMs = utcMs(sampleStartUtcMs + aheadMs);
        const validity = ticketValidity({ scenario, marketNowUtcMs: sampleStartUtcMs, nextDecisionUtcMs });
        if (aheadMs <= 0) expect(validity).toBeNull();
        else expect(validity?.expiresAtUtcMs).toBeLessThanOrEqual(nextDecisionUtcMs);
      },
    ),
  );
});

const opening = {
  approvalId: approvalId('intent-1#1'),
  filters: [{ filter: 'donchianBreak', value: 2000, threshold: 1998.5, passed: true }],
  marketNowUtcMs: sampleStartUtcMs,
  wallNowUtcMs: utcMs(sampleStartUtcMs + 7),
};

test('a ticket shows what risk approved, why the rules wanted it, and until when it can be taken', () => {
  const approved = judgeSampleEntry();
  assert(approved.ok, 'the sample entry is approved');
  const ticket = openTicket({ ...opening, approved: approved.value });
  expect(ticket).toEqual({
    ok: true,
    value: {
      ...approved.value,
      approvalId: 'intent-1#1',
      filters: opening.filters,
      openedAtUtcMs: sampleStartUtcMs,
      openedAtWallUtcMs: sampleStartUtcMs + 7,
      expiresAtUtcMs: sampleStartUtcMs + 4 * hourMs,
      validForMs: 4 * hourMs,
    },
  });
  expect(ticket.ok && approvalTicketSchema.parse(ticket.value)).toEqual(ticket.ok && ticket.value);
});

test('a decision whose time has passed opens no ticket', () => {
  const approved = judgeSampleEntry({ intent: sampleIntent({ validUntilUtcMs: sampleStartUtcMs + 1000 }) });
  assert(approved.ok, 'the sample entry is approved');
  const marketNowUtcMs = utcMs(sampleStartUtcMs + 1000);
  expect(openTicket({ ...opening, marketNowUtcMs, approved: approved.value })).toMatchObject({
    ok: false,
    error: { code: 'APPROVAL_EXPIRED', facts: { marketNowUtcMs } },
  });
});
