import { barAnchor, terminalSource } from '#shared/market/bar-series.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import type { HolePages } from '#main/ports/sync-control.ts';
import type { SyncStore } from '#main/ports/sync-store.ts';

/** The hole map of the terminal's series, whose days begin by its server's clock. */
export const holePages = (sync: Pick<SyncStore, 'holes'>, clockRule: ClockRule): HolePages => ({
  holesPage: ({ symbol, timeframe, fromUtcMs, limit }) => {
    const series = { symbol, timeframe, source: terminalSource, anchor: barAnchor(timeframe, clockRule) };
    const span = { fromUtcMs: fromUtcMs ?? utcMs(0), toUtcMs: endOfTimeUtcMs };
    return sync.holes(series, span).toReversed().slice(0, limit);
  },
});
