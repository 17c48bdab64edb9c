import { assertNever } from '#shared/base/assert.ts';
import type { Authorized } from '#shared/trading/authorized.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import { markEntry, markModify, markReduction } from '#main/approval/mark-authorized.ts';

/**
 * The authority for an order as it stands, without anybody's proof: so that it can be shown that a terminal refuses by itself what no
 * approval would ever have let through.
 */
export function grantedOrder(request: OrderRequest): Authorized {
  const { intentId, account, symbol, side, volume } = request;
  const common = { intentId, account, symbol, side, volume };
  switch (request.kind) {
    case 'entry': {
      const { approvalId, authorizedBy, scenario, expiresAtUtcMs, stop, target, worstPrice, riskMoney } = request;
      const parameters = { account, symbol, side, volume, stop, target, worstPrice, riskMoney };
      return markEntry({ kind: 'entry', authorizedBy, scenario, intentId, approvalId, parameters, expiresAtUtcMs });
    }
    case 'reduceOnly': {
      const provedAgainst = { volume, side: side === 'buy' ? 'sell' : 'buy' } as const;
      return markReduction({ kind: 'reduceOnly', ...common, positionId: request.positionId, provedAgainst });
    }
    case 'modify': {
      const { positionId, stop, target } = request;
      return markModify({ kind: 'modify', authorizedBy: 'trader', ...common, positionId, stop, target });
    }
    default:
      return assertNever(request, 'request');
  }
}
