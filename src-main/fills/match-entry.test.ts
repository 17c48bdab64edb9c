import { expect, test } from 'vitest';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { lots } from '#shared/units/lots.ts';
import { money } from '#shared/units/money.ts';
import { price } from '#shared/units/price.ts';
import { matchEntry, type MarketEntry } from './match-entry.ts';

const instrument = sampleInstrument({ volumeMin: 0.02, volumeMax: 5 });
const at = { quote: sampleQuote({ bid: 2000, spreadPoints: 20 }), instrument, freeMargin: money(25_000) };
const buy: MarketEntry = {
  side: 'buy',
  volume: lots(0.5),
  stop: price(1990),
  target: price(2020),
  worstPrice: price(2000.5),
};
const sell: MarketEntry = { ...buy, side: 'sell', stop: price(2010), target: price(1980), worstPrice: price(1999.5) };

test('a buy pays the ask, a sell gets the bid, with commission and margin by the lot', () => {
  expect(matchEntry(buy, at)).toEqual({ ok: true, value: { price: 2000.2, commission: -1.75, margin: 1000 } });
  expect(matchEntry(sell, at)).toEqual({ ok: true, value: { price: 2000, commission: -1.75, margin: 1000 } });
});

test.each<[string, MarketEntry, string]>([
  ['an ask beyond the worst price', { ...buy, worstPrice: price(2000.19) }, 'WORST_PRICE_PASSED'],
  ['a bid beyond the worst price', { ...sell, worstPrice: price(2000.01) }, 'WORST_PRICE_PASSED'],
  ['a stop above the bid of a long', { ...buy, stop: price(2000.1) }, 'STOP_WRONG_SIDE'],
  ['a target below the bid of a long', { ...buy, target: price(1999) }, 'TARGET_WRONG_SIDE'],
  ['a volume off the step', { ...buy, volume: lots(0.505) }, 'VALUE_INVALID'],
  ['a volume below the smallest', { ...buy, volume: lots(0.01) }, 'VOLUME_BELOW_MIN'],
  ['a volume above the largest', { ...buy, volume: lots(5.01) }, 'VOLUME_LIMIT'],
])('refuses %s', (_, entry, code) => {
  expect(matchEntry(entry, at)).toMatchObject({ ok: false, error: { code } });
});

test('the worst price itself is accepted', () => {
  expect(matchEntry({ ...buy, worstPrice: price(2000.2) }, at).ok).toBe(true);
});

test('free margin must carry the volume and its commission', () => {
  expect(matchEntry(buy, { ...at, freeMargin: money(1001.75) }).ok).toBe(true);
  expect(matchEntry(buy, { ...at, freeMargin: money(1001.74) })).toMatchObject({
    ok: false,
    error: { code: 'MARGIN_INSUFFICIENT' },
  });
});
