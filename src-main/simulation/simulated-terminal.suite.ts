import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MonotonicClock } from '#main/ports/clock.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { ScriptedCockpit, type Welcome } from '#main/testkit/scripted-cockpit.ts';
import type { WireOrder, WireOrderState } from '#main/protocol/messages/trade-messages.ts';
import { makePairingToken } from '#main/protocol/pairing-token.ts';
import type { WireDeal, WirePosition } from '#main/protocol/messages/state-messages.ts';
import type { WireSnapshot } from '#main/protocol/snapshot-pages.ts';
import type { ServerOutput, TerminalReport } from '#main/protocol/server-session.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import type { WireTick } from '#main/protocol/tick-codec.ts';
import { assert, assertDefined } from '#shared/base/assert.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { formatClientOrderId } from '#shared/trading/client-order-id.ts';
import type { ClientOrderId, PositionId } from '#shared/trading/ids.ts';
import { lots } from '#shared/units/lots.ts';
import { money } from '#shared/units/money.ts';
import { points } from '#shared/units/points.ts';
import { price } from '#shared/units/price.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { usualInputs, type AdviserInputs } from './adviser/adviser-inputs.ts';
import { usualTerms, type BrokerTerms } from './broker/broker-state.ts';
import type { MarketSource } from './market/market-source.ts';
import { replaySource } from './market/replay-source.ts';
import { noMarketFaults, type MarketFaults } from './market-faults.ts';
import type { SymbolMarket } from './market/symbol-market.ts';
import { noOrderFaults, type OrderFaults } from './order-steps.ts';
import { SimulatedTerminal, type TerminalNote } from './simulated-terminal.ts';
import { openTerminalDb, type TerminalDb } from './store/open-terminal-db.ts';
import { createTerminalIdentity, readTerminalIdentity } from './store/terminal-identity.ts';

export const rigClock = brokerClock('ny+7');

export const rigAccount = { server: 'ATS-Simulated', login: '90000001', tradeMode: 'simulated' } as const;

/** As fast as the cockpit acknowledges. */
export const fullSpeed = 1_000_000;

/** Two hundred minutes of gold; the last hundred and forty are played, the others are history. */
export const rigBars = sampleBars({ count: 200, seed: 11 });

export const rigStartUtcMs = utcMs((rigBars[0]?.openTimeUtcMs ?? 0) + 60 * 60_000);

export const rigWelcome = { appVersion: '0.1.0', lastDealTicket: null } as const;

export interface RigOptions {
  readonly terms?: BrokerTerms;
  readonly inputs?: Partial<AdviserInputs>;
  readonly calendar?: readonly CalendarEvent[];
  readonly source?: MarketSource;
  /** Markets beside gold's. */
  readonly further?: readonly SymbolMarket[];
  readonly monotonicClock?: MonotonicClock;
  readonly bars?: readonly Bar[];
  readonly startUtcMs?: UtcMs;
  readonly speed?: number;
  readonly faults?: Partial<OrderFaults>;
  readonly marketFaults?: Partial<MarketFaults>;
  readonly welcome?: Partial<Welcome>;
}

