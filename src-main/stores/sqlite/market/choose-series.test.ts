import { expect, test } from 'vitest';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { chooseSeries } from './choose-series.ts';

const from = (source: string, anchor: BarSeries['anchor'] = 'hour'): BarSeries => ({
  symbol: 'XAUUSD',
  timeframe: anchor === 'hour' ? 'M15' : 'D1',
  source,
  anchor,
});

const terminal = from('terminal');
const imported = from('import');
const dukascopy = from('dukascopy');

test.each([
  ['nothing is stored', [], undefined, null],
  ["the terminal's comes first", [dukascopy, imported, terminal], undefined, terminal],
  ["the import's comes second", [dukascopy, imported], undefined, imported],
  ['the only one is taken', [dukascopy], undefined, dukascopy],
  ['a named one is taken before the terminal', [dukascopy, terminal], 'dukascopy', dukascopy],
  ['a named one that is not stored is none', [terminal], 'dukascopy', null],
])('%s', (_name, stored, source, chosen) => {
  expect(chooseSeries(stored, source)).toEqual({ ok: true, value: chosen });
});

test('two other sources are a guess, so one has to be named', () => {
  expect(chooseSeries([dukascopy, from('histdata')], undefined)).toMatchObject({
    error: {
      code: 'SOURCE_AMBIGUOUS',
      message: expect.stringContaining('dukascopy, histdata. Name one with --source') as string,
      facts: { symbol: 'XAUUSD', timeframe: 'M15', sources: 'dukascopy, histdata' },
    },
  });
});

test('two anchors of one source are cut at different midnights, and naming the source does not choose', () => {
  const anchored = [from('import', 'eet'), from('import', 'ny+7')];
  for (const source of [undefined, 'import'])
    expect(chooseSeries(anchored, source)).toMatchObject({
      error: {
        code: 'SOURCE_AMBIGUOUS',
        message: expect.stringContaining('import (eet), import (ny+7). They start the day') as string,
      },
    });
});
