import { assertDefined } from '#shared/base/assert.ts';
import { barAnchor, terminalSource } from '#shared/market/bar-series.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { SignalTerms } from '#main/ports/signal-terms.ts';
import { boundScenarios } from './create-engine.ts';
import type { Settings } from './settings.ts';
import { terminalProfileOf } from './terminal-profile-of.ts';

/** How far the rules of a decision looked back: as many stored bars as have to hang together for its scenario's numbers, weekends passed over. */
export function lookBackFrom(bars: Pick<BarStore, 'read'>, settings: Settings): SignalTerms['lookBackFromUtcMs'] {
  const { clockRule } = terminalProfileOf(settings);
  const strategies = boundScenarios(settings);
  return ({ scenario, symbol, timeframe, barOpenTimeUtcMs }) => {
    const strategy = strategies.find((it) => it.scenario === scenario);
    const { contiguousBars: limit } = assertDefined(strategy, 'who decided is one of the scenarios');
    const series = { symbol, timeframe, source: terminalSource, anchor: barAnchor(timeframe, clockRule) };
    const [oldest] = bars.read({ series, beforeUtcMs: utcMs(barOpenTimeUtcMs + 1), limit });
    return oldest?.openTimeUtcMs ?? barOpenTimeUtcMs;
  };
}
