import type { Bar } from '#shared/market/bar.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';

export interface Mt5BarFile {
  readonly bars: readonly Bar[];
  /** The clock of the server that writes the file. */
  readonly clock: ClockRule;
  readonly digits?: number;
  /** As the terminal writes D1: a date and no time. */
  readonly isDaily?: boolean;
}

/** The text of a file as the terminal exports bars. */
export function mt5BarFile({ bars, clock, digits = 2, isDaily = false }: Mt5BarFile): string {
  const time = isDaily ? [] : ['<TIME>'];
  const header = ['<DATE>', ...time, '<OPEN>', '<HIGH>', '<LOW>', '<CLOSE>', '<TICKVOL>', '<VOL>', '<SPREAD>'];
  const { toBroker } = brokerClock(clock);
  const rows = bars.map((bar) => {
    const stamp = new Date(toBroker(bar.openTimeUtcMs)).toISOString();
    const date = stamp.slice(0, 10).replaceAll('-', '.');
    const prices = [bar.open, bar.high, bar.low, bar.close].map((price) => price.toFixed(digits));
    return [date, ...(isDaily ? [] : [stamp.slice(11, 19)]), ...prices, bar.tickVolume ?? 0, 0, bar.spreadPoints ?? 0];
  });
  return [header, ...rows].map((fields) => `${fields.join('\t')}\r\n`).join('');
}

/** The text of a normalized bar file. */
export function normalizedBarFile(bars: readonly Bar[]): string {
  const rows = bars.map((bar) =>
    [bar.openTimeUtcMs, bar.open, bar.high, bar.low, bar.close, bar.tickVolume ?? '', bar.spreadPoints ?? ''].join(),
  );
  return ['time_utc_ms,open,high,low,close,tick_volume,spread_points', ...rows, ''].join('\n');
}
