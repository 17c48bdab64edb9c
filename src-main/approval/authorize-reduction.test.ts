import { expect, test } from 'vitest';
import fc from 'fast-check';
import { orderStatusSchema } from '#shared/trading/order.ts';
import { closeIntentSchema, type CloseIntent } from '#shared/trading/trade-intent.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleClose, sampleOrder } from '#main/testkit/sample-order.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { authorizeReduction } from './authorize-reduction.ts';

const account = sampleAccount();
const netting = sampleAccount({ marginMode: 'netting' });
const position = samplePosition();

const closeIntent = (changes: Partial<Record<keyof CloseIntent, unknown>> = {}): CloseIntent =>
  closeIntentSchema.parse({
    kind: 'close',
    intentId: 'close-1',
    decisionId: null,
    positionId: '1',
    symbol: 'XAUUSD',
    volume: 0.1,
    reason: 'trader',
    decidedAtUtcMs: sampleStartUtcMs,
    ...changes,
  });

test('a close of the whole position is granted on the opposite side, with what it was proved against', () => {
  expect(authorizeReduction({ intent: closeIntent(), account, positions: [position], orders: [] })).toEqual({
    ok: true,
    value: {
      kind: 'reduceOnly',
      intentId: 'close-1',
      account: account.identity,
      positionId: '1',
      symbol: 'XAUUSD',
      side: 'sell',
      volume: 0.1,
      provedAgainst: { volume: 0.1, side: 'buy' },
    },
  });
});

test('a position that the terminal does not report cannot be closed', () => {
  expect(
    authorizeReduction({ intent: closeIntent({ positionId: '2' }), account, positions: [position], orders: [] }),
  ).toMatchObject({ ok: false, error: { code: 'POSITION_UNKNOWN', facts: { positionId: '2' } } });
});

test.each([
  ['more than the position', { volume: 0.11 }],
  ['nothing', { volume: 0 }],
  ['another symbol', { symbol: 'EURUSD' }],
])('is no reduction: %s', (_, changes) => {
  expect(
    authorizeReduction({ intent: closeIntent(changes), account, positions: [position], orders: [] }),
  ).toMatchObject({ ok: false, error: { code: 'NOT_A_REDUCTION' } });
});

test('what is being closed already is not closed twice', () => {
  const closing = sampleClose({ filledVolume: 0.04, status: 'partiallyFilled' });
  const claim = { account, positions: [position], orders: [closing] };
  expect(authorizeReduction({ ...claim, intent: closeIntent({ volume: 0.04 }) }).ok).toBe(true);
  expect(authorizeReduction({ ...claim, intent: closeIntent({ volume: 0.05 }) })).toMatchObject({
    ok: false,
    error: { code: 'NOT_A_REDUCTION', facts: { remaining: 0.04 } },
  });
});

test('orders that ended, entries and closes of other positions leave the position whole', () => {
  const elsewhere = sampleClose({ request: { ...sampleClose().request, positionId: '9' } });
  const orders = [sampleClose({ status: 'rejected' }), sampleOrder({ status: 'sent' }), elsewhere];
  expect(authorizeReduction({ intent: closeIntent(), account, positions: [position], orders }).ok).toBe(true);
});

test('an unknown close is followed by another on a hedging account, and by none on a netting one', () => {
  const claim = { intent: closeIntent(), positions: [position], orders: [sampleClose({ status: 'unknown' })] };
  expect(authorizeReduction({ ...claim, account }).ok).toBe(true);
  expect(authorizeReduction({ ...claim, account: netting })).toMatchObject({
    ok: false,
    error: { code: 'ORDER_OUTCOME_UNKNOWN' },
  });
});

const volume = fc.integer({ min: 1, max: 300 }).map((steps) => steps / 100);

test('no input authorizes more than what is left of the position, nor its own side', () => {
  fc.assert(
    fc.property(
      fc.record({ held: volume, asked: volume, side: fc.constantFrom('buy', 'sell') }),
      fc.array(fc.record({ status: fc.constantFrom(...orderStatusSchema.options), closing: volume }), { maxLength: 3 }),
      fc.constantFrom(account, netting),
      ({ held, asked, side }, closes, on) => {
        const orders = closes.map(({ status, closing }) =>
          sampleClose({ status, request: { ...sampleClose().request, volume: closing } }),
        );
        const result = authorizeReduction({
          intent: closeIntent({ volume: asked }),
          account: on,
          positions: [samplePosition({ volume: held, side })],
          orders,
        });
        if (!result.ok) return;
        const underWay = closes
          .filter(({ status }) => ['journaled', 'sent', 'accepted', 'partiallyFilled'].includes(status))
          .reduce((sum, { closing }) => sum + closing, 0);
        expect(result.value.volume + underWay).toBeLessThan(held + 1e-9);
        expect(result.value.side).not.toBe(side);
        expect(result.value.provedAgainst).toEqual({ volume: held, side });
      },
    ),
    { numRuns: 500 },
  );
});
