import { z } from 'zod';
import { ok } from '#shared/base/result.ts';
import type { Evidence } from '#shared/agent/evidence.ts';
import type { Bar } from '#shared/market/bar.ts';
import { timeframeSchema, type Timeframe } from '#shared/market/timeframe.ts';
import { closedBars, type ClosedBars } from '../gather/closed-bars.ts';
import { readingOf } from '../gather/reading.ts';
import { defineTool } from './define-tool.ts';

const countMax = 50;
/** So many are told one by one. */
const toldMax = 5;

const schema = z
  .object({ timeframe: timeframeSchema, count: z.number().int().min(1).max(countMax) })
  .strict()
  .readonly();

export const barsTool = defineTool({
  name: 'bars',
  description: `The newest closed bars of the symbol on a timeframe, up to ${countMax}, summed up, and the last ${toldMax} of them one by one.`,
  schema,
  read: ({ timeframe, count: limit }, { question, sources }) => {
    const closed = closedBars(sources, { ...question, timeframe, limit });
    if (!closed.ok) return Promise.resolve(closed);
    return Promise.resolve(ok(readingOf(closed.value === null ? [] : barEvidence(closed.value, timeframe))));
  },
});

function barEvidence({ bars, knownAtUtcMs }: ClosedBars, timeframe: Timeframe): readonly Evidence[] {
  const told = { source: 'bar', asOfUtcMs: knownAtUtcMs, recordId: null } as const;
  const of = (part: string, label: string, value: number | null, unit: string): Evidence => ({
    ...{ ...told, evidenceId: `bar:${timeframe}/${part}`, label: `${label} on ${timeframe}`, value, unit },
  });
  const whole = `last${bars.length}`;
  const mean = (numbers: readonly number[]): number | null =>
    numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  return [
    of(`${whole}/open`, `open of the first of the last ${bars.length}`, bars[0]?.open ?? null, 'price'),
    of(`${whole}/high`, `highest of the last ${bars.length}`, Math.max(...bars.map(({ high }) => high)), 'price'),
    of(`${whole}/low`, `lowest of the last ${bars.length}`, Math.min(...bars.map(({ low }) => low)), 'price'),
    of(`${whole}/close`, `close of the last of the last ${bars.length}`, bars.at(-1)?.close ?? null, 'price'),
    of(
      `${whole}/up`,
      `bars that closed higher of the last ${bars.length}`,
      bars.filter(({ open, close }) => close > open).length,
      'count',
    ),
    of(
      `${whole}/meanRange`,
      `mean range of the last ${bars.length}`,
      mean(bars.map(({ high, low }) => high - low)),
      'price',
    ),
    of(
      `${whole}/meanVolume`,
      `mean volume of the last ${bars.length}`,
      mean(bars.flatMap(({ tickVolume }) => tickVolume ?? [])),
      'ticks',
    ),
    ...bars.slice(-toldMax).flatMap((bar, index, last) => {
      const ago = last.length - index;
      const field = (name: 'open' | 'high' | 'low' | 'close'): Evidence =>
        of(`back${ago}/${name}`, `${name} of bar no. ${ago} from the end`, priceOf(bar, name), 'price');
      return [field('open'), field('high'), field('low'), field('close')];
    }),
  ];
}

const priceOf = (bar: Bar, name: 'open' | 'high' | 'low' | 'close'): number => bar[name];
