import { expect, test } from 'vitest';
import { defaultInstrument, defaultLeverage, defaultSymbols } from './default-instruments.ts';

test.each(defaultSymbols)('%s has terms whose figures agree with each other', (symbol) => {
  const known = defaultInstrument(symbol);
  expect(known).not.toBeNull();
  if (known === null) return;
  const { instrument, price, spreadPointsByHour } = known;
  expect(instrument.tickValue).toBeCloseTo(instrument.contractSize * instrument.tickSize, 12);
  expect(instrument.point).toBeCloseTo(10 ** -instrument.digits, 12);
  expect(instrument.marginPerLot).toBe(Math.round((instrument.contractSize * price) / defaultLeverage));
  expect(spreadPointsByHour).toHaveLength(24);
  expect(Math.min(...spreadPointsByHour)).toBe(known.spreadPointsUsual);
  // Five nights and the weekend's two.
  expect(instrument.swap.multipliers.reduce((sum, nights) => sum + nights, 0)).toBe(7);
});

test('a broker’s own ending is a part of the symbol, and no part of the terms', () => {
  expect(defaultInstrument('US100.cash')).toEqual({
    ...defaultInstrument('US100'),
    instrument: { ...defaultInstrument('US100')?.instrument, symbol: 'US100.cash' },
  });
});

test('what is not known is not guessed', () => {
  expect(defaultInstrument('USDJPY')).toBeNull();
  expect(defaultInstrument('toString')).toBeNull();
});