/** A simulated terminal and a scripted cockpit on a real pipe, over a real file in a folder of their own. */
export class TerminalRig implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'ats-sim-'));
  readonly notes: TerminalNote[] = [];
  readonly #options: RigOptions;
  readonly #token = makePairingToken(realTime.rng.bytes(20));
  #cockpit: ScriptedCockpit | null = null;
  #terminal: SimulatedTerminal | null = null;
  #db: TerminalDb | null = null;

  static async start(options: RigOptions = {}): Promise<TerminalRig> {
    const rig = new TerminalRig(options);
    rig.#cockpit = await ScriptedCockpit.listen({
      address: rig.#address,
      token: rig.#token,
      welcome: { ...rigWelcome, subscriptions: [goldFrom(null)], ...options.welcome },
    });
    rig.startTerminal();
    return rig;
  }

  private constructor(options: RigOptions) {
    this.#options = options;
  }

  get terminal(): SimulatedTerminal {
    return assertDefined(this.#terminal, 'the terminal runs');
  }

  get cockpit(): ScriptedCockpit {
    return assertDefined(this.#cockpit, 'the cockpit listens');
  }

  /** The terminal's own file. */
  get db(): TerminalDb {
    return assertDefined(this.#db, 'the terminal runs');
  }

  startTerminal(faults: Partial<OrderFaults> = this.#options.faults ?? {}): void {
    const { bars = rigBars, startUtcMs = rigStartUtcMs, speed = 60 } = this.#options;
    const opened = openTerminalDb(this.folder);
    assert(opened.ok, 'the terminal’s file opens');
    const db = opened.value;
    const { terms = usualTerms, calendar = [], inputs, monotonicClock = realTime.monotonicClock } = this.#options;
    const recorded = { name: 'rig', bars, instrument: sampleGold, spreadPointsDefault: points(30) };
    const source = this.#options.source ?? replaySource(recorded);
    const markets = [{ instrument: sampleGold, source }, ...(this.#options.further ?? [])];
    const named = new Map(markets.map((market) => [market.instrument.symbol, market.source.name]));
    const identity = { account: rigAccount, markets: named, startUtcMs };
    if (readTerminalIdentity(db) === null) createTerminalIdentity(db, identity, { balance: 25_000, speed, terms });
    this.#db = db;
    this.#terminal = new SimulatedTerminal({
      ...realTime,
      ...{ calendar, monotonicClock, inputs: { ...usualInputs, ...inputs } },
      ...{ db, markets, account: rigAccount, brokerClock: rigClock },
      ...{ address: this.#address, token: this.#token, version: '0.1.0' },
      faults: { ...noOrderFaults, ...faults },
      marketFaults: { ...noMarketFaults, ...this.#options.marketFaults },
      onNote: (note) => this.notes.push(note),
    });
    this.#terminal.start();
  }

  stopTerminal(): void {
    this.#terminal?.[Symbol.dispose]();
    this.#terminal = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stopTerminal();
    await this.#cockpit?.[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #address(): string {
    return process.platform === 'win32' ? `\\\\.\\pipe\\ats-${this.folder.slice(-6)}` : join(this.folder, 'pipe.sock');
  }
}

/** A subscription to gold's minutes and ticks, from a bar that is known already. */
export const goldFrom = (
  lastOpen: UtcMs | null,
  tickCursor: WireTick | null = null,
): Welcome['subscriptions'][number] => marketFrom('XAUUSD', lastOpen, tickCursor);

export const marketFrom = (
  symbol: string,
  lastOpen: UtcMs | null,
  tickCursor: WireTick | null = null,
): Welcome['subscriptions'][number] => ({
  symbol,
  bars: [{ timeframe: 'M1', lastOpenStampMs: lastOpen === null ? null : rigStamp(lastOpen) }],
  tickCursor: tickCursor === null ? null : { stampMs: tickCursor.stampMs, takenAtStamp: 1 },
});

export const rigStamp = (at: UtcMs): WireTick['stampMs'] => serverMs(rigClock.toBroker(at));

export const idOf = (counter: number, installationTag = 77): ClientOrderId =>
  formatClientOrderId({ installationTag, counter });

type Entry = Extract<WireOrder, { kind: 'entry' }>;

/** A buy of a tenth of a lot that the next quote can fill: ten dollars of stop, and room for the worst price. */
export async function buyOrder(
  cockpit: ScriptedCockpit,
  counter: number,
  changes: Partial<Entry> = {},
): Promise<Entry> {
  const { symbol = 'XAUUSD' } = changes;
  const { bid, ask } = await lastTick(cockpit, symbol);
  return {
    kind: 'entry',
    id: idOf(counter),
    session: cockpit.session,
    account: rigAccount,
    symbol,
    side: 'buy',
    volume: lots(0.1),
    sentAtUtcMs: utcMs(Date.now()),
    ttlMs: 10_000,
    stop: price(Math.round(bid - 10)),
    target: null,
    worstPrice: price(Math.round(ask + 5)),
    riskMoney: money(500),
    ...changes,
  };
}

/** A sell that closes a part of the position that a buy has opened. */
export const reduceOrder = (
  entry: Entry,
  reduction: { readonly counter: number; readonly volume: number; readonly positionId: PositionId },
): WireOrder => {
  const { session, account, symbol, sentAtUtcMs, ttlMs } = entry;
  const { counter, volume, positionId } = reduction;
  const common = { session, account, symbol, sentAtUtcMs, ttlMs };
  return { ...common, kind: 'reduceOnly', id: idOf(counter), side: 'sell', volume: lots(volume), positionId };
};

export async function lastTick(cockpit: ScriptedCockpit, symbol = 'XAUUSD'): Promise<WireTick> {
  await cockpit.until((output) => isReport('TICKS')(output) && output.message.body.symbol === symbol);
  return assertDefined(ticksHeard(cockpit, symbol).at(-1), 'ticks were heard');
}

interface Reported<Kind extends TerminalReport['kind']> {
  readonly kind: 'reported';
  readonly message: Extract<TerminalReport, { kind: Kind }>;
}

export const isReport =
  <Kind extends TerminalReport['kind']>(kind: Kind) =>
  (output: ServerOutput): output is Reported<Kind> =>
    output.kind === 'reported' && output.message.kind === kind;

/** For `until`: the first report of a kind. */
export const report =
  <Kind extends TerminalReport['kind']>(kind: Kind) =>
  (output: ServerOutput): Reported<Kind> | false =>
    isReport(kind)(output) && output;

export const resultOf =
  (id: ClientOrderId) =>
  (output: ServerOutput): WireOrderState | false =>
    isReport('ORDER_RESULT')(output) && output.message.body.id === id && output.message.body.result;

/** The snapshot that a session begins with. */
export const opening = (output: ServerOutput): WireSnapshot | false =>
  output.kind === 'snapshotCompleted' && output.snapshot;

export const positionsIn = (output: ServerOutput): readonly WirePosition[] | false =>
  output.kind === 'listCompleted' && output.list.kind === 'positions' && output.list.positions;

export const dealsIn = (output: ServerOutput): readonly WireDeal[] | false =>
  output.kind === 'listCompleted' && output.list.kind === 'deals' && output.list.deals;

/** Sends an order and answers its result. */
export async function place(cockpit: ScriptedCockpit, order: WireOrder): Promise<WireOrderState> {
  const from = cockpit.heard.length;
  cockpit.send({ kind: 'ORDER', body: order });
  return cockpit.until(resultOf(order.id), from);
}

/** The bars heard so far, as UTC opening times. */
export const barsHeard = (cockpit: ScriptedCockpit, symbol = 'XAUUSD'): readonly number[] =>
  cockpit.heard
    .filter(isReport('BARS'))
    .filter(({ message }) => message.body.symbol === symbol)
    .flatMap(({ message }) => message.body.bars.map((bar) => rigClock.toUtc(bar.openStampMs)));

export const ticksHeard = (cockpit: ScriptedCockpit, symbol = 'XAUUSD'): readonly WireTick[] =>
  cockpit.heard
    .filter(isReport('TICKS'))
    .filter(({ message }) => message.body.symbol === symbol)
    .flatMap(({ message }) => message.body.ticks);
