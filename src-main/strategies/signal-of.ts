import { assert, assertDefined, assertNever } from '#shared/base/assert.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { roundToTick } from '#shared/market/instrument-prices.ts';
import { sideSign, type Side } from '#shared/trading/side.ts';
import type { Signal } from '#shared/trading/signal.ts';
import type { Price } from '#shared/units/price.ts';
import { decisionCodes, type DecisionCode } from './decision-code.ts';
import type { HoldingState, StrategyState } from './strategy-state.ts';

export interface Decided {
  readonly code: DecisionCode;
  readonly state: StrategyState;
  readonly instrument: Instrument;
}

/** A strategy's levels as of the bar decided on: distances are differences of prices. */
export interface Levels {
  readonly close: number;
  readonly stopDistance: () => number;
  readonly targetDistance: () => number | null;
  /** Null for a strategy that moves no stop. */
  readonly movedStop: (state: HoldingState) => number | null;
  /** Null for a strategy that closes no part. */
  readonly partRatio: number | null;
}

/** A decision as prices on the tick grid. The reference is the close that was decided on. */
export function signalOf(levels: Levels, { code, state, instrument }: Decided): Signal {
  const reference = (): Price => roundToTick(levels.close, instrument);
  switch (code) {
    case decisionCodes.noData:
    case decisionCodes.none:
    case decisionCodes.setupBuy:
    case decisionCodes.setupSell:
    case decisionCodes.hold:
      return { kind: 'none' };
    case decisionCodes.enterBuy:
      return enter(levels, 'buy', instrument);
    case decisionCodes.enterSell:
      return enter(levels, 'sell', instrument);
    case decisionCodes.exitOppositeChannel:
      return { kind: 'exit', side: held(state).side, reference: reference(), reason: 'oppositeChannel' };
    case decisionCodes.exitChandelier:
      return { kind: 'exit', side: held(state).side, reference: reference(), reason: 'chandelier' };
    case decisionCodes.exitSession:
      return { kind: 'exit', side: held(state).side, reference: reference(), reason: 'sessionEnd' };
    case decisionCodes.exitRule:
      return { kind: 'exit', side: held(state).side, reference: reference(), reason: 'rule' };
    case decisionCodes.exitWeekend:
      return { kind: 'exit', side: held(state).side, reference: reference(), reason: 'weekend' };
    case decisionCodes.moveStop: {
      const { side } = held(state);
      const stop = assertDefined(levels.movedStop(held(state)), 'a strategy that moves stops says where to');
      return {
        kind: 'moveStop',
        side,
        reference: reference(),
        stop: notWorse(side, stop, instrument),
        reason: 'breakEven',
      };
    }
    case decisionCodes.closePart: {
      const ratio = assertDefined(levels.partRatio, 'a strategy that closes parts says how much');
      const { side } = held(state);
      return { kind: 'closePart', side, reference: reference(), ratio, reason: 'partialTarget' };
    }
    default:
      return assertNever(code, 'decision code');
  }
}

function held(state: StrategyState): HoldingState {
  assert(state.kind === 'holding', 'only a position is left, whole or in part, or has its stop moved');
  return state;
}

/** Float noise below this share of a tick size is no further tick. */
const tickTolerance = 1e-6;

/** Distances are rounded up to whole ticks: the stop is never nearer than the rule has it, and never at the close itself. */
function enter(levels: Levels, side: Side, instrument: Instrument): Signal {
  const reference = roundToTick(levels.close, instrument);
  const { tickSize } = instrument;
  const ticks = (distance: number): number => Math.max(1, Math.ceil(distance / tickSize - tickTolerance)) * tickSize;
  const targetDistance = levels.targetDistance();
  return {
    kind: 'enter',
    side,
    reference,
    stop: roundToTick(reference - sideSign(side) * ticks(levels.stopDistance()), instrument),
    target:
      targetDistance === null ? null : roundToTick(reference + sideSign(side) * ticks(targetDistance), instrument),
  };
}

/** The level on the tick grid that is the same or better for the position. */
function notWorse(side: Side, level: number, instrument: Instrument): Price {
  const ticks = level / instrument.tickSize;
  const whole = side === 'buy' ? Math.ceil(ticks - tickTolerance) : Math.floor(ticks + tickTolerance);
  return roundToTick(whole * instrument.tickSize, instrument);
}
