import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { decisionId } from '#shared/trading/ids.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { scenarioKey } from './engine-state.ts';
import { enterByRule } from './enter-by-rule.ts';
import { exitByRule } from './exit-by-rule.ts';
import { expireTickets } from './on-time-passed.ts';
import { ownedPosition } from './owned-position.ts';
import type { Judgement, ScenarioRunner } from './scenario-runner.ts';
import { scenarioViewOf } from './scenario-view.ts';
import type { Step } from './step.ts';

/** What a scenario says of its newest bar. Only what asks for something is an event; that nothing is asked for is shown. */
export function decideOnBar(step: Step, runner: ScenarioRunner): void {
  expireTickets(step);
  const position = ownedPosition(step.state, runner);
  const judgement = runner.judge(position);
  const instrument = step.market.instruments.get(runner.symbol);
  if (judgement === null || instrument === undefined) return;
  const signal = judgement.signal(instrument);
  const asked = decisionOn(runner, judgement, signal);
  runner.code = judgement.code;
  if (signal.kind === 'none') {
    runner.decision = asked;
    step.show({ kind: 'scenarioChanged', scenario: scenarioViewOf(step.state, runner) });
    return;
  }
  if (isDecided(step, asked)) return;
  const decision = { ...asked, windowHash: runner.windowHash() };
  runner.decision = decision;
  step.record({ kind: 'decisionMade', decision });
  step.show({ kind: 'scenarioChanged', scenario: scenarioViewOf(step.state, runner) });
  if (signal.kind === 'enter') enterByRule(step, { runner, decision, signal });
  else exitByRule(step, { position, decision, reason: signal.reason });
}

function decisionOn(
  runner: ScenarioRunner,
  { bar, filters }: Judgement,
  signal: SignalDecision['signal'],
): SignalDecision {
  const { scenario, symbol, timeframe, parametersHash } = runner;
  const lengthMs = timeframeDurationMs(timeframe);
  return {
    // A broker's symbol may hold spaces and what not; an id may not.
    decisionId: decisionId(`${scenario}:${encodeURIComponent(symbol)}:${timeframe}:${bar.openTimeUtcMs}`),
    scenario,
    symbol,
    timeframe,
    barOpenTimeUtcMs: bar.openTimeUtcMs,
    asOfUtcMs: utcMs(bar.openTimeUtcMs + lengthMs),
    validUntilUtcMs: utcMs(bar.openTimeUtcMs + 2 * lengthMs),
    signal,
    filters: filters(),
    parametersHash,
    windowHash: null,
  };
}

/** A bar is decided on once, also when a restart sees it again. */
const isDecided = (step: Step, { scenario, symbol, decisionId: id }: SignalDecision): boolean =>
  step.state.scenarios[scenarioKey(scenario, symbol)]?.decision?.decisionId === id;
