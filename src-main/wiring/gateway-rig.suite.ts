import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import { Bridge } from '#main/bridge/bridge.ts';
import type { Subscription } from '#main/bridge/session-start.ts';
import type { OrderReport, TerminalEvent, TerminalSnapshot } from '#main/ports/terminal-event.ts';
import type { TickCursor } from '#main/ports/tick-store.ts';
import type { LimitsBody } from '#main/protocol/messages/limits-messages.ts';
import { makePairingToken } from '#main/protocol/pairing-token.ts';
import { pipeAddress } from '#main/protocol/pipe-address.ts';
import { grantedOrder } from '#main/testkit/granted-order.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { createRecordingLogger, type RecordedLine } from '#main/testkit/recording-logger.ts';
import { assert, assertDefined } from '#shared/base/assert.ts';
import type { Tick } from '#shared/market/quote.ts';
import { formatClientOrderId } from '#shared/trading/client-order-id.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import { orderRequestSchema, type OrderRequest } from '#shared/trading/order.ts';
import type { Position } from '#shared/trading/position.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { programVersion } from './program-version.ts';
import type { MakeTerminal, TerminalSetting, TerminalUnderTest } from './terminal-under-test.suite.ts';

export const startQuote = { bid: 2000, ask: 2000.2 } as const;

const symbol = 'XAUUSD';

const patience = { timeout: 15_000, interval: 5 };

/** What of a gateway is asked for when it is made. */
export interface GatewayWish {
  readonly marginMode?: TerminalSetting['marginMode'];
  readonly caps?: TerminalSetting['caps'];
  readonly limits?: LimitsBody;
  readonly stopsLevelPoints?: number;
}

type EntryRequest = Extract<OrderRequest, { kind: 'entry' }>;

/** The cockpit's real bridge on a real pipe, and a terminal behind it. It sends as the engine would, and remembers all that it is told. */
export class GatewayRig implements AsyncDisposable {
  readonly terminal: TerminalUnderTest;
  readonly events: TerminalEvent[] = [];
  readonly log: readonly RecordedLine[];
  readonly #makeBridge: () => Bridge;
  readonly #folder: string;
  #bridge: Bridge;
  #counter = 100;
  #cursor: TickCursor | null = null;
  readonly #ticks: Tick[] = [];
  /** How far the desk's wall clock stands from the machine's. */
  #wallOffsetMs = 0;
  #isBeating = true;

  /** With a session open and the first quote told. */
  static async open(make: MakeTerminal, wish: GatewayWish = {}): Promise<GatewayRig> {
    const folder = await mkdtemp(path.join(tmpdir(), 'ats-gate-'));
    const token = makePairingToken(realTime.rng.bytes(20));
    const address = pipeAddress({ token, platform: process.platform, runtimeFolder: folder });
    assert(address.ok, 'a temporary folder has a short path');
    const { marginMode = 'hedging', caps = {}, limits = null, stopsLevelPoints = 0 } = wish;
    const terminal = await make({ token, address: address.value, folder, marginMode, caps, stopsLevelPoints });
    const rig = new GatewayRig({ folder, terminal, limits, token, address: address.value });
    await rig.#listen();
    await terminal.start();
    await rig.opened();
    await rig.quote(startQuote);
    return rig;
  }

