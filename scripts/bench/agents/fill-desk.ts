import { setTimeout as sleep } from 'node:timers/promises';
import { assert } from '#shared/base/assert.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { deskInstrument, deskSymbols, deskTimeframes, deskUtcMs } from './desk.ts';
import type { OpenDesk } from './open-desk.ts';

/** Of each symbol and timeframe. */
const barsEach = 2000;
/** A signal of the rules on every so many bars. */
const barsASignal = 20;

const patienceMs = 300_000;

/** Stores bars of every symbol up to the desk's moment and what the rules signalled on them, and waits until memory knows the states and signals. */
export async function fillDesk({
  stores,
  remembering,
}: OpenDesk): Promise<{ readonly bars: number; readonly signals: number }> {
  let signals = 0;
  for (const [index, symbol] of deskSymbols.entries())
    for (const timeframe of deskTimeframes) {
      const series: BarSeries = { symbol, timeframe, source: 'import', anchor: 'hour' };
      const bars = barsOf(series, index + 1);
      stores.market.bars.append(series, bars);
      if (timeframe === deskTimeframes[0]) signals += signal(stores, symbol, bars);
    }
  remembering.start();
  const deadlineMs = performance.now() + patienceMs;
  while (remembering.memory.health().some(({ depth }) => depth > 0)) {
    assert(performance.now() < deadlineMs, 'memory comes into step within five minutes');
    await sleep(50);
  }
  return { bars: deskSymbols.length * deskTimeframes.length * barsEach, signals };
}

const barsOf = ({ symbol, timeframe }: BarSeries, seed: number): readonly Bar[] =>
  sampleBars({
    ...{ count: barsEach, seed, timeframe, instrument: deskInstrument(symbol), startPrice: 2000 },
    startUtcMs: deskUtcMs - barsEach * timeframeDurationMs(timeframe),
  });

function signal({ ledger }: OpenDesk['stores'], symbol: string, bars: readonly Bar[]): number {
  const [timeframe] = deskTimeframes;
  const lengthMs = timeframeDurationMs(timeframe);
  const events = bars
    .filter((_, index) => index % barsASignal === 0)
    .map(({ openTimeUtcMs, close }) => {
      const decision = sampleDecision({
        ...{ decisionId: `past:${symbol}/${openTimeUtcMs}`, symbol, timeframe, barOpenTimeUtcMs: openTimeUtcMs },
        ...{ asOfUtcMs: openTimeUtcMs + lengthMs, validUntilUtcMs: openTimeUtcMs + 2 * lengthMs },
        signal: { kind: 'enter', side: 'buy', reference: close, stop: close - 10, target: null },
      });
      return { occurredAtUtcMs: decision.asOfUtcMs, event: { kind: 'decisionMade', decision } as const };
    });
  ledger.log.append(events);
  return events.length;
}
