import type { JudgedState } from '#shared/trading/judged-state.ts';
import type { RiskRequest } from './risk-request.ts';

/**
 * The state an entry is judged in, in an order of its own so that the same state is the same value: compared with `isSameJudgedState`.
 */
export function judgeState(
  request: Pick<RiskRequest, 'positions' | 'pendingOrders' | 'instrumentVersion'>,
): JudgedState {
  const { positions, pendingOrders, instrumentVersion } = request;
  return {
    positions: positions.length === 0 ? none : judgedPositions(positions),
    pendingOrders: pendingOrders.length === 0 ? none : pendingOrders.map(clientOrderIdOf).sort(inCodeOrder),
    instrumentVersion,
  };
}

const none: readonly never[] = [];

const judgedPositions = (positions: RiskRequest['positions']): JudgedState['positions'] =>
  positions
    .map(({ positionId, volume, stop }) => ({ positionId, volume, stop }))
    .sort((a, b) => inCodeOrder(a.positionId, b.positionId));

const clientOrderIdOf = ({ request }: RiskRequest['pendingOrders'][number]): JudgedState['pendingOrders'][number] =>
  request.clientOrderId;

const inCodeOrder = (a: string, b: string): number => (a < b ? -1 : 1);
