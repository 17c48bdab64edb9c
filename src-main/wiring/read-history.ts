import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { minuteMs } from '#main/simulation/market/market-source.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
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

/** ROWS_INVALID where a bar does not open on the minute, and whatever `readBars` refuses. The importers are loaded only here. */
export async function readHistory(history: History, symbol: string): Promise<Result<RecordedMinutes, Fault>> {
  const { readBars } = await import('#main/importers/read-bars.ts');
  const read = await readBars(history.path, { clock: history.clockRule, timeframe: 'M1' });
  if (!read.ok) return read;
  const { bars, firstUtcMs, lastUtcMs } = read.value;
  const odd = bars.find(({ openTimeUtcMs }) => openTimeUtcMs % minuteMs !== 0);
  if (odd !== undefined) return err(offMinute(history.path, odd.openTimeUtcMs));
  const digest = createHash('sha256').update(JSON.stringify(bars)).digest('hex').slice(0, 16);
  const name = `replay of ${symbol} from ${basename(history.path).slice(0, 80)}, ${bars.length} minutes, ${digest}`;
  return ok({ name, bars, firstUtcMs, lastUtcMs });
}

export const nothingToPlay = (startUtcMs: UtcMs): Fault =>
  fault('SETTINGS_INVALID', 'There is nothing to play at or after the start that was asked for. Nothing was changed.', {
    start: new Date(startUtcMs).toISOString(),
  });

const offMinute = (path: string, openTimeUtcMs: UtcMs): Fault =>
  fault('ROWS_INVALID', `${path} holds a bar that does not open on the minute. Only whole minutes can be replayed.`, {
    path,
    openTime: new Date(openTimeUtcMs).toISOString(),
  });
