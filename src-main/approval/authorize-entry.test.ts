import { expect, expectTypeOf, test } from 'vitest';
import fc from 'fast-check';
import { assert } from '#shared/base/assert.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { Authorized, AuthorizedEntry, EntryAuthority } from '#shared/trading/authorized.ts';
import { actorSchema } from '#shared/events/engine-event.ts';
import { approvalId } from '#shared/trading/ids.ts';
import type { OrderParameters } from '#shared/trading/order-parameters.ts';
import type { RiskApproved } from '#shared/trading/risk-approved.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { judgeSampleEntry } from '#main/testkit/judge-sample-entry.ts';
import { sampleIntent } from '#main/testkit/sample-intent.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { authorizeEntry, type EntryApproval } from './authorize-entry.ts';
import { openTicket } from './open-ticket.ts';
import type { TicketClocks } from './ticket-expiry.ts';

type Judged = Parameters<typeof judgeSampleEntry>[0];

function approvedBy(changes: Judged = {}): RiskApproved {
  const judged = judgeSampleEntry(changes);
  assert(judged.ok, 'the entry is approved');
  return judged.value;
}

function ticketOf(changes: Judged = {}): ApprovalTicket {
  const ticket = openTicket({
    approvalId: approvalId('intent-1#1'),
    approved: approvedBy(changes),
    filters: [],
    marketNowUtcMs: sampleStartUtcMs,
    wallNowUtcMs: sampleStartUtcMs,
  });
  assert(ticket.ok, 'the decision is fresh');
  return ticket.value;
}

const after = (ms: number): TicketClocks => ({
  marketNowUtcMs: utcMs(sampleStartUtcMs + ms),
  wallNowUtcMs: utcMs(sampleStartUtcMs + ms),
  elapsedMs: durationMs(ms),
});

const ticket = ticketOf();
const { worstPrice } = ticket.parameters;
const agreed = { agreedWorstPrice: worstPrice };

const approval = (changes: Partial<EntryApproval> = {}): EntryApproval => ({
  ticket,
  endedAs: null,
  parameters: ticket.parameters,
  actor: 'window',
  clocks: after(60_000),
  instrument: sampleGold,
  recheck: judgeSampleEntry(agreed),
  ...changes,
});

const demo = sampleAccount({ identity: { server: 'Broker-Demo', login: '7', tradeMode: 'demo' } });

test('an approval in time, in the ticket’s own parameters, authorizes exactly these', () => {
  expect(authorizeEntry(approval())).toEqual({
    ok: true,
    value: {
      kind: 'entry',
      authorizedBy: 'trader',
      scenario: 'B',
      intentId: 'intent-1',
      approvalId: 'intent-1#1',
      parameters: ticket.parameters,
      expiresAtUtcMs: ticket.expiresAtUtcMs,
    },
  });
});

test('a ticket that ended is not taken again, however it ended', () => {
  for (const endedAs of ['approved', 'rejectedByTrader', 'expired', 'superseded', 'denied'] as const) {
    expect(authorizeEntry(approval({ endedAs }))).toMatchObject({
      ok: false,
      error: { code: 'APPROVAL_ENDED', facts: { endedAs } },
    });
  }
});

test.each<[string, string, Partial<EntryApproval>]>([
  ['after four hours', 'APPROVAL_EXPIRED', { clocks: after(4 * 3_600_000) }],
  ['on another account', 'ACCOUNT_CHANGED', { recheck: judgeSampleEntry({ ...agreed, account: demo }) }],
  [
    'beside a new position',
    'APPROVAL_STATE_CHANGED',
    { recheck: judgeSampleEntry({ ...agreed, positions: [samplePosition()] }) },
  ],
  [
    'on a changed instrument',
    'APPROVAL_STATE_CHANGED',
    { recheck: judgeSampleEntry({ ...agreed, instrumentVersion: 2 }) },
  ],
  [
    'beyond the worst price',
    'APPROVAL_DRIFTED',
    { recheck: judgeSampleEntry({ ...agreed, quote: sampleQuote({ bid: worstPrice - 0.19 }) }) },
  ],
  [
    'on less equity',
    'APPROVAL_RISK_CHANGED',
    { recheck: judgeSampleEntry({ ...agreed, account: sampleAccount({ balance: 24_000, equity: 24_000 }) }) },
  ],
  [
    'at a higher tick value, though equity grew with it',
    'APPROVAL_RISK_CHANGED',
    {
      recheck: judgeSampleEntry({
        ...agreed,
        instrument: sampleInstrument({ tickValue: 1.0001 }),
        account: sampleAccount({ balance: 30_000, equity: 30_000 }),
      }),
    },
  ],
  ['while reducing', 'TRADING_STATE', { recheck: judgeSampleEntry({ ...agreed, tradingState: 'reducing' }) }],
  ['without a quote', 'QUOTE_MISSING', { recheck: judgeSampleEntry({ ...agreed, quote: null }) }],
])('refuses %s: %s', (_, code, changes) => {
  expect(authorizeEntry(approval(changes))).toMatchObject({ ok: false, error: { code } });
});

