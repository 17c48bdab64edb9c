import { assert, assertNever } from '#shared/base/assert.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { roundToTick } from '#shared/market/instrument-prices.ts';
import { sideSign, type Side } from '#shared/trading/side.ts';
import type { Signal } from '#shared/trading/signal.ts';
import { valueAt } from '#main/features/columns.ts';
import { decisionCodes, type DecisionCode } from '../decision-code.ts';
import type { StrategyState } from '../strategy-state.ts';
import type { ScenarioBRows } from './columns.ts';
import { stopDistance } from './levels.ts';

interface Decided {
  readonly code: DecisionCode;
  readonly state: StrategyState;
  readonly instrument: Instrument;
}

/** A decision as prices. The reference is the close that was decided on; scenario B has no target. */
export function signal(columns: ScenarioBRows, index: number, { code, state, instrument }: Decided): Signal {
  switch (code) {
    case decisionCodes.noData:
    case decisionCodes.none:
    case decisionCodes.setupBuy:
    case decisionCodes.setupSell:
    case decisionCodes.hold:
      return { kind: 'none' };
    case decisionCodes.enterBuy:
      return enter(columns, index, { side: 'buy', instrument });
    case decisionCodes.enterSell:
      return enter(columns, index, { side: 'sell', instrument });
    case decisionCodes.exitOppositeChannel:
    case decisionCodes.exitChandelier:
      assert(state.kind === 'holding', 'only a position is left');
      return {
        kind: 'exit',
        side: state.side,
        reference: roundToTick(valueAt(columns.close, index), instrument),
        reason: code === decisionCodes.exitChandelier ? 'chandelier' : 'oppositeChannel',
      };
    case decisionCodes.exitSession:
    case decisionCodes.exitRule:
    case decisionCodes.moveStop:
      assert(false, 'scenario B says nothing of sessions and never moves a stop');
      return { kind: 'none' };
    default:
      return assertNever(code, 'decision code');
  }
}

/** Float noise below this share of a tick size is no further tick. */
const tickTolerance = 1e-6;

/** The stop's distance is rounded up to whole ticks: never nearer than the rule has it, and never none. */
function enter(
  columns: ScenarioBRows,
  index: number,
  { side, instrument }: { readonly side: Side; readonly instrument: Instrument },
): Signal {
  const reference = roundToTick(valueAt(columns.close, index), instrument);
  const ticks = Math.max(1, Math.ceil(stopDistance(columns, index) / instrument.tickSize - tickTolerance));
  const stop = roundToTick(reference - sideSign(side) * ticks * instrument.tickSize, instrument);
  return { kind: 'enter', side, reference, stop, target: null };
}
