import { ok, err, type Result } from '#shared/base/result.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { assertNever } from '#shared/base/assert.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Timers } from '#main/ports/timers.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { BarsRequestBody, TicksRequestBody } from '#main/protocol/messages/data-messages.ts';
import type { AppRequest } from '#main/protocol/server-session.ts';
import { faultToWire } from '#main/protocol/wire-fault.ts';
import { isBrokerStamp } from '#shared/time/broker-clock.ts';
import { barsSince } from './bar-stream.ts';
import { historyDeeds, type HistoryDeed, type HistoryStep } from './history-deed.ts';
import type { HistoryPlan } from './history-plan.ts';
import { recordsIn, type MarketStatement } from './missed-market.ts';
import { playedTicks, TickCounter, tickMessages, type PlayedMarket } from './tick-stream.ts';
import type { WireTick } from '#main/protocol/tick-codec.ts';
import type { TerminalConnection } from './terminal-connection.ts';

/** Requests that wait behind the one that is being answered. */
const requestsWaitingMax = 16;

/** So long it works without letting anything else happen: the market goes on, and PINGs are due. */
const pumpMsMax = 100;

type HistoryRequest =
  | { readonly kind: 'BARS_REQUEST'; readonly body: BarsRequestBody }
  | { readonly kind: 'TICKS_REQUEST'; readonly body: TicksRequestBody };

interface Line extends Pick<TerminalConnection, 'say' | 'drop'> {
  readonly hasCredit: () => boolean;
}

export interface HistoryServiceSpec {
  readonly line: Line;
  /** Of a symbol, as it is when a request's turn comes; null where it is not traded. */
  readonly market: (symbol: string, asked: AskedSpan) => PlayedMarket | null;
  readonly plan: HistoryPlan;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly onAnswered: (answer: HistoryAnswer) => void;
}

/** A request that came to its end, and how long the terminal itself worked for it; waiting for credit is not its own. */
export interface HistoryAnswer {
  readonly request: number;
  readonly kind: HistoryRequest['kind'];
  readonly symbol: string;
  readonly sent: number;
  /** Why not all was sent; null where it was. */
  readonly code: FaultCode | null;
  readonly ownMs: number;
}

export type AskedSpan = Pick<BarsRequestBody, 'fromStampMs' | 'toStampMs'>;

interface Answering {
  readonly request: HistoryRequest;
  readonly steps: Iterator<HistoryStep>;
  sent: number;
  ownMs: number;
}

/** Answers requests for history on the data session, one after the other, as credit allows. */
export class HistoryService {
  readonly #it: HistoryServiceSpec;
  readonly #waiting: HistoryRequest[] = [];
  #answering: Answering | null = null;
  /** While it rests, nothing is said. */
  #rest: Disposable | null = null;

  constructor(it: HistoryServiceSpec) {
    this.#it = it;
  }

