import { assert } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { isSameAccount, type AccountIdentity } from '#shared/trading/account.ts';
import type { Authorized, AuthorizedEntry, AuthorizedModify, AuthorizedReduction } from '#shared/trading/authorized.ts';
import { isSameOrder } from '#shared/trading/order-parameters.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { orderTtlMsMax, type WireOrder } from '#main/protocol/messages/trade-messages.ts';

type EntryRequest = Extract<OrderRequest, { kind: 'entry' }>;

type PositionRequest = Extract<OrderRequest, { kind: 'reduceOnly' | 'modify' }>;

/**
 * Why an order may not go to the account that the terminal stands on, or null. A request that differs from what was authorized is no
 * outcome but a fault of ours, and stops the engine.
 */
export function orderRefusal(order: {
  readonly authorized: Authorized;
  readonly request: OrderRequest;
  readonly account: AccountIdentity;
}): Fault | null {
  const { authorized, request, account } = order;
  assert(isAuthorized(authorized, request), 'an order is sent exactly as it was authorized');
  if (!isSameAccount(request.account, account)) return otherAccount;
  const isSelfApproved = authorized.kind === 'entry' && authorized.authorizedBy === 'simulation';
  return isSelfApproved && account.tradeMode !== 'simulated' ? selfApproved : null;
}

export function orderToWire(order: {
  readonly request: OrderRequest;
  readonly session: string;
  readonly sentAtUtcMs: UtcMs;
}): WireOrder {
  const { request, session, sentAtUtcMs } = order;
  const { clientOrderId: id, account, symbol, side, volume } = request;
  const fields = { id, session, account, symbol, side, volume, sentAtUtcMs, ttlMs: orderTtlMsMax };
  switch (request.kind) {
    case 'entry': {
      const { stop, target, worstPrice, riskMoney } = request;
      return { kind: 'entry', ...fields, stop, target, worstPrice, riskMoney };
    }
    case 'reduceOnly':
      return { kind: 'reduceOnly', ...fields, positionId: request.positionId };
    case 'modify': {
      const { positionId, stop, target } = request;
      return { kind: 'modify', ...fields, positionId, stop, target };
    }
  }
}

function isAuthorized(authorized: Authorized, request: OrderRequest): boolean {
  if (authorized.intentId !== request.intentId) return false;
  switch (authorized.kind) {
    case 'entry':
      return request.kind === 'entry' && isAuthorizedEntry(authorized, request);
    case 'reduceOnly':
      return request.kind === 'reduceOnly' && isOfPosition(authorized, request);
    case 'modify':
      return (
        request.kind === 'modify' &&
        isOfPosition(authorized, request) &&
        authorized.stop === request.stop &&
        authorized.target === request.target
      );
  }
}

const isOfPosition = (authorized: AuthorizedReduction | AuthorizedModify, request: PositionRequest): boolean =>
  isSameAccount(authorized.account, request.account) &&
  authorized.positionId === request.positionId &&
  authorized.symbol === request.symbol &&
  authorized.side === request.side &&
  authorized.volume === request.volume;

function isAuthorizedEntry(authorized: AuthorizedEntry, request: EntryRequest): boolean {
  const { account, symbol, side, volume, stop, target, worstPrice, riskMoney } = request;
  return (
    authorized.approvalId === request.approvalId &&
    authorized.authorizedBy === request.authorizedBy &&
    authorized.scenario === request.scenario &&
    request.expiresAtUtcMs <= authorized.expiresAtUtcMs &&
    isSameOrder(authorized.parameters, { account, symbol, side, volume, stop, target, worstPrice, riskMoney })
  );
}

const otherAccount = fault(
  'ACCOUNT_CHANGED',
  'The terminal stands on another account than the order was approved for. Nothing was sent.',
);

const selfApproved = fault(
  'UNAUTHORIZED',
  'An order that no person approved may go to a simulated terminal only. Nothing was sent.',
);
