import type { PairingToken } from '#main/protocol/pairing-token.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';

/** What the broker behind a terminal can be told to do with an order, by the words of the simulated one. */
export type BrokerDeed =
  | 'slow'
  | 'filledInParts'
  | 'filledInPart'
  | 'requoted'
  | 'rejected'
  | 'timedOut'
  | 'timedOutButFilled'
  | 'lost'
  | 'lostButFilled'
  | 'unknownCode';

/** Of the adviser, as the trader gives them to it; what is not named stands at its default. */
export interface TestCaps {
  readonly maxVolume?: number;
  readonly maxPositions?: number;
  readonly maxTradesPerDay?: number;
  readonly maxSpreadPoints?: number;
  readonly deadManMs?: number;
}

export interface TerminalSetting {
  readonly token: PairingToken;
  /** Of the pipe, in a folder that ends with the test. */
  readonly address: string;
  readonly folder: string;
  readonly marginMode: 'hedging' | 'netting';
  readonly caps: TestCaps;
  /** How far stops must keep off the price. */
  readonly stopsLevelPoints: number;
}

/** What the broker's own list says of the orders that bear one id. */
export interface Executed {
  /** Orders that made deals. */
  readonly orders: number;
  /** Lots that were dealt. */
  readonly volume: number;
}

/**
 * A terminal with an adviser, a broker and a market that a test moves: gold at two digits, one lot of a hundred ounces, on an account in
 * dollars. It stands still but for what it is told.
 */
export interface TerminalUnderTest extends AsyncDisposable {
  readonly clockRule: ClockRule;
  /** That it stands on now. */
  readonly account: AccountIdentity;
  /** Begins, or begins again after `kill`, and connects to the pipe by itself. */
  readonly start: () => Promise<void>;
  /** Ends it at once. What it has on its disk stays. */
  readonly kill: () => Promise<void>;
  /** One quote more. */
  readonly setPrices: (quote: { readonly bid: number; readonly ask: number }) => Promise<void>;
  /** What the broker does with the next orders, in turn; with all others, it fills them. A number: it answers that code and does nothing. */
  readonly script: (...deeds: readonly (BrokerDeed | number)[]) => void;
  readonly executed: (clientOrderId: string) => Executed;
  /** Lets the terminal's own clocks go on at once. */
  readonly passTime: (ms: number) => Promise<void>;
  /** A buy of a tenth of a lot without a stop, by the trader's own hand. */
  readonly buyByHand: () => Promise<void>;
  /** The button that forbids or allows all advisers to trade. */
  readonly allowTrading: (isAllowed: boolean) => Promise<void>;
  /** Logs in to another account of the same broker. */
  readonly switchAccount: () => Promise<void>;
}

export type MakeTerminal = (setting: TerminalSetting) => Promise<TerminalUnderTest>;
