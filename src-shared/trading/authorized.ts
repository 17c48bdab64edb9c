import type { Brand } from '../base/brand.ts';
import type { Lots } from '../units/lots.ts';
import type { Price } from '../units/price.ts';
import type { UtcMs } from '../units/utc-ms.ts';
import type { AccountIdentity } from './account.ts';
import type { ApprovalId, IntentId, PositionId } from './ids.ts';
import type { OrderParameters } from './order-parameters.ts';
import type { Scenario } from './scenario.ts';
import type { Side } from './side.ts';

/** An entry that somebody who may has agreed to, in exactly these parameters. `simulation` is refused by any MT5 account. */
export interface EntryAuthority {
  readonly kind: 'entry';
  readonly authorizedBy: 'trader' | 'simulation';
  readonly scenario: Scenario;
  readonly intentId: IntentId;
  readonly approvalId: ApprovalId;
  readonly parameters: OrderParameters;
  readonly expiresAtUtcMs: UtcMs;
}

/** A reduction proved against a position that was seen: the opposite side, and not more than its volume. */
export interface ReduceOnlyAuthority {
  readonly kind: 'reduceOnly';
  readonly intentId: IntentId;
  readonly account: AccountIdentity;
  readonly positionId: PositionId;
  readonly symbol: string;
  readonly side: Side;
  readonly volume: Lots;
  readonly provedAgainst: { readonly volume: Lots; readonly side: Side };
}

/**
 * Stop and target of a position that was seen. `reduction`: the stop comes nearer to the price and the target no farther from it, which
 * needs nobody's leave; `approvedEntry`: the levels that the position's entry was approved with, where the broker has set others; `trader`:
 * widened by the trader's own hand.
 */
export interface ModifyAuthority {
  readonly kind: 'modify';
  readonly intentId: IntentId;
  readonly authorizedBy: 'reduction' | 'approvedEntry' | 'trader';
  readonly account: AccountIdentity;
  readonly positionId: PositionId;
  readonly symbol: string;
  readonly side: Side;
  readonly volume: Lots;
  readonly stop: Price;
  readonly target: Price | null;
}

/** The only thing that a gateway sends. Made only by `approval/`. It is never stored: after a restart nothing is sent again. */
export type Authorized = AuthorizedEntry | AuthorizedReduction | AuthorizedModify;

export type AuthorizedEntry = Brand<EntryAuthority, 'Authorized'>;

export type AuthorizedReduction = Brand<ReduceOnlyAuthority, 'Authorized'>;

export type AuthorizedModify = Brand<ModifyAuthority, 'Authorized'>;
