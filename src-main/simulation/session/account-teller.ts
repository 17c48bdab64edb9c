import type { LimitsStatusBody } from '#main/protocol/messages/limits-messages.ts';
import type { SnapshotHead, WireAccount } from '#main/protocol/messages/state-messages.ts';
import type { ServerMs } from '#main/protocol/server-ms.ts';
import type { WireList, WireSnapshot } from '#main/protocol/snapshot-pages.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import type { Deal } from '#shared/trading/deal.ts';
import { figuresOf } from '../broker/broker-figures.ts';
import type { BrokerState } from '../broker/broker-state.ts';
import { instrumentsOf, type MarketWatch } from '../broker/market-watch.ts';
import { simulatedLeverage } from '../simulated-instrument.ts';
import { dealList, orderList, positionList, symbolList, type AccountHistory } from './wire-lists.ts';

/** How the terminal stands to its broker, and what the trader allows it. */
export type Permissions = Pick<WireAccount, 'permissions' | 'isConnected'>;

export const allPermissions: Permissions = {
  permissions: { terminal: true, adviser: true, account: true, accountExpert: true },
  isConnected: true,
};

export type AccountStatement =
  | { readonly kind: 'list'; readonly list: WireList }
  | { readonly kind: 'report'; readonly report: { readonly kind: 'ACCOUNT'; readonly body: WireAccount } }
  | { readonly kind: 'report'; readonly report: { readonly kind: 'LIMITS_STATUS'; readonly body: LimitsStatusBody } };

export interface AccountNow {
  readonly broker: BrokerState;
  readonly watch: MarketWatch;
  readonly limits: LimitsStatusBody;
  readonly permissions: Permissions;
  readonly stampMs: ServerMs;
}

export interface AccountTellerSpec {
  readonly account: AccountIdentity;
  readonly clock: BrokerClock;
}

/** Says how the account stands, in the one order that explains itself; what has not changed since it was said last is left out. */
export class AccountTeller {
  readonly #it: AccountTellerSpec;
  #toldOrders = '';
  #toldLimits = '';

  constructor(it: AccountTellerSpec) {
    this.#it = it;
  }

  /** All of it at once. */
  snapshot(
    now: AccountNow,
    it: Pick<SnapshotHead, 'revision' | 'build' | 'journalMarks' | 'replay'> & AccountHistory,
  ): WireSnapshot {
    const { broker, limits, stampMs } = now;
    const { deals, cash, ...facts } = it;
    const reported = { ...this.#it, stampMs };
    const orders = orderList(broker, reported);
    this.#toldOrders = orders.hash;
    this.#toldLimits = JSON.stringify(limits);
    return {
      head: { ...facts, account: this.#wireAccount(now), limits, stampMs },
      symbols: symbolList(instrumentsOf(now.watch), stampMs),
      positions: positionList(broker, reported),
      orders,
      deals: dealList({ deals, cash }, reported),
    };
  }

  /** Deals first: a position that is no longer listed must have its end explained. */
  account(deals: readonly Deal[], now: AccountNow): readonly AccountStatement[] {
    const { broker, stampMs } = now;
    const reported = { ...this.#it, stampMs };
    const statements: AccountStatement[] = [];
    if (deals.length > 0) statements.push({ kind: 'list', list: dealList({ deals, cash: [] }, reported) });
    statements.push({ kind: 'list', list: positionList(broker, reported) });
    const orders = orderList(broker, reported);
    if (orders.hash !== this.#toldOrders) statements.push({ kind: 'list', list: orders });
    this.#toldOrders = orders.hash;
    statements.push({ kind: 'report', report: { kind: 'ACCOUNT', body: this.#wireAccount(now) } });
    return [...statements, ...this.limits(now.limits)];
  }

  /** Caps, halts and the day, where they are news. */
  limits(limits: LimitsStatusBody): readonly AccountStatement[] {
    return JSON.stringify(limits) === this.#toldLimits ? [] : this.limitsAgain(limits);
  }

  /** The same as an answer, whether or not it is news. */
  limitsAgain(limits: LimitsStatusBody): readonly AccountStatement[] {
    this.#toldLimits = JSON.stringify(limits);
    return [{ kind: 'report', report: { kind: 'LIMITS_STATUS', body: limits } }];
  }

  #wireAccount({ broker, watch, permissions, stampMs }: Omit<AccountNow, 'limits'>): WireAccount {
    const { terms, balance, credit } = broker;
    return {
      identity: this.#it.account,
      currency: 'USD',
      leverage: simulatedLeverage,
      marginMode: terms.marginMode,
      balance,
      credit,
      ...figuresOf(broker, watch),
      ...permissions,
      stopOut: { mode: 'percent', callLevel: 2 * terms.stopOutPercent, level: terms.stopOutPercent },
      stampMs,
    };
  }
}
