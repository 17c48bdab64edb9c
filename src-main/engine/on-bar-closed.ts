import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { Position } from '#shared/trading/position.ts';
import { decisionId, intentId } from '#shared/trading/ids.ts';
import type { EnterIntent } from '#shared/trading/trade-intent.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { secondsToMs } from '#shared/units/duration-ms.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { approveTicket } from './approve-ticket.ts';
import { closePosition } from './close-position.ts';
import type { EngineInput } from './engine-input.ts';
import { scenarioKey } from './engine-state.ts';
import { judgeEntry } from './judge-entry.ts';
import { expireTickets } from './on-time-passed.ts';
import { openTicketFor } from './open-ticket-for.ts';
import { ownedPosition } from './owned-position.ts';
import type { Judgement, ScenarioRunner } from './scenario-runner.ts';
import { scenarioViewOf } from './scenario-view.ts';
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
    if (step.state.isConnected && step.nowUtcMs - closedAt <= decisionDelayMax) decide(step, runner);
  }
}

function decide(step: Step, runner: ScenarioRunner): void {
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
  if (signal.kind === 'enter') enter(step, { runner, decision, signal });
  else exit(step, { position, decision, reason: signal.reason });
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

function enter(
  step: Step,
  {
    runner,
    decision,
    signal,
  }: {
    readonly runner: ScenarioRunner;
    readonly decision: SignalDecision;
    readonly signal: Extract<SignalDecision['signal'], { kind: 'enter' }>;
  },
): void {
  if (isEntering(step, runner)) return;
  const { side, reference, stop, target } = signal;
  const intent: EnterIntent = {
    kind: 'enter',
    intentId: intentId(`enter:${decision.decisionId}`),
    decisionId: decision.decisionId,
    scenario: runner.scenario,
    symbol: runner.symbol,
    side,
    reference,
    stop,
    target,
    riskRatio: runner.riskRatio,
    decidedAtUtcMs: decision.asOfUtcMs,
    validUntilUtcMs: decision.validUntilUtcMs,
  };
  step.record({ kind: 'intentFormed', intent });
  const judged = judgeEntry(step, { intent });
  if (!judged.ok) {
    step.record({ kind: 'intentDenied', intentId: intent.intentId, fault: judged.error.fault });
    return;
  }
  const ticket = openTicketFor(step, { approved: judged.value, filters: decision.filters });
  if (ticket !== null && step.dependencies.approver === 'simulation') approveAtOnce(step, ticket);
}

/** By the same way as the trader's yes, and with the same refusals. */
function approveAtOnce(step: Step, { approvalId, parameters }: ApprovalTicket): void {
  const approved = approveTicket(step, { kind: 'approve', approvalId, parameters }, 'simulation');
  if (!approved.ok) step.dependencies.logger.warn('a ticket was not approved', { code: approved.error.code });
}

/** Whether a ticket of this scenario waits, or an entry of it is on its way. */
export function isEntering(
  { state }: Step,
  { scenario, symbol }: Pick<ScenarioRunner, 'scenario' | 'symbol'>,
): boolean {
  const waits = Object.values(state.tickets).some(
    ({ intent }) => intent.scenario === scenario && intent.symbol === symbol,
  );
  const isUnderWay = Object.values(state.orders).some(
    ({ request }) => request.kind === 'entry' && request.scenario === scenario && request.symbol === symbol,
  );
  return waits || isUnderWay;
}

function exit(
  step: Step,
  {
    position,
    decision,
    reason,
  }: {
    readonly position: Position | null;
    readonly decision: SignalDecision;
    readonly reason: Extract<SignalDecision['signal'], { kind: 'exit' }>['reason'];
  },
): void {
  if (position === null) return;
  const closed = closePosition(step, { positionId: position.positionId, reason, decisionId: decision.decisionId });
  if (!closed.ok) step.dependencies.logger.warn('an exit was not sent', { code: closed.error.code });
}
