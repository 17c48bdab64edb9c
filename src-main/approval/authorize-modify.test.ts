import { expect, test } from 'vitest';
import { modifyIntentSchema, type ModifyIntent } from '#shared/trading/trade-intent.ts';
import { price } from '#shared/units/price.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { authorizeModify } from './authorize-modify.ts';

const account = sampleAccount();
const long = samplePosition({ stop: 1990, target: 2020 });
const short = samplePosition({ positionId: '2', side: 'sell', stop: 2010, target: 1980 });
const bare = samplePosition({ positionId: '3', stop: null, target: null });
const positions = [long, short, bare];

const intent = (changes: Partial<Record<keyof ModifyIntent, unknown>>): ModifyIntent =>
  modifyIntentSchema.parse({
    kind: 'modify',
    intentId: 'modify-1',
    positionId: '1',
    symbol: 'XAUUSD',
    stop: 1990,
    target: 2020,
    decidedAtUtcMs: sampleStartUtcMs,
    ...changes,
  });

test.each([
  ['a stop nearer to the price of a long', { stop: 1995 }],
  ['a stop nearer to the price of a short', { positionId: '2', stop: 2005, target: 1980 }],
  ['a target nearer to the price', { target: 2010 }],
  ['the first stop of a position', { positionId: '3', stop: 1900, target: null }],
  ['the first target of a position', { positionId: '3', stop: 1900, target: 2100 }],
  ['what stands already', {}],
])('%s reduces and needs nobody', (_what, changes) => {
  const granted = authorizeModify({ intent: intent(changes), account, positions, isByTrader: false });
  expect(granted).toMatchObject({ ok: true, value: { kind: 'modify', authorizedBy: 'reduction' } });
});

test.each([
  ['a stop farther from the price of a long', { stop: 1980 }],
  ['a stop farther from the price of a short', { positionId: '2', stop: 2015, target: 1980 }],
  ['a target farther away', { target: 2030 }],
  ['a target given up', { target: null }],
])('%s needs the trader’s own hand', (_what, changes) => {
  const claim = { intent: intent(changes), account, positions };
  expect(authorizeModify({ ...claim, isByTrader: false })).toMatchObject({
    ok: false,
    error: { code: 'NOT_A_REDUCTION' },
  });
  expect(authorizeModify({ ...claim, isByTrader: true })).toMatchObject({
    ok: true,
    value: { authorizedBy: 'trader' },
  });
});

test('the grant bears the position’s own side and volume', () => {
  const granted = authorizeModify({ intent: intent({ stop: 1995 }), account, positions, isByTrader: true });
  expect(granted).toEqual({
    ok: true,
    value: {
      kind: 'modify',
      intentId: 'modify-1',
      authorizedBy: 'reduction',
      account: account.identity,
      positionId: '1',
      symbol: 'XAUUSD',
      side: 'buy',
      volume: 0.1,
      stop: 1995,
      target: 2020,
    },
  });
});

test('a position that the terminal does not report cannot be modified', () => {
  const claim = { intent: intent({ positionId: '9' }), account, positions, isByTrader: true };
  expect(authorizeModify(claim)).toMatchObject({ ok: false, error: { code: 'POSITION_UNKNOWN' } });
});

test('what the entry was approved with may be set again, also where that is wider, and nothing else', () => {
  const approved = { stop: price(1985), target: null };
  const claim = { account, positions, isByTrader: false, approved };
  expect(authorizeModify({ ...claim, intent: intent({ stop: 1985, target: null }) })).toMatchObject({
    ok: true,
    value: { authorizedBy: 'approvedEntry', stop: 1985, target: null },
  });
  expect(authorizeModify({ ...claim, intent: intent({ stop: 1984.9, target: null }) })).toMatchObject({
    ok: false,
    error: { code: 'NOT_A_REDUCTION' },
  });
  expect(authorizeModify({ ...claim, intent: intent({ stop: 1985, target: 2030 }) })).toMatchObject({ ok: false });
});
