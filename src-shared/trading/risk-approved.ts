import type { Brand } from '../base/brand.ts';
import type { Fault } from '../base/fault.ts';
import type { Quote } from '../market/quote.ts';
import type { Money } from '../units/money.ts';
import type { JudgedState } from './judged-state.ts';
import type { OrderParameters } from './order-parameters.ts';
import type { EnterIntent } from './trade-intent.ts';

interface JudgedEntry {
  readonly intent: EnterIntent;
  readonly parameters: OrderParameters;
  /** Loss of one lot from the worst accepted price to the stop, with round-trip commission. */
  readonly lossPerLot: Money;
  /** riskMoney ÷ (equity − credit). */
  readonly riskRatio: number;
  readonly marginMoney: Money;
  readonly quote: Quote;
  readonly judgedIn: JudgedState;
}

/** An intent that passed sizing and every limit. Made only by `risk/`. */
export type RiskApproved = Brand<JudgedEntry, 'RiskApproved'>;

/** The content of a RiskApproved before risk/ marks it. */
export type RiskApprovable = JudgedEntry;

/** An intent that risk denied: the fault's code is the limit, its facts are the value and the limit. */
export interface RiskRefused {
  readonly intent: EnterIntent;
  readonly fault: Fault;
}
