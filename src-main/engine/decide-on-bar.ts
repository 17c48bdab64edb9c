import { assert, assertNever } from '#shared/base/assert.ts';
import { decisionId } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import type { Signal, SignalDecision } from '#shared/trading/signal.ts';
import { askAboutPosition, endProposalsOf } from './propose.ts';
import { scenarioKey } from './engine-state.ts';
import { closePartByRule, exitByRule, moveStopByRule } from './exit-by-rule.ts';
import { heldPosition } from './held-position.ts';
import { expireTickets } from './on-time-passed.ts';
import { endOutrunQuestions, offerEntry, supersedeQuestions } from './offer-entry.ts';
import { ownedPosition } from './owned-position.ts';
import type { Judgement, ScenarioRunner } from './scenario-runner.ts';
import { waitsForReopening } from './reopening.ts';
import { scenarioViewOf } from './scenario-view.ts';
import type { Step } from './step.ts';
import { tradesToday } from './trades-today.ts';

/** What a scenario says of its newest bar. Only what asks for something is an event; that nothing is asked for is shown. */
export function decideOnBar(step: Step, runner: ScenarioRunner): void {
  expireTickets(step);
  endOutrunQuestions(step);
  const position = ownedPosition(step.state, runner);
  const instrument = step.market.instruments.get(runner.symbol);
  endProposalsOf(step, runner);
  if (instrument === undefined) return;
  const held = position === null ? null : heldPosition(step, position, instrument);
  const judgement = runner.judge((closeUtcMs) => ({ held, tradesToday: tradesToday(step, runner, closeUtcMs) }));
  if (judgement === null) return;
  const signal = judgement.signal(instrument);
  const asked = decisionOn(runner, judgement, signal);
  runner.code = judgement.code;
  if (signal.kind === 'none') {
    runner.decision = asked;
    if (position !== null) {
      askAboutPosition(step, { runner, position, decision: asked, close: judgement.bar.close });
    }
    step.show({ kind: 'scenarioChanged', scenario: scenarioViewOf(step.state, runner) });
    return;
  }
  if (isDecided(step, asked)) return;
  const decision = { ...asked, windowHash: runner.windowHash() };
  runner.decision = decision;
  step.record({ kind: 'decisionMade', decision });
  supersedeQuestions(step, decision);
  step.show({ kind: 'scenarioChanged', scenario: scenarioViewOf(step.state, runner) });
  followSignal(step, { runner, position, decision, signal });
}

function followSignal(
  step: Step,
  asked: {
    readonly runner: ScenarioRunner;
    readonly position: Position | null;
    readonly decision: SignalDecision;
    readonly signal: Exclude<Signal, { kind: 'none' }>;
  },
): void {
  const { runner, position, decision, signal } = asked;
  if (signal.kind === 'enter') {
    if (!waitsForReopening(step, decision)) offerEntry(step, { runner, decision, signal });
    return;
  }
  assert(position !== null, 'rules leave, reduce, or move the stop of, a position that is there');
  switch (signal.kind) {
    case 'exit':
      return exitByRule(step, { position, decision, signal });
    case 'moveStop':
      return moveStopByRule(step, { position, decision, signal });
    case 'closePart':
      return closePartByRule(step, { position, decision, signal });
    default:
      return assertNever(signal, 'signal');
  }
}

function decisionOn(
  runner: ScenarioRunner,
  { bar, closedAtUtcMs, nextCloseUtcMs, filters }: Judgement,
  signal: Signal,
): SignalDecision {
  const { scenario, symbol, timeframe, parametersHash } = runner;
  return {
    // A broker's symbol may hold spaces and what not; an id may not.
    decisionId: decisionId(`${scenario}:${encodeURIComponent(symbol)}:${timeframe}:${bar.openTimeUtcMs}`),
    scenario,
    symbol,
    timeframe,
    barOpenTimeUtcMs: bar.openTimeUtcMs,
    asOfUtcMs: closedAtUtcMs,
    validUntilUtcMs: nextCloseUtcMs,
    signal,
    filters: filters(),
    parametersHash,
    windowHash: null,
  };
}

/** A bar is decided on once, also when a restart sees it again. */
const isDecided = (step: Step, { scenario, symbol, decisionId: id }: SignalDecision): boolean =>
  step.state.scenarios[scenarioKey(scenario, symbol)]?.decision?.decisionId === id;
