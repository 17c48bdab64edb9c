import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { secondsToMs } from '#shared/units/duration-ms.ts';
import { decideOnBar } from './decide-on-bar.ts';
import type { EngineInput } from './engine-input.ts';
import type { Step } from './step.ts';

/** A bar that arrives later than this after its close (a back-fill) is history: it is learned from, not decided on. */
const decisionDelayMax = secondsToMs(60);

export function onBarClosed(step: Step, closed: Extract<EngineInput, { kind: 'barClosed' }>): void {
  const { symbol, timeframe, bar } = closed;
  step.show({ kind: 'barClosed', symbol, timeframe, bar });
  const closedAt = bar.openTimeUtcMs + timeframeDurationMs(timeframe);
  for (const runner of step.runners) {
    if (runner.symbol !== symbol || runner.timeframe !== timeframe) continue;
    runner.append(bar);
    if (step.state.isConnected && step.nowUtcMs - closedAt <= decisionDelayMax) decideOnBar(step, runner);
  }
}
