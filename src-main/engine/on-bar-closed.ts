import { secondsToMs } from '#shared/units/duration-ms.ts';
import { decideOnBar } from './decide-on-bar.ts';
import type { EngineInput } from './engine-input.ts';
import { reflectAgainOn } from './reflect.ts';
import { offerWaitingEntries, sinceKnownMs } from './reopening.ts';
import type { Step } from './step.ts';

/** A bar that arrives so much later than its close could be known (a back-fill) is history: it is learned from, not decided on. */
const decisionDelayMax = secondsToMs(60);

export function onBarClosed(step: Step, closed: Extract<EngineInput, { kind: 'barClosed' }>): void {
  const { symbol, timeframe, bar } = closed;
  step.show({ kind: 'barClosed', symbol, timeframe, bar });
  for (const runner of step.runners) {
    if (runner.symbol !== symbol || runner.timeframe !== timeframe) continue;
    runner.append(bar);
    const isFresh = sinceKnownMs(step, symbol, runner.closeOf(bar.openTimeUtcMs)) <= decisionDelayMax;
    if (!step.state.isConnected || !isFresh) continue;
    decideOnBar(step, runner);
    reflectAgainOn(step, runner);
  }
  if (timeframe === 'M1' && step.state.isConnected) offerWaitingEntries(step, symbol);
}
