import { ok, err, type Result } from '#shared/base/result.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { BarsRequestBody, TicksRequestBody } from '#main/protocol/messages/data-messages.ts';
import type { AppRequest } from '#main/protocol/server-session.ts';
import { faultToWire } from '#main/protocol/wire-fault.ts';
import { isBrokerStamp } from '#shared/time/broker-clock.ts';
import { barsSince } from './bar-stream.ts';
import { recordsIn, type MarketStatement } from './missed-market.ts';
import { playedTicks, TickCounter, tickMessages, type PlayedMarket } from './tick-stream.ts';
import type { WireTick } from '#main/protocol/tick-codec.ts';
import type { TerminalConnection } from './terminal-connection.ts';

/** Requests that wait behind the one that is being answered. */
const requestsWaitingMax = 16;

type HistoryRequest =
  | { readonly kind: 'BARS_REQUEST'; readonly body: BarsRequestBody }
  | { readonly kind: 'TICKS_REQUEST'; readonly body: TicksRequestBody };

type Line = Pick<TerminalConnection, 'say' | 'hasCredit'>;

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

interface Answering {
  readonly request: HistoryRequest;
  readonly statements: Iterator<MarketStatement>;
  sent: number;
  ownMs: number;
}

/** Answers requests for history on the data session, one after the other, as credit allows. */
export class HistoryService {
  readonly #line: Line;
  /** Of a symbol, as it is when a request's turn comes; null where it is not traded. */
  readonly #market: (symbol: string) => PlayedMarket | null;
  readonly #monotonicClock: MonotonicClock;
  readonly #onAnswered: (answer: HistoryAnswer) => void;
  readonly #waiting: HistoryRequest[] = [];
  #answering: Answering | null = null;

  constructor(it: {
    readonly line: Line;
    readonly market: (symbol: string) => PlayedMarket | null;
    readonly monotonicClock: MonotonicClock;
    readonly onAnswered: (answer: HistoryAnswer) => void;
  }) {
    this.#line = it.line;
    this.#market = it.market;
    this.#monotonicClock = it.monotonicClock;
    this.#onAnswered = it.onAnswered;
  }

  take(request: AppRequest): void {
    if (request.kind !== 'BARS_REQUEST' && request.kind !== 'TICKS_REQUEST')
      return this.#line.say({ kind: 'ERROR', body: { about: request.kind, fault: faultToWire(historyOnly) } });
    if (this.#waiting.length >= requestsWaitingMax) return this.#end(request, { sent: 0, ownMs: 0 }, tooMany);
    this.#waiting.push(request);
    this.pump();
  }

  /** To be called whenever there may be credit again. */
  pump(): void {
    for (;;) {
      this.#answering ??= this.#begin();
      if (this.#answering === null || !this.#line.hasCredit) return;
      const answering = this.#answering;
      const since = this.#monotonicClock.nowMs();
      const next = answering.statements.next();
      if (next.done !== true) {
        answering.sent += recordsIn(next.value);
        this.#line.say(next.value);
      }
      answering.ownMs += this.#monotonicClock.nowMs() - since;
      if (next.done !== true) continue;
      this.#answering = null;
      this.#end(answering.request, answering, null);
    }
  }

  /** The session is over, and what it had asked for with it. */
  drop(): void {
    this.#waiting.length = 0;
    this.#answering = null;
  }

  #begin(): Answering | null {
    for (;;) {
      const request = this.#waiting.shift();
      if (request === undefined) return null;
      const statements = this.#statementsFor(request);
      if (statements.ok) return { request, statements: statements.value, sent: 0, ownMs: 0 };
      this.#end(request, { sent: 0, ownMs: 0 }, statements.error);
    }
  }

  #statementsFor({ kind, body }: HistoryRequest): Result<Iterator<MarketStatement>, Fault> {
    const { symbol, fromStampMs, toStampMs } = body;
    const market = this.#market(symbol);
    if (market === null) return err(fault('INSTRUMENT_MISSING', `This terminal does not trade ${symbol}.`, { symbol }));
    if (!isBrokerStamp(fromStampMs) || !isBrokerStamp(toStampMs) || toStampMs < fromStampMs)
      return err(fault('REQUEST_INVALID', 'The span that was asked for is none.', { fromStampMs, toStampMs }));
    return ok(kind === 'BARS_REQUEST' ? barStatements(market, body) : tickStatements(market, body));
  }

  #end(
    { kind, body: { request, symbol } }: HistoryRequest,
    { sent, ownMs }: Pick<Answering, 'sent' | 'ownMs'>,
    why: Fault | null,
  ): void {
    this.#line.say({ kind: 'HISTORY_END', body: { request, sent, fault: why === null ? null : faultToWire(why) } });
    this.#onAnswered({ request, kind, symbol, sent, code: why?.code ?? null, ownMs });
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

const historyOnly = fault('REQUEST_INVALID', 'This session brings history and takes no other request.');

const tooMany = fault('REQUEST_INVALID', `${requestsWaitingMax} requests for history wait already.`);
