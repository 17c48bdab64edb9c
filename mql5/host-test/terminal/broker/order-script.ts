import { action } from '../mql5-values.ts';
import type { TradeRequest } from './trade-request.ts';

/** What the broker does with a request instead of the usual. All of it is optional; nothing said means an honest fill at once. */
export interface OrderScript {
  /** The code that it answers; `lost`: no answer ever comes. */
  readonly reply?: number | 'lost';
  /** Whether the request is carried out whatever the answer says. Default: only where no reply is scripted, or it is 10008 to 10010. */
  readonly executes?: boolean;
  /** From the request to the execution. */
  readonly delayMs?: number;
  /** The answer comes at once and says 10008, or the scripted reply; the execution follows after this. */
  readonly executesAfterMs?: number;
  /** How much of an order that may be filled in part is filled, 0 to 1; the rest is cancelled. */
  readonly fillRatio?: number;
  /** Points by which the fill is worse than the quote. */
  readonly slippagePoints?: number;
  /** The position opens without the stop and the target that were asked for. */
  readonly dropsStops?: boolean;
}

export type RequestKind = 'entry' | 'close' | 'modify' | 'other';

/** `nth` counts the requests of that kind (or all of them) from 1, since the rule was set. */
export interface OrderRule {
  readonly nth: number | 'every';
  readonly of?: RequestKind;
  /** Only requests with this mark. */
  readonly magic?: string;
  readonly script: OrderScript;
}

export function requestKind(request: TradeRequest): RequestKind {
  if (request.action === action.TRADE_ACTION_SLTP) return 'modify';
  if (request.action !== action.TRADE_ACTION_DEAL) return 'other';
  return request.position > 0 ? 'close' : 'entry';
}

/** The rules in the order in which they were set; the first that meets a request scripts it. */
export class OrderRules {
  #rules: { readonly rule: OrderRule; seen: number }[] = [];

  set(rules: readonly OrderRule[]): void {
    this.#rules = rules.map((rule) => ({ rule, seen: 0 }));
  }

  scriptFor(request: TradeRequest): OrderScript {
    let found: OrderScript | null = null;
    for (const counted of this.#rules) {
      const { nth, of, magic, script } = counted.rule;
      if (of !== undefined && of !== requestKind(request)) continue;
      if (magic !== undefined && magic !== request.magic) continue;
      counted.seen += 1;
      if (nth === 'every' || nth === counted.seen) found ??= script;
    }
    return found ?? {};
  }
}