  private constructor(it: {
    readonly folder: string;
    readonly terminal: TerminalUnderTest;
    readonly limits: LimitsBody | null;
    readonly token: TerminalSetting['token'];
    readonly address: string;
  }) {
    const { logger, lines } = createRecordingLogger();
    const { token, address, limits, terminal } = it;
    this.terminal = terminal;
    this.log = lines;
    this.#folder = it.folder;
    this.#makeBridge = () =>
      new Bridge({
        ...{ token, address, limits, logger, appVersion: programVersion },
        profile: { name: 'any', clockRule: terminal.clockRule, server: null, login: null, tradeMode: null },
        source: { lastDealTicket: () => this.#lastDeal?.dealTicket ?? null, subscriptions: () => [this.#subscription] },
        wallClock: { nowUtcMs: () => utcMs(Date.now() + this.#wallOffsetMs) },
        monotonicClock: realTime.monotonicClock,
        timers: {
          after: realTime.timers.after,
          every: (period, run) => realTime.timers.every(period, () => (this.#isBeating ? run() : undefined)),
        },
        rng: realTime.rng,
      });
    this.#bridge = this.#makeBridge();
  }

  get bridge(): Bridge {
    return this.#bridge;
  }

  /** Of the session that was opened last. */
  get snapshot(): TerminalSnapshot {
    const event = this.events.findLast((it) => it.kind === 'sessionOpened');
    return assertDefined(event, 'a session was opened').snapshot;
  }

  /** By the newest report, whichever message brought it. */
  get positions(): readonly Position[] {
    const event = this.events.findLast((it) => it.kind === 'positionsReported' || it.kind === 'sessionOpened');
    if (event === undefined) return [];
    return event.kind === 'positionsReported' ? event.positions : event.snapshot.positions;
  }

  /** All that were reported, each once. */
  get deals(): readonly Deal[] {
    const told = this.events.flatMap((it) => {
      if (it.kind === 'dealsReported') return it.deals;
      return it.kind === 'sessionOpened' ? it.snapshot.deals : [];
    });
    return [...new Map(told.map((deal) => [deal.dealTicket, deal])).values()];
  }

  get ticks(): readonly Tick[] {
    return this.#ticks;
  }

  /** What was told of an order, in order. */
  reports(id: ClientOrderId): readonly OrderReport[] {
    return this.events.flatMap((it) => (it.kind === 'orderReported' && it.id === id ? [it.report] : []));
  }

  /** Waits for what is wanted, and says what was told instead where it does not come. */
  async until(isThere: () => boolean, what: string): Promise<void> {
    try {
      await vi.waitUntil(isThere, patience);
    } catch (cause) {
      const told = this.events.slice(-12).map((event) => JSON.stringify(event).slice(0, 300));
      const warned = this.log.slice(-5).map((line) => JSON.stringify(line).slice(0, 300));
      throw new Error([`${what} did not happen; last was told:`, ...told, ...warned].join('\n'), { cause });
    }
  }

  /** Until a session is open that was not open before `after` events. */
  async opened(after = 0): Promise<void> {
    await this.until(() => this.events.slice(after).some(({ kind }) => kind === 'sessionOpened'), 'a session');
  }

  /** Moves the market, and waits until the cockpit has heard of it. */
  async quote(quote: { readonly bid: number; readonly ask: number }): Promise<void> {
    const before = this.#ticks.length;
    await this.terminal.setPrices(quote);
    const isTold = (): boolean => this.#ticks.slice(before).some(({ bid }) => bid === quote.bid);
    await this.until(isTold, `the quote ${quote.bid}/${quote.ask}`);
  }

  /** A buy of a tenth of a lot at the market, with ten dollars to its stop. */
  buy(changes: Partial<Record<keyof EntryRequest, unknown>> = {}): OrderRequest {
    const { ask, bid } = this.#ticks.at(-1) ?? startQuote;
    return this.request({
      kind: 'entry',
      ...{ scenario: 'B', approvalId: 'approval-1', authorizedBy: 'trader', side: 'buy', volume: 0.1 },
      ...{ stop: Math.round(bid - 10), target: null, worstPrice: ask + 1, riskMoney: 150 },
      expiresAtUtcMs: Date.now() + 3_600_000,
      ...changes,
    });
  }

  close(position: Position, changes: Readonly<Record<string, unknown>> = {}): OrderRequest {
    const { positionId, volume } = position;
    const side = position.side === 'buy' ? 'sell' : 'buy';
    return this.request({ kind: 'reduceOnly', positionId, side, volume, ...changes });
  }

  modify(position: Position, levels: { readonly stop: number; readonly target: number | null }): OrderRequest {
    const { positionId, side, volume } = position;
    return this.request({ kind: 'modify', positionId, side, volume, ...levels });
  }

  /** Under the next id, unless it is given one. */
  request(order: Readonly<Record<string, unknown>>): OrderRequest {
    const account = this.terminal.account;
    const clientOrderId = this.idOf((this.#counter += 1));
    return orderRequestSchema.parse({ clientOrderId, intentId: 'intent-1', account, symbol, ...order });
  }

  idOf(counter: number): ClientOrderId {
    return formatClientOrderId({ installationTag: 321, counter });
  }

  /** False: nothing left. */
  send(request: OrderRequest): boolean {
    return this.#bridge.send(grantedOrder(request), request);
  }

  /** Sends, and answers what became of it in the end. */
  async place(request: OrderRequest): Promise<OrderReport> {
    assert(this.send(request), 'the order left');
    return this.ended(request.clientOrderId);
  }

  /** The newest report of an order once it is none of those that something can follow. */
  async ended(id: ClientOrderId): Promise<OrderReport> {
    await this.until(() => isEnd(this.reports(id).at(-1)), `an end of ${id}`);
    return assertDefined(this.reports(id).at(-1), 'an end was told');
  }

  /** The next report of this order that is of one of these kinds. */
  async told(id: ClientOrderId, ...kinds: readonly OrderReport['kind'][]): Promise<OrderReport> {
    const find = (): OrderReport | undefined => this.reports(id).find(({ kind }) => kinds.includes(kind));
    await this.until(() => find() !== undefined, `${kinds.join(' or ')} of ${id}`);
    return assertDefined(find(), 'it was told');
  }

  /** Asks what became of an order, and answers what is said. */
  async ask(id: ClientOrderId): Promise<OrderReport> {
    const before = this.reports(id).length;
    assert(this.#bridge.query(id), 'the question left');
    await this.until(() => this.reports(id).length > before, `an answer about ${id}`);
    return assertDefined(this.reports(id).at(-1), 'an answer was told');
  }

  /** Opens a tenth of a lot, and answers its position. */
  async opens(changes: Partial<Record<keyof EntryRequest, unknown>> = {}): Promise<Position> {
    const request = this.buy(changes);
    const report = await this.place(request);
    assert(report.kind === 'filled', () => `the entry was filled: ${JSON.stringify(report)}`);
    return this.positionOf(request.clientOrderId);
  }

  /** The position that an entry opened, once it is listed. */
  async positionOf(id: ClientOrderId): Promise<Position> {
    const find = (): Position | undefined => this.positions.find((it) => it.clientOrderId === id);
    await this.until(() => find() !== undefined, `the position of ${id}`);
    return assertDefined(find(), 'the position is listed');
  }

  /** As if the engine had ended and begun again: its memory of deals and ticks stays. */
  async restartBridge(meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.#bridge.dispose();
    await meanwhile();
    this.#bridge = this.#makeBridge();
    const from = this.events.length;
    await this.#listen();
    await this.opened(from);
  }

  async restartTerminal(meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const from = this.events.length;
    await this.terminal.kill();
    await this.until(
      () => this.events.slice(from).some(({ kind }) => kind === 'sessionClosed'),
      'the end of the session',
    );
    await meanwhile();
    await this.terminal.start();
    await this.opened(from);
  }

  /** Both ends have waited for so long. */
  async passTime(ms: number): Promise<void> {
    this.#wallOffsetMs += ms;
    await this.terminal.passTime(ms);
  }

  /** The desk's clock is set, and nobody else's. */
  setWallClock(offsetMs: number): void {
    this.#wallOffsetMs = offsetMs;
  }

  /** The cockpit says nothing any more of itself, though it still sends orders. */
  stopBeating(): void {
    this.#isBeating = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.terminal[Symbol.asyncDispose]();
    await this.#bridge.dispose();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #listen(): Promise<void> {
    this.#bridge.subscribe((event) => this.#hear(event));
    const listening = await this.#bridge.listen();
    assert(listening.ok, () => JSON.stringify(listening));
  }

  #hear(event: TerminalEvent): void {
    this.events.push(event);
    if (event.kind !== 'ticksReceived') return;
    this.#ticks.push(...event.ticks);
    this.#cursor = event.cursor;
  }

  get #lastDeal(): Deal | undefined {
    return this.deals.reduce<Deal | undefined>(
      (last, deal) => (last === undefined || BigInt(deal.dealTicket) > BigInt(last.dealTicket) ? deal : last),
      undefined,
    );
  }

  get #subscription(): Subscription {
    const ticks = this.#cursor === null ? null : { cursor: this.#cursor, last: this.#ticks.slice(-200) };
    return { symbol, bars: [], ticks };
  }
}

const isEnd = (report: OrderReport | undefined): boolean =>
  report !== undefined && report.kind !== 'accepted' && report.kind !== 'partiallyFilled' && report.kind !== 'unknown';