  take(request: AppRequest): void {
    if (request.kind !== 'BARS_REQUEST' && request.kind !== 'TICKS_REQUEST')
      return this.#it.line.say({ kind: 'ERROR', body: { about: request.kind, fault: faultToWire(historyOnly) } });
    if (this.#waiting.length >= requestsWaitingMax) return this.#end(request, { sent: 0, ownMs: 0 }, tooMany);
    this.#waiting.push(request);
    this.pump();
  }

  /** To be called whenever there may be credit again. */
  pump(): void {
    const begunMs = this.#it.monotonicClock.nowMs();
    while (this.#rest === null) {
      this.#answering ??= this.#begin();
      const answering = this.#answering;
      if (answering === null || !this.#it.line.hasCredit()) return;
      const since = this.#it.monotonicClock.nowMs();
      if (since - begunMs > pumpMsMax) return this.#restFor(0);
      const next = answering.steps.next();
      if (next.done !== true) this.#take(next.value, answering);
      answering.ownMs += this.#it.monotonicClock.nowMs() - since;
      if (next.done === true) this.#finish(answering, null);
    }
  }

  /** The session is over, and what it had asked for with it. */
  drop(): void {
    this.#waiting.length = 0;
    this.#answering = null;
    this.#rest?.[Symbol.dispose]();
    this.#rest = null;
  }

  #take(step: HistoryStep, answering: Answering): void {
    switch (step.kind) {
      case 'page':
        answering.sent += recordsIn(step.page);
        return this.#it.line.say(step.page);
      case 'lose':
        answering.sent += recordsIn(step.page);
        return;
      case 'busy':
        return this.#it.line.say({ kind: 'BUSY', body: { operation: 'history', maxMs: step.ms } });
      case 'rest':
        return this.#restFor(step.ms);
      case 'hang':
        this.#rest = { [Symbol.dispose]: () => undefined };
        return;
      case 'fail':
        return this.#finish(answering, notThere);
      case 'drop':
        return this.#it.line.drop();
      default:
        return assertNever(step, 'history step');
    }
  }

  #restFor(ms: number): void {
    this.#rest = this.#it.timers.after(durationMs(ms), () => {
      this.#rest = null;
      this.pump();
    });
  }

  #begin(): Answering | null {
    for (;;) {
      const request = this.#waiting.shift();
      if (request === undefined) return null;
      const pages = this.#pagesFor(request);
      const nothing = { sent: 0, ownMs: 0 };
      if (pages.ok) return { ...nothing, request, steps: stepsOf(pages.value, this.#it.plan.next()) };
      this.#end(request, nothing, pages.error);
    }
  }

  #pagesFor({ kind, body }: HistoryRequest): Result<Iterable<MarketStatement>, Fault> {
    const { symbol, fromStampMs, toStampMs } = body;
    if (!isBrokerStamp(fromStampMs) || !isBrokerStamp(toStampMs) || toStampMs < fromStampMs)
      return err(fault('REQUEST_INVALID', 'The span that was asked for is none.', { fromStampMs, toStampMs }));
    const market = this.#it.market(symbol, { fromStampMs, toStampMs });
    if (market === null) return err(fault('INSTRUMENT_MISSING', `This terminal does not trade ${symbol}.`, { symbol }));
    return ok(kind === 'BARS_REQUEST' ? barStatements(market, body) : tickStatements(market, body));
  }

  /** The answer is over, whatever of it was said. */
  #finish(answering: Answering, why: Fault | null): void {
    this.#answering = null;
    this.#end(answering.request, answering, why);
  }

  #end(
    { kind, body: { request, symbol } }: HistoryRequest,
    { sent, ownMs }: Pick<Answering, 'sent' | 'ownMs'>,
    why: Fault | null,
  ): void {
    this.#it.line.say({ kind: 'HISTORY_END', body: { request, sent, fault: why === null ? null : faultToWire(why) } });
    this.#it.onAnswered({ request, kind, symbol, sent, code: why?.code ?? null, ownMs });
  }
}

function* barStatements(market: PlayedMarket, asked: BarsRequestBody): Generator<MarketStatement> {
  const { symbol, timeframe, fromStampMs, toStampMs } = asked;
  const span = { fromUtcMs: market.clock.toUtc(fromStampMs), toUtcMs: market.clock.toUtc(toStampMs) };
  for (const body of barsSince(market, { symbol, timeframe, ...span })) yield { kind: 'BARS', body };
}

function* tickStatements(market: PlayedMarket, asked: TicksRequestBody): Generator<MarketStatement> {
  const { symbol, fromStampMs, toStampMs } = asked;
  const ticks = before(playedTicks(market, market.clock.toUtc(fromStampMs)), toStampMs);
  const to = { counter: new TickCounter(), isRewind: false };
  for (const body of tickMessages(symbol, ticks, to)) yield { kind: 'TICKS', body };
}

function* before(ticks: Iterable<WireTick>, toStampMs: number): Generator<WireTick> {
  for (const tick of ticks) {
    if (tick.stampMs >= toStampMs) return;
    yield tick;
  }
}

const stepsOf = (pages: Iterable<MarketStatement>, deed: HistoryDeed): Iterator<HistoryStep> =>
  historyDeeds[deed](pages)[Symbol.iterator]();

const notThere = fault('HISTORY_UNAVAILABLE', 'The terminal does not have this history now.');

const historyOnly = fault('REQUEST_INVALID', 'This session brings history and takes no other request.');

const tooMany = fault('REQUEST_INVALID', `${requestsWaitingMax} requests for history wait already.`);
