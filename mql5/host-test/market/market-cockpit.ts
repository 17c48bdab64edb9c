import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import type { DealTicket } from '#shared/trading/ids.ts';
import type { Pulse } from '#main/protocol/messages/control-messages.ts';
import type { SessionRole, WireSubscription } from '#main/protocol/messages/handshake-messages.ts';
import type { PairingToken } from '#main/protocol/pairing-token.ts';
import { pipeAddress } from '#main/protocol/pipe-address.ts';
import type { AppRequest, ServerOutput, TerminalReport } from '#main/protocol/server-session.ts';
import type { WireList, WireSnapshot } from '#main/protocol/snapshot-pages.ts';
import { ScriptedCockpit } from '#main/testkit/scripted-cockpit.ts';
import { BarReplica } from './bar-replica.ts';
import { TickReplica } from './tick-replica.ts';

type ReportOf<Kind extends TerminalReport['kind']> = Extract<TerminalReport, { kind: Kind }>;

export interface Wanted {
  readonly symbol: string;
  readonly timeframes?: readonly Timeframe[];
  /** A cursor of its own instead of what was received, for the first session. */
  readonly tickCursor?: WireSubscription['tickCursor'];
}

/** A cockpit that stores what a terminal tells it, and goes on in the next session where the last one ended. */
export class MarketCockpit implements AsyncDisposable {
  /** Of the deals that it has already, when the next session begins. */
  lastDealTicket: DealTicket | null = null;
  readonly #snapshots: WireSnapshot[] = [];
  readonly #lists: WireList[] = [];
  readonly #reports: TerminalReport[] = [];
  readonly #pulses: Pulse[] = [];
  readonly #faults: Fault[] = [];
  readonly #accounts: (AccountIdentity | null)[] = [];
  readonly #wanted: readonly Wanted[];
  readonly #role: SessionRole;
  readonly #ticks = new Map<string, TickReplica>();
  readonly #bars = new Map<string, BarReplica>();
  readonly #line: ScriptedCockpit;

  static async listen(at: {
    readonly token: PairingToken;
    readonly pipes: string;
    readonly wanted?: readonly Wanted[];
    /** Of the session that is talked to. */
    readonly role?: SessionRole;
  }): Promise<MarketCockpit> {
    const address = pipeAddress({ token: at.token, platform: 'linux', runtimeFolder: at.pipes });
    assert(address.ok, 'a temporary folder has a short path');
    const welcome = { appVersion: '0.1.0', lastDealTicket: null, subscriptions: [] };
    const line = await ScriptedCockpit.listen({ address: address.value, token: at.token, welcome });
    return new MarketCockpit({ line, wanted: at.wanted ?? [], role: at.role ?? 'trading' });
  }

  private constructor(it: {
    readonly line: ScriptedCockpit;
    readonly wanted: readonly Wanted[];
    readonly role: SessionRole;
  }) {
    this.#line = it.line;
    this.#wanted = it.wanted;
    this.#role = it.role;
    this.#prepare();
  }

  ticks(symbol: string): TickReplica {
    this.#drain();
    return replicaIn(this.#ticks, symbol, () => new TickReplica());
  }

  bars(symbol: string, timeframe: Timeframe): BarReplica {
    this.#drain();
    return replicaIn(this.#bars, `${symbol} ${timeframe}`, () => new BarReplica());
  }

  /** What of everything that was received is of that kind, apart from ticks, bars and lists. */
  reported<Kind extends TerminalReport['kind']>(kind: Kind): readonly ReportOf<Kind>[] {
    this.#drain();
    return this.#reports.filter((report): report is ReportOf<Kind> => report.kind === kind);
  }

  listed<Kind extends WireList['kind']>(kind: Kind): readonly Extract<WireList, { kind: Kind }>[] {
    this.#drain();
    return this.#lists.filter((list): list is Extract<WireList, { kind: Kind }> => list.kind === kind);
  }

  /** The kinds of all lists, in the order in which they were complete. */
  order(): readonly WireList['kind'][] {
    this.#drain();
    return this.#lists.map(({ kind }) => kind);
  }

  /** The last one. */
  get snapshot(): WireSnapshot | undefined {
    this.#drain();
    return this.#snapshots.at(-1);
  }

  get snapshotCount(): number {
    this.#drain();
    return this.#snapshots.length;
  }

  /** The last one. */
  get pulse(): Pulse | undefined {
    this.#drain();
    return this.#pulses.at(-1);
  }

  /** Whose history each session said that it brings. */
  get accounts(): readonly (AccountIdentity | null)[] {
    this.#drain();
    return this.#accounts;
  }

  /** How many sessions were begun and welcomed. */
  get openSessions(): number {
    return this.accounts.length;
  }

  /** Why sessions ended. */
  get faults(): readonly Fault[] {
    this.#drain();
    return this.#faults;
  }

  send(request: AppRequest): void {
    if (this.#role === 'data') this.#line.askForHistory(request);
    else this.#line.send(request);
  }

  /** Reads nothing and acknowledges nothing until `listenAgain`. */
  turnAway(): void {
    if (this.#role === 'data') this.#line.turnHistoryAway();
    else this.#line.turnAway();
  }

  listenAgain(): void {
    if (this.#role === 'data') this.#line.listenToHistoryAgain();
    else this.#line.listenAgain();
  }

  /** Breaks the connection without a word. */
  cut(): void {
    if (this.#role === 'data') this.#line.cutHistory();
    else this.#line.cut();
    this.#drain();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#line[Symbol.asyncDispose]();
  }

  /** What is to be told to the next session follows all that the last one brought. */
  #prepare(): void {
    this.#line.welcome = {
      appVersion: '0.1.0',
      lastDealTicket: this.lastDealTicket,
      subscriptions: this.#wanted.map((it) => this.#subscription(it)),
    };
  }

  #subscription({ symbol, timeframes = [], tickCursor }: Wanted): WireSubscription {
    return {
      symbol,
      bars: timeframes.map((timeframe) => ({
        timeframe,
        lastOpenStampMs: this.#bars.get(`${symbol} ${timeframe}`)?.lastOpenStampMs ?? null,
      })),
      tickCursor: this.#ticks.get(symbol)?.cursor() ?? tickCursor ?? null,
    };
  }

  #drain(): void {
    for (const heard of [this.#line.heard, this.#line.heardOfHistory])
      for (const output of heard.splice(0)) this.#take(output);
    this.#prepare();
  }

  #take(output: ServerOutput): void {
    switch (output.kind) {
      case 'ponged':
        return;
      case 'authenticated':
        this.#accounts.push(output.account);
        return;
      case 'snapshotCompleted':
        this.#snapshots.push(output.snapshot);
        return;
      case 'listCompleted':
        this.#lists.push(output.list);
        return;
      case 'pulsed':
        this.#pulses.push(output.pulse);
        return;
      case 'failed':
        this.#faults.push(output.fault);
        return;
      case 'reported':
        this.#takeReport(output.message);
    }
  }

  #takeReport(message: TerminalReport): void {
    if (message.kind === 'TICKS')
      replicaIn(this.#ticks, message.body.symbol, () => new TickReplica()).take(message.body);
    else if (message.kind === 'BARS')
      replicaIn(this.#bars, `${message.body.symbol} ${message.body.timeframe}`, () => new BarReplica()).take(
        message.body,
      );
    else this.#reports.push(message);
  }
}

function replicaIn<Replica>(replicas: Map<string, Replica>, key: string, make: () => Replica): Replica {
  const replica = replicas.get(key) ?? make();
  replicas.set(key, replica);
  return replica;
}
