import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { minuteMs } from '#main/simulation/market/market-source.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { barsBetween } from '#shared/market/bar-columns.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** A file of recorded M1 bars. */
export interface History {
  readonly path: string;
  readonly clockRule: ClockRule;
}

/** Recorded minutes that can be played: in order, each on its minute. The name tells apart whatever differs in a single bar. */
export interface RecordedMinutes {
  readonly name: string;
  /** At least one. */
  readonly bars: readonly Bar[];
  readonly firstUtcMs: UtcMs;
  readonly lastUtcMs: UtcMs;
}

/** ROWS_INVALID where the file holds no bars or one that does not open on the minute, and whatever `readFile` refuses. The importers are loaded only here. */
export async function readHistory(
  { path, clockRule: clock }: History,
  symbol: string,
): Promise<Result<RecordedMinutes, Fault>> {
  const { readFile } = await import('#main/importers/read-file.ts');
  const read = await readFile(path, { ...plainly, symbol, clock, timeframe: 'M1' });
  if (!read.ok) return read;
  if (read.value.yields !== 'bars') return err(withoutBars(path, read.value.format));
  const { columns } = read.value;
  return recordedMinutes(
    `replay of ${symbol} from ${basename(path).slice(0, 80)}`,
    barsBetween(columns, 0, columns.length),
  );
}

/** Bars, oldest first, as minutes to be played. ROWS_INVALID where there is none, or one that does not open on the minute. */
export function recordedMinutes(origin: string, bars: readonly Bar[]): Result<RecordedMinutes, Fault> {
  const [first, last] = [bars[0], bars.at(-1)];
  if (first === undefined || last === undefined) return err(noBars(origin));
  const odd = bars.find(({ openTimeUtcMs }) => openTimeUtcMs % minuteMs !== 0);
  if (odd !== undefined) return err(offMinute(origin, odd.openTimeUtcMs));
  const digest = createHash('sha256').update(JSON.stringify(bars)).digest('hex').slice(0, 16);
  const name = `${origin}, ${bars.length} minutes, ${digest}`;
  return ok({ name, bars, firstUtcMs: first.openTimeUtcMs, lastUtcMs: last.openTimeUtcMs });
}

const plainly = { scale: 1, point: null, referencePrice: null, onProgress: () => undefined };

export const nothingToPlay = (startUtcMs: UtcMs): Fault =>
  fault('SETTINGS_INVALID', 'There is nothing to play at or after the start that was asked for. Nothing was changed.', {
    start: new Date(startUtcMs).toISOString(),
  });

const withoutBars = (path: string, format: string): Fault =>
  fault('ROWS_INVALID', `${path} holds no bars: it is a ${format}. Only minutes can be replayed.`, { path, format });

const noBars = (origin: string): Fault =>
  fault('ROWS_INVALID', `The ${origin} holds no bars. There is nothing to play.`, { origin });

const offMinute = (origin: string, openTimeUtcMs: UtcMs): Fault =>
  fault('ROWS_INVALID', `The ${origin} holds a bar that does not open on the minute. Only those can be replayed.`, {
    origin,
    openTime: new Date(openTimeUtcMs).toISOString(),
  });
