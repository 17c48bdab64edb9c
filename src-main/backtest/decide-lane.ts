import { assert, assertNever } from '#shared/base/assert.ts';
import { decisionId, intentId } from '#shared/trading/ids.ts';
import { nextPhase } from '#shared/trading/phase.ts';
import type { EnterIntent } from '#shared/trading/trade-intent.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { RunExitReason } from '#shared/contract/backtest.ts';
import { numberAt } from '#main/features/columns.ts';
import { decisionCodes, type DecisionCode } from '#main/strategies/decision-code.ts';
import { deny } from './deny.ts';
import { intentUnderWay, setDue } from './lane-due.ts';
import { paceOf } from './lane-pace.ts';
import { offerEntry } from './offer-entry.ts';
import { offeredAt } from './offered-at.ts';
import type { LaneState, RunState } from './run-state.ts';
import { standAt } from './see-row.ts';

/** What a lane's rules say at the close that comes next, and what follows from it; then goes on to the next close that could matter. */
export function decideLane(run: RunState, lane: LaneState): void {
  const { next: index, nextCloseUtcMs: atUtcMs } = lane;
  forgetTrades(lane, atUtcMs);
  if ((intentUnderWay(lane)?.validUntilUtcMs ?? Infinity) <= atUtcMs) deny(run, lane, 'APPROVAL_EXPIRED');
  switch (lane.phase) {
    case 'idle':
    case 'setup':
      decideFlat(run, lane, index);
      break;
    case 'manage':
      decideHolding(run, lane, index);
      break;
    case 'enter':
    case 'exit':
      carryExtreme(lane, index);
      break;
    default:
      assertNever(lane.phase, 'phase');
  }
  passOn(lane, index + 1);
}

/**
 * A flat lane is asked ahead, without any row being played, up to the first close at which it would enter: between entries nothing else in the run
 * changes what it says. A lane with something open or due is asked at each close.
 */
export function passOn(lane: LaneState, from: number): void {
  const { terms, end } = lane;
  lane.next = lane.position === null && lane.due === null ? nextEntry(lane, from) : from;
  lane.nextCloseUtcMs = lane.next < end ? (terms.closeTimeUtcMs[lane.next] ?? Infinity) : Infinity;
}

function nextEntry(lane: LaneState, from: number): number {
  const { flat, terms, end, tradesUntilUtcMs } = lane;
  const { decider, closeTimeUtcMs } = terms;
  let index = from;
  if (flat.tradesToday > 0) {
    for (; index < end && numberAt(closeTimeUtcMs, index) < tradesUntilUtcMs; index++) {
      if (isEntry(decider.decide(index, flat))) return index;
    }
    if (index < end) flat.tradesToday = 0;
  }
  while (index < end && !isEntry(decider.decide(index, flat))) index++;
  return index;
}

const isEntry = (code: DecisionCode): boolean => code === decisionCodes.enterBuy || code === decisionCodes.enterSell;

function forgetTrades(lane: LaneState, atUtcMs: number): void {
  if (atUtcMs >= lane.tradesUntilUtcMs) lane.flat.tradesToday = 0;
}

function decideFlat(run: RunState, lane: LaneState, index: number): void {
  const code = lane.terms.decider.decide(index, lane.flat);
  if (!isEntry(code)) return;
  run.book.intents += 1;
  if (!isActiveScenario(run, lane)) return deny(run, lane, 'SCENARIO_INACTIVE');
  const { market, nextCloseUtcMs: atUtcMs } = lane;
  standAt(market, atUtcMs, run.input.costs.multiple);
  const newsDistanceMs = newsDistanceAt(lane, index);
  lane.phase = nextPhase(lane.phase, { isSetup: true, isEntering: true, isInPosition: false, isExiting: false });
  const wish = { intent: intentOf(lane, index, code), newsDistanceMs };
  const offeredAtUtcMs = offeredAt(run, lane, atUtcMs);
  if (offeredAtUtcMs >= wish.intent.validUntilUtcMs) return deny(run, lane, 'APPROVAL_EXPIRED');
  if (offeredAtUtcMs > atUtcMs) setDue(lane, { kind: 'offer', dueUtcMs: offeredAtUtcMs, ...wish });
  else offerEntry(run, lane, wish, { atUtcMs, bid: market.bid, spread: market.spread });
}

