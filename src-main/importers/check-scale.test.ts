import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkScale, type ScaleQuestion } from './check-scale.ts';
import { scalePrice } from './scale-price.ts';

const ask = (symbol: string, prices: readonly number[], known: Partial<ScaleQuestion> = {}) =>
  checkScale({ symbol, closes: Float64Array.from(prices), point: null, referencePrice: null, ...known });

/** A market's price in the years that files are of. */
const usual = [
  ['EURUSD', 1.0823],
  ['EURUSD.pro', 1.4512],
  ['USDJPY', 147.25],
  ['USDCAD', 1.1615],
  ['GBPJPY', 190.4],
  ['XAUUSD', 651.3],
  ['XAUUSDm', 4863.57],
  ['XAGUSD', 28.4],
  ['US100.cash', 25_517.96],
  ['NSXUSD', 25_252.26],
  ['SPXUSD', 2709.25],
  ['GER40', 18_200],
  ['USOIL', 71.4],
  ['XTIUSD', 64.2],
] as const;

test.each(usual)('a price of %s at %d is one of its own', (symbol, price) => {
  expect(ask(symbol, [price, price * 1.01, price * 0.99])).toEqual({ ok: true, value: [] });
});

test.each([
  ['EURUSD', 117_000, 100_000],
  ['USDJPY', 14_725, 100],
  ['XAUUSD', 195_000, 100],
  ['USDCAD', 116_151, 100_000],
  ['US100', 2_551_796, 100],
  ['XAUUSD', 19.5, 0.01],
  ['EURUSD', 0.0109, 0.01],
] as const)('%s at %d is refused, and --scale %d is named', (symbol, price, scale) => {
  const checked = ask(symbol, [price, price, price]);
  expect(checked).toMatchObject({ ok: false, error: { code: 'SCALE_UNFIT', facts: { scale } } });
  expect(checked.ok ? '' : checked.error.message).toContain(`import with --scale ${scale}`);
});

test('the symbol’s own point goes before a smaller factor that fits as well', () => {
  expect(ask('XAUUSD', [2_000_000], { point: 0.001 })).toMatchObject({ error: { facts: { scale: 1000 } } });
});

test('prices that no power of ten explains are of another market', () => {
  expect(ask('HKDUSD', [0.5, 0.5])).toMatchObject({ error: { code: 'SCALE_UNFIT', facts: { scale: null } } });
});

test.each(['GOLD', 'DAX', 'WTI', 'YMM'])('%s may be a company’s share, so its name says nothing', (symbol) => {
  expect(ask(symbol, [5.25, 17.5, 31])).toEqual({ ok: true, value: [] });
});

test('a symbol of which nothing is known is judged by its last price, widely', () => {
  const known = { referencePrice: 250 };
  expect(ask('ACME', [20, 30, 25], known)).toEqual({ ok: true, value: [] });
  expect(ask('ACME', [25_000, 26_000], known)).toMatchObject({ error: { code: 'SCALE_UNFIT' } });
});

test('where nothing is known the noise of a multiplication is worth a word', () => {
  expect(ask('ACME', [129_587.000_000_000_01, 129_613, 129_934])).toMatchObject({
    ok: true,
    value: [{ code: 'SCALE_DOUBTFUL' }],
  });
  expect(ask('ACME', [12.5, 12.75])).toEqual({ ok: true, value: [] });
  expect(ask('ACME', [])).toEqual({ ok: true, value: [] });
});

test('a price comes back from a multiplication digit for digit', () => {
  const price = fc.integer({ min: 50_000, max: 250_000 }).map((points) => points / 100_000);
  const scale = fc.constantFrom(10, 100, 1000, 100_000);
  fc.assert(
    fc.property(price, scale, (one, factor) => {
      expect(scalePrice(one * factor, factor)).toBe(one);
    }),
  );
});
