import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Tick } from '#shared/market/quote.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { HistorySpan, TerminalHistory } from '#main/ports/terminal-history.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { HistoryEndBody } from '#main/protocol/messages/data-messages.ts';
import { nearestServerMs } from '#main/protocol/server-ms.ts';
import type { AppRequest, TerminalReport } from '#main/protocol/server-session.ts';
import { faultFromWire } from '#main/protocol/wire-fault.ts';
import { barsFromWire, ticksFromWire } from './market-from-wire.ts';

/** So many requests may wait; one more is refused. */
export const historyRequestsMax = 64;

/** A request that brings nothing for so long will bring nothing. */
export const historyStallMsMax = 120_000;

type HistoryRequest = Extract<AppRequest, { kind: 'BARS_REQUEST' | 'TICKS_REQUEST' }>;

/** The session that brings history, as far as the desk needs it. */
export interface HistoryLine {
  readonly send: (request: HistoryRequest) => boolean;
  readonly end: (why: Fault) => void;
}

interface Page {
  readonly received: number;
  readonly refused: number;
}

interface Wish {
  readonly request: (number: number) => HistoryRequest;
  /** Hands the page on; null where it is not one of this wish. */
  readonly take: (report: TerminalReport) => Page | null;
  readonly settle: (answer: Result<number, Fault>) => void;
}

interface Running {
  readonly wish: Wish;
  readonly number: number;
  readonly received: number;
  readonly refused: number;
}

/**
 * Asks a terminal for what it remembers: one request at a time, in order, over whichever data session there is. A page is acknowledged
 * when it has been handed on, so whoever stores it holds the terminal back.
 */
export class HistoryDesk implements TerminalHistory {
  readonly #clock: BrokerClock;
  readonly #timers: Timers;
  readonly #waiting: Wish[] = [];
  #line: HistoryLine | null = null;
  #running: Running | null = null;
  #stall: Disposable | null = null;
  #lastNumber = 0;

  constructor({ clock, timers }: { readonly clock: BrokerClock; readonly timers: Timers }) {
    this.#clock = clock;
    this.#timers = timers;
  }

  get isConnected(): boolean {
    return this.#line !== null;
  }

  bars(
    span: HistorySpan & { readonly timeframe: Timeframe },
    onPage: (bars: readonly Bar[]) => void,
  ): Promise<Result<number, Fault>> {
    const { symbol, timeframe } = span;
    return this.#ask({
      request: (request) => ({ kind: 'BARS_REQUEST', body: { request, timeframe, ...spanToWire(span, this.#clock) } }),
      take: (report) => {
        if (report.kind !== 'BARS' || report.body.symbol !== symbol || report.body.timeframe !== timeframe) return null;
        const { bars, refused } = barsFromWire({ ...report.body, forming: null }, this.#clock);
        if (bars.length > 0) onPage(bars);
        return { received: report.body.bars.length, refused };
      },
    });
  }

  ticks(span: HistorySpan, onPage: (ticks: readonly Tick[]) => void): Promise<Result<number, Fault>> {
    return this.#ask({
      request: (request) => ({ kind: 'TICKS_REQUEST', body: { request, ...spanToWire(span, this.#clock) } }),
      take: (report) => {
        if (report.kind !== 'TICKS' || report.body.symbol !== span.symbol) return null;
        const { ticks, refused } = ticksFromWire(report.body, this.#clock);
        if (ticks.length > 0) onPage(ticks);
        return { received: report.body.ticks.length, refused };
      },
    });
  }

  connect(line: HistoryLine): void {
    this.#line = line;
    this.#next();
  }

  /** All that was asked for and not answered is NOT_CONNECTED: what was handed on stays good, the rest is asked for again by who wants it. */
  disconnect(): void {
    this.#line = null;
    const unanswered = [...(this.#running === null ? [] : [this.#running.wish]), ...this.#waiting.splice(0)];
    this.#stopRunning();
    for (const { settle } of unanswered) settle(err(leftHistory));
  }

  /** Records that were too broken to hand on. What belongs to no request costs the session. */
  report(report: TerminalReport): number {
    const running = this.#running;
    if (report.kind === 'HISTORY_END') {
      if (running?.number === report.body.request) this.#finish(running, report.body);
      else this.#line?.end(outOfTurn(report));
      return 0;
    }
    const page = running?.wish.take(report) ?? null;
    if (running === null || page === null) {
      this.#line?.end(outOfTurn(report));
      return 0;
    }
    const { received, refused } = page;
    this.#running = { ...running, received: running.received + received, refused: running.refused + refused };
    this.#watchForStall();
    return refused;
  }

  #ask(wish: Omit<Wish, 'settle'>): Promise<Result<number, Fault>> {
    if (this.#line === null) return Promise.resolve(err(notConnected));
    if (this.#waiting.length >= historyRequestsMax) return Promise.resolve(err(tooMany));
    return new Promise((settle) => {
      this.#waiting.push({ ...wish, settle });
      this.#next();
    });
  }

  #next(): void {
    if (this.#running !== null || this.#line === null) return;
    const wish = this.#waiting.shift();
    if (wish === undefined) return;
    this.#lastNumber += 1;
    this.#running = { wish, number: this.#lastNumber, received: 0, refused: 0 };
    this.#watchForStall();
    this.#line.send(wish.request(this.#lastNumber));
  }

  #finish({ wish, received, refused }: Running, { sent, fault: why }: HistoryEndBody): void {
    this.#stopRunning();
    if (why !== null) wish.settle(err(faultFromWire(why, 'HISTORY_UNAVAILABLE')));
    else wish.settle(sent === received ? ok(received - refused) : err(notWhole(sent, received)));
    this.#next();
  }

  #watchForStall(): void {
    this.#stall?.[Symbol.dispose]();
    this.#stall = this.#timers.after(durationMs(historyStallMsMax), () => this.#line?.end(stalled));
  }

  #stopRunning(): void {
    this.#running = null;
    this.#stall?.[Symbol.dispose]();
    this.#stall = null;
  }
}

/** The ends of a span may lie where no stamp can: it is as good as open there. */
const spanToWire = ({ symbol, fromUtcMs, toUtcMs }: HistorySpan, clock: BrokerClock) => ({
  symbol,
  fromStampMs: nearestServerMs(clock.toBroker(fromUtcMs)),
  toStampMs: nearestServerMs(clock.toBroker(toUtcMs)),
});

const notConnected = fault(
  'NOT_CONNECTED',
  'No terminal brings history: the service ATS\\AtsHistory does not run in MetaTrader, or has not connected yet.',
);

const leftHistory = fault(
  'NOT_CONNECTED',
  'The terminal’s history service left before it had answered. What it brought is kept.',
);

const tooMany = fault('HISTORY_UNAVAILABLE', `Only ${historyRequestsMax} requests for history may wait.`);

const notWhole = (sent: number, received: number): Fault =>
  fault('HISTORY_UNAVAILABLE', `The terminal says that it sent ${sent} records, and ${received} came.`, {
    sent,
    received,
  });

const stalled = fault(
  'HISTORY_UNAVAILABLE',
  `The terminal brought nothing of the history it was asked for within ${historyStallMsMax / 1000} seconds. Its session is made anew.`,
);

const outOfTurn = ({ kind }: TerminalReport): Fault =>
  fault('HANDSHAKE_ORDER', `${kind} came over the history session, and nobody had asked for it.`, { kind });
