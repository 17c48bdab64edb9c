import type { TradingState } from '#shared/trading/trading-state.ts';
import type { EngineState } from './engine-state.ts';
import type { Step } from './step.ts';

/** Reasons the engine itself gives for reducing; each ends by itself when its cause does. */
const reasons = {
  disconnected: 'the terminal is not connected',
  differences: 'terminal and log differ; sign or wait',
  unknownOrder: 'the outcome of an order is unknown',
  agreed: 'terminal and log agree',
  clock: 'the server’s clock is not proved to follow the profile’s rule',
  adviserVersion: 'the adviser is of another version than the cockpit; install the matching one',
  crashes: 'the engine crashed repeatedly; sign to go on',
} as const;

/**
 * Active only while terminal and log agree and no order is unknown. Halted is the trader's word (or an account switch) and is left alone:
 * only `resume` with a reason ends it.
 */
export function settleTradingState(step: Step): void {
  const { tradingState } = step.state;
  if (tradingState.state === 'halted') return;
  const settled = settledState(step);
  if (settled.state === tradingState.state && (settled.state === 'active' || settled.reason === tradingState.reason))
    return;
  step.record({ kind: 'tradingStateChanged', ...settled, actor: 'engine' });
}

function settledState({ state, market, desk, dependencies }: Step): { state: TradingState; reason: string } {
  if (!state.isConnected) return { state: 'reducing', reason: reasons.disconnected };
  if (state.differences.length > 0) return { state: 'reducing', reason: reasons.differences };
  if (hasUnknownOrder(state)) return { state: 'reducing', reason: reasons.unknownOrder };
  if (market.clockCheck !== null && market.clockCheck.kind !== 'agreed') {
    return { state: 'reducing', reason: reasons.clock };
  }
  if (market.adviserVersion !== null && market.adviserVersion !== dependencies.programVersion) {
    return { state: 'reducing', reason: reasons.adviserVersion };
  }
  if (dependencies.staysReducing && !desk.isSigned) return { state: 'reducing', reason: reasons.crashes };
  return { state: 'active', reason: reasons.agreed };
}

const hasUnknownOrder = (state: EngineState): boolean =>
  Object.values(state.orders).some((order) => order.status === 'unknown');
