import type { RowParser } from '../file-format.ts';
import type { ImportWarning } from '../import-warning.ts';

interface Fields {
  readonly stampMs: number;
  readonly open: string | undefined;
  readonly high: string | undefined;
  readonly low: string | undefined;
  readonly close: string | undefined;
  readonly volume: string | undefined;
}

/** Dukascopy's volume is what was traded with the bank, in units or millions: no count of ticks, so the count is unknown. */
export const volumeIsTurnover: ImportWarning = {
  code: 'VOLUME_NOT_TICKS',
  message:
    'The volume of Dukascopy’s candles is turnover, not a count of ticks: it was left out, and the tick volume of these bars is unknown.',
};

/** Hours and days at which the market was closed are filled with rows that stand still at the last price and have no volume. */
export function dukascopyRow({ stampMs, open, high, low, close, volume }: Fields): ReturnType<RowParser> {
  const isStill = open === high && open === low && open === close;
  if (isStill && volume !== undefined && Number(volume) === 0) return 'marketClosed';
  return {
    stampMs,
    open: Number(open),
    high: Number(high),
    low: Number(low),
    close: Number(close),
    tickVolume: null,
    spreadPoints: null,
  };
}