const newsDistanceAt = ({ terms }: LaneState, index: number): number =>
  terms.newsDistanceMs === undefined ? NaN : numberAt(terms.newsDistanceMs, index);

const isActiveScenario = ({ governance }: RunState, { terms }: LaneState): boolean =>
  governance === null || terms.scenario === null || terms.scenario === governance.active;

function intentOf(lane: LaneState, index: number, code: DecisionCode): EnterIntent {
  const { terms, market, flat } = lane;
  const { closeTimeUtcMs, decider, parameters } = terms;
  const decidedAt = numberAt(closeTimeUtcMs, index);
  const signal = decider.signal(index, { code, state: flat, instrument: market.instrument });
  assert(signal.kind === 'enter', 'a decision to enter is a signal to enter');
  const nextClose = closeTimeUtcMs[index + 1] ?? Infinity;
  return {
    kind: 'enter',
    intentId: runIntentId,
    decisionId: runDecisionId,
    scenario: paceOf(terms),
    symbol: market.instrument.symbol,
    side: signal.side,
    reference: signal.reference,
    stop: signal.stop,
    target: signal.target,
    riskRatio: parameters.riskRatio,
    decidedAtUtcMs: utcMs(decidedAt),
    validUntilUtcMs: utcMs(Math.min(nextClose, decidedAt + lane.validityMsMax)),
  };
}

/** A run keeps no log: its intents need no names of their own. */
const runIntentId = intentId('backtest');
const runDecisionId = decisionId('backtest');

function decideHolding(run: RunState, lane: LaneState, index: number): void {
  const { holding, terms, market, nextCloseUtcMs: atUtcMs } = lane;
  carryExtreme(lane, index);
  const code = terms.decider.decide(index, holding);
  if (code === decisionCodes.hold || code === decisionCodes.noData) return;
  const dueUtcMs = atUtcMs + run.input.costs.latencyMs;
  if (code === decisionCodes.moveStop) {
    const signal = terms.decider.signal(index, { code, state: holding, instrument: market.instrument });
    assert(signal.kind === 'moveStop', 'a decision to move the stop is a signal to move it');
    setDue(lane, { kind: 'moveStop', dueUtcMs, stop: signal.stop });
    return;
  }
  if (code === decisionCodes.closePart) {
    const signal = terms.decider.signal(index, { code, state: holding, instrument: market.instrument });
    assert(signal.kind === 'closePart', 'a decision to close a part is a signal to close it');
    setDue(lane, { kind: 'closePart', dueUtcMs, ratio: signal.ratio, decidedAtUtcMs: atUtcMs });
    return;
  }
  const reason = exitReasons.get(code);
  assert(reason !== undefined, 'a position is held, left, whole or in part, or its stop is moved');
  setDue(lane, { kind: 'exit', dueUtcMs, reason, decidedAtUtcMs: atUtcMs });
  lane.phase = nextPhase(lane.phase, { isSetup: false, isEntering: false, isInPosition: true, isExiting: true });
}

const exitReasons: ReadonlyMap<DecisionCode, RunExitReason> = new Map([
  [decisionCodes.exitOppositeChannel, 'oppositeChannel'],
  [decisionCodes.exitChandelier, 'chandelier'],
  [decisionCodes.exitSession, 'sessionEnd'],
  [decisionCodes.exitWeekend, 'weekend'],
  [decisionCodes.exitRule, 'rule'],
]);

/** The extreme since the entry, the bars of the entry and of the decision counted whole. */
function carryExtreme(lane: LaneState, index: number): void {
  const { holding, terms, position } = lane;
  if (position === null) return;
  if (position.sign > 0) {
    const high = numberAt(terms.high, index);
    if (high > holding.extreme) holding.extreme = high;
  } else {
    const low = numberAt(terms.low, index);
    if (low < holding.extreme) holding.extreme = low;
  }
}