test('the market may drift up to the worst price', () => {
  const atWorst = sampleQuote({ bid: worstPrice - 0.2 });
  expect(authorizeEntry(approval({ recheck: judgeSampleEntry({ ...agreed, quote: atWorst }) })).ok).toBe(true);
});

test('a sale drifts downwards', () => {
  const intent = sampleIntent({ side: 'sell', stop: 2010 });
  const sale = ticketOf({ intent });
  const worst = sale.parameters.worstPrice;
  const recheckAt = (bid: number): EntryApproval['recheck'] =>
    judgeSampleEntry({ intent, agreedWorstPrice: worst, quote: sampleQuote({ bid }) });
  const asked = (bid: number): EntryApproval =>
    approval({ ticket: sale, parameters: sale.parameters, recheck: recheckAt(bid) });
  expect(authorizeEntry(asked(worst)).ok).toBe(true);
  expect(authorizeEntry(asked(worst - 0.01))).toMatchObject({ ok: false, error: { code: 'APPROVAL_DRIFTED' } });
});

test('only the trader approves, and the simulation on a simulated account', () => {
  const allowedOn = (mode: ApprovalTicket): readonly string[] =>
    actorSchema.options.filter((actor) => {
      const result = authorizeEntry(
        approval({
          ticket: mode,
          parameters: mode.parameters,
          actor,
          recheck: judgeSampleEntry({ ...agreed, account: mode === ticket ? sampleAccount() : demo }),
        }),
      );
      expect(result.ok || result.error.code).toBe(result.ok || 'APPROVAL_NOT_ALLOWED');
      expect(!result.ok || result.value.authorizedBy).toBe(
        !result.ok || (actor === 'simulation' ? 'simulation' : 'trader'),
      );
      return result.ok;
    });
  expect(allowedOn(ticket)).toEqual(['window', 'cli', 'rest', 'simulation']);
  expect(allowedOn(ticketOf({ account: demo }))).toEqual(['window', 'cli', 'rest']);
});

test('risk run again on another intent is a broken invariant', () => {
  const other = judgeSampleEntry({ intent: sampleIntent({ intentId: 'intent-2' }) });
  expect(() => authorizeEntry(approval({ recheck: other }))).toThrow('the intent of the ticket');
});

const anyChange: fc.Arbitrary<Partial<Record<keyof OrderParameters, unknown>>> = fc.oneof(
  fc.record({ volume: fc.double({ min: 0, max: 100, noNaN: true }) }),
  fc.record({ stop: fc.double({ min: 0.01, max: 5000, noNaN: true }) }),
  fc.record({ target: fc.oneof(fc.constant(null), fc.double({ min: 0.01, max: 5000, noNaN: true })) }),
  fc.record({ worstPrice: fc.double({ min: 0.01, max: 5000, noNaN: true }) }),
  fc.record({ riskMoney: fc.double({ min: 0, max: 10_000, noNaN: true }) }),
  fc.record({ side: fc.constantFrom('buy', 'sell') }),
  fc.record({ symbol: fc.constantFrom('XAUUSD', 'EURUSD') }),
  fc.record({ account: fc.constantFrom(sampleAccount().identity, demo.identity) }),
);

test('no input authorizes anything but the ticket’s own parameters', () => {
  fc.assert(
    fc.property(
      anyChange,
      fc.constantFrom(...actorSchema.options),
      fc.integer({ min: 0, max: 5 * 3_600_000 }),
      fc.integer({ min: -300, max: 300 }),
      fc.integer({ min: 10_000, max: 60_000 }),
      (change, actor, elapsedMs, driftTicks, equity) => {
        const parameters = { ...ticket.parameters, ...change } as OrderParameters;
        const quote = sampleQuote({ bid: 2000 + driftTicks / 100 });
        const recheck = judgeSampleEntry({ ...agreed, quote, account: sampleAccount({ balance: equity, equity }) });
        const result = authorizeEntry(approval({ parameters, actor, clocks: after(elapsedMs), recheck }));
        if (!result.ok) return;
        expect(parameters).toEqual(ticket.parameters);
        expect(result.value.parameters).toEqual(ticket.parameters);
        expect(quote.ask).toBeLessThan(worstPrice + 0.005);
        expect(elapsedMs).toBeLessThan(ticket.validForMs);
        expect(recheck.ok && recheck.value.parameters.volume >= ticket.parameters.volume).toBe(true);
      },
    ),
    { numRuns: 500, examples: [[{ side: 'buy' }, 'window', 0, 0, 25_000]] },
  );
});

test('an authority that nobody gave is another type than one that was', () => {
  expectTypeOf<EntryAuthority>().not.toExtend<AuthorizedEntry>();
  expectTypeOf<EntryAuthority>().not.toExtend<Authorized>();
  expectTypeOf<AuthorizedEntry>().toExtend<Authorized>();
});
