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

/** A strategy's levels as of a bar: distances are differences of prices. */
export interface Levels {
  readonly close: (index: number) => number;
  readonly stopDistance: (index: number) => number;
  readonly targetDistance: (index: number) => number | null;
  /** Null for a strategy that moves no stop. */
  readonly movedStop: (index: number, state: HoldingState) => number | null;
  /** Null for a strategy that closes no part. */
  readonly partRatio: number | null;
}

/** A decision on a bar as prices on the tick grid. The reference is the close that was decided on. */
export function signalOf(levels: Levels, index: number, decided: Decided): Signal {
  const { code, state, instrument } = decided;
  switch (code) {
    case decisionCodes.noData:
    case decisionCodes.none:
    case decisionCodes.setupBuy:
    case decisionCodes.setupSell:
    case decisionCodes.hold:
      return { kind: 'none' };
    case decisionCodes.enterBuy:
      return enter(levels, index, { side: 'buy', instrument });
    case decisionCodes.enterSell:
      return enter(levels, index, { side: 'sell', instrument });
    case decisionCodes.exitOppositeChannel:
      return exit(levels, index, { decided, reason: 'oppositeChannel' });
    case decisionCodes.exitChandelier:
      return exit(levels, index, { decided, reason: 'chandelier' });
    case decisionCodes.exitSession:
      return exit(levels, index, { decided, reason: 'sessionEnd' });
    case decisionCodes.exitRule:
      return exit(levels, index, { decided, reason: 'rule' });
    case decisionCodes.exitWeekend:
      return exit(levels, index, { decided, reason: 'weekend' });
    case decisionCodes.moveStop: {
      const { side } = held(state);
      const reference = roundToTick(levels.close(index), instrument);
      const stop = assertDefined(levels.movedStop(index, held(state)), 'a strategy that moves stops says where to');
      return { kind: 'moveStop', side, reference, stop: notWorse(side, stop, instrument), reason: 'breakEven' };
    }
    case decisionCodes.closePart: {
      const ratio = assertDefined(levels.partRatio, 'a strategy that closes parts says how much');
      const reference = roundToTick(levels.close(index), instrument);
      return { kind: 'closePart', side: held(state).side, reference, ratio, reason: 'partialTarget' };
    }
    default:
      return assertNever(code, 'decision code');
  }
}

const exit = (
  levels: Levels,
  index: number,
  { decided, reason }: { readonly decided: Decided; readonly reason: Extract<Signal, { kind: 'exit' }>['reason'] },
): Signal => ({
  kind: 'exit',
  side: held(decided.state).side,
  reference: roundToTick(levels.close(index), decided.instrument),
  reason,
});

function held(state: StrategyState): HoldingState {
  assert(state.kind === 'holding', 'only a position is left, whole or in part, or has its stop moved');
  return state;
}

/** Float noise below this share of a tick size is no further tick. */
const tickTolerance = 1e-6;

/** Distances are rounded up to whole ticks: the stop is never nearer than the rule has it, and never at the close itself. */
function enter(
  levels: Levels,
  index: number,
  { side, instrument }: { readonly side: Side; readonly instrument: Instrument },
): Signal {
  const reference = roundToTick(levels.close(index), instrument);
  const stopDistance = wholeTicks(levels.stopDistance(index), instrument);
  const targetDistance = levels.targetDistance(index);
  const sign = sideSign(side);
  return {
    kind: 'enter',
    side,
    reference,
    stop: roundToTick(reference - sign * stopDistance, instrument),
    target:
      targetDistance === null
        ? null
        : roundToTick(reference + sign * wholeTicks(targetDistance, instrument), instrument),
  };
}

const wholeTicks = (distance: number, { tickSize }: Instrument): number =>
  Math.max(1, Math.ceil(distance / tickSize - tickTolerance)) * tickSize;

/** The level on the tick grid that is the same or better for the position. */
function notWorse(side: Side, level: number, instrument: Instrument): Price {
  const ticks = level / instrument.tickSize;
  const whole = side === 'buy' ? Math.ceil(ticks - tickTolerance) : Math.floor(ticks + tickTolerance);
  return roundToTick(whole * instrument.tickSize, instrument);
}
