import { barAnchor, terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { minutesToMs } from '#shared/units/duration-ms.ts';
import { endOfTimeUtcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import { scenarioKey } from './engine-state.ts';
import { offerEntry } from './offer-entry.ts';
import { ownedPosition } from './owned-position.ts';
import type { ScenarioRunner } from './scenario-runner.ts';
import type { Step } from './step.ts';

const minuteMs = timeframeDurationMs('M1');

/** After the market reopens its spread is wide for so long. */
const calmAfterMs = minutesToMs(30);

const swingTimeframeMs = timeframeDurationMs('H4');

/**
 * How long ago it could be known that a bar has closed: at its close, or, where the market paused then, with the first minute after the pause, which is
 * what tells of the close where the last minute before it never traded.
 */
export function sinceKnownMs(step: Step, symbol: string, closedAtUtcMs: UtcMs): number {
  const reopened = firstMinuteAfter(step, symbol, closedAtUtcMs);
  return step.nowUtcMs - (reopened === null ? closedAtUtcMs : reopened + minuteMs);
}

/** Whether an entry is not offered at once: scenario B's at the daily close waits until the spread is sane again. */
export const waitsForReopening = (
  { dependencies }: Pick<Step, 'dependencies'>,
  { scenario, timeframe, asOfUtcMs }: Pick<SignalDecision, 'scenario' | 'timeframe' | 'asOfUtcMs'>,
): boolean =>
  scenario === 'B' &&
  timeframeDurationMs(timeframe) >= swingTimeframeMs &&
  dependencies.brokerClock.midnightBefore(asOfUtcMs) === asOfUtcMs;

/** Offers the entries on a symbol that waited for so long after the reopening, by the market's own minutes: a restart in between changes nothing. */
export function offerWaitingEntries(step: Step, symbol: string): void {
  for (const runner of step.runners) {
    if (runner.symbol !== symbol) continue;
    const decision = runner.decision ?? step.state.scenarios[scenarioKey(runner.scenario, symbol)]?.decision ?? null;
    if (decision?.signal.kind !== 'enter' || !isDue(step, runner, decision)) continue;
    offerEntry(step, { runner, decision, signal: decision.signal });
  }
}

function isDue(step: Step, runner: ScenarioRunner, decision: SignalDecision): boolean {
  if (!waitsForReopening(step, decision) || step.nowUtcMs >= decision.validUntilUtcMs) return false;
  const wasOffered = step.state.judgedIntents.some(({ intentId }) => intentId === `enter:${decision.decisionId}`);
  if (wasOffered || ownedPosition(step.state, runner) !== null) return false;
  const reopened = firstMinuteAfter(step, runner.symbol, decision.asOfUtcMs);
  return reopened !== null && step.nowUtcMs >= reopened + calmAfterMs;
}

/** The opening of the first minute that is stored from a moment on. */
function firstMinuteAfter({ dependencies }: Step, symbol: string, fromUtcMs: UtcMs): UtcMs | null {
  const { bars, brokerClock } = dependencies;
  const series: BarSeries = {
    ...{ symbol, timeframe: 'M1', source: terminalSource },
    anchor: barAnchor('M1', brokerClock.rule),
  };
  return bars.readBetween({ series, fromUtcMs, toUtcMs: endOfTimeUtcMs, limit: 1 })[0]?.openTimeUtcMs ?? null;
}
