import type { MonotonicClock } from '#main/ports/clock.ts';
import type { WireSubscription } from '#main/protocol/messages/handshake-messages.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { missedMarket, recordsIn, retoldMarket, type MarketStatement } from './missed-market.ts';
import type { TerminalConnection } from './terminal-connection.ts';
import { liveTicks, TickCounter, type PlayedMarket } from './tick-stream.ts';
import { toWireBar } from './to-wire.ts';

/** What was told of what a cockpit had missed, and how long the terminal itself worked for it; waiting for credit is not its own. */
export interface CaughtUp {
  readonly symbols: readonly string[];
  readonly bars: number;
  readonly ticks: number;
  readonly ownMs: number;
}

const nothing: CaughtUp = { symbols: [], bars: 0, ticks: 0, ownMs: 0 };

/** Tells of the markets that are subscribed to: first what was missed since the cursors, as credit allows, then what passes. */
export class MarketStream {
  readonly #line: Pick<TerminalConnection, 'say' | 'hasCredit'>;
  readonly #clock: BrokerClock;
  readonly #monotonicClock: MonotonicClock;
  /** How much of each symbol that is subscribed to was told. */
  readonly #told = new Map<string, TickCounter>();
  readonly #missed = new Map<string, Generator<MarketStatement>>();
  #caughtUp = nothing;

  constructor(it: {
    readonly line: Pick<TerminalConnection, 'say' | 'hasCredit'>;
    readonly clock: BrokerClock;
    readonly monotonicClock: MonotonicClock;
  }) {
    this.#line = it.line;
    this.#clock = it.clock;
    this.#monotonicClock = it.monotonicClock;
  }

  /** From the subscription's cursors on. The market is to stand until `tellMissed` has told all. */
  begin(subscription: WireSubscription, market: PlayedMarket): void {
    const counter = new TickCounter();
    this.#told.set(subscription.symbol, counter);
    this.#missed.set(subscription.symbol, missedMarket(market, { subscription, counter }));
  }

  /** What was said of a span is said otherwise now: its minutes once more, and all its ticks since then in place of those that were told. */
  retell(
    market: PlayedMarket,
    span: { readonly symbol: string; readonly fromUtcMs: UtcMs; readonly toUtcMs: UtcMs },
  ): void {
    if (!this.#told.has(span.symbol)) return;
    const counter = new TickCounter();
    this.#told.set(span.symbol, counter);
    const before = this.#missed.get(span.symbol);
    this.#missed.set(span.symbol, afterwards(before, retoldMarket(market, span, counter)));
  }

  end(symbol: string): void {
    this.#told.delete(symbol);
    this.#missed.delete(symbol);
  }

  /** Of all symbols: the session is over. */
  drop(): void {
    this.#told.clear();
    this.#missed.clear();
    this.#caughtUp = nothing;
  }

  /** As much of what was missed as credit allows, one symbol after the other. What it came to once all is told; null before. */
  tellMissed(): CaughtUp | null {
    const since = this.#monotonicClock.nowMs();
    let { bars, ticks } = this.#caughtUp;
    for (const [symbol, statements] of this.#missed)
      for (;;) {
        if (!this.#line.hasCredit) {
          this.#count({ symbols: [], bars, ticks, ownMs: this.#monotonicClock.nowMs() - since });
          return null;
        }
        const next = statements.next();
        if (next.done === true) {
          this.#missed.delete(symbol);
          break;
        }
        if (next.value.kind === 'BARS') bars += recordsIn(next.value);
        else ticks += recordsIn(next.value);
        this.#line.say(next.value);
      }
    this.#count({ symbols: [...this.#told.keys()], bars, ticks, ownMs: this.#monotonicClock.nowMs() - since });
    const caughtUp = this.#caughtUp;
    this.#caughtUp = nothing;
    return caughtUp;
  }

  /** Quotes that have just passed. */
  tellQuotes(quotes: readonly Quote[]): void {
    for (const [symbol, its] of Map.groupBy(quotes, (quote) => quote.symbol)) {
      const counter = this.#told.get(symbol);
      if (counter === undefined) continue;
      for (const body of liveTicks(symbol, its, { clock: this.#clock, counter }))
        this.#line.say({ kind: 'TICKS', body });
    }
  }

  /** Minutes that have just closed. */
  tellBars(closed: ReadonlyMap<string, Bar>): void {
    for (const [symbol, bar] of closed) {
      if (!this.#told.has(symbol)) continue;
      const bars = [toWireBar(bar, this.#clock)];
      this.#line.say({ kind: 'BARS', body: { symbol, timeframe: 'M1', bars, forming: null } });
    }
  }

  #count({ ownMs, ...told }: CaughtUp): void {
    this.#caughtUp = { ...told, ownMs: this.#caughtUp.ownMs + ownMs };
  }
}

function* afterwards<T>(before: Iterable<T> | undefined, next: Iterable<T>): Generator<T> {
  if (before !== undefined) yield* before;
  yield* next;
}
