import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { assert, assertDefined } from '#shared/base/assert.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import { formatClientOrderId } from '#shared/trading/client-order-id.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import type { ErrorBody } from '#main/protocol/messages/control-messages.ts';
import type { LimitsBody, LimitsStatusBody } from '#main/protocol/messages/limits-messages.ts';
import {
  orderQuerySchema,
  wireOrderSchema,
  type OrderStatusBody,
  type WireOrder,
  type WireOrderState,
} from '#main/protocol/messages/trade-messages.ts';
import { makePairingToken } from '#main/protocol/pairing-token.ts';
import { pipeAddress } from '#main/protocol/pipe-address.ts';
import { root } from '../build/places.ts';
import { whySkipped } from '../build/variant.ts';
import type { HostSetup } from '../terminal/host-setup.ts';
import { losePower } from '../terminal/lose-power.ts';
import { demoAccount, type ScriptedAccount } from '../terminal/scripted-account.ts';
import { eurusd, type ScriptedSymbol } from '../terminal/scripted-symbol.ts';
import { ScriptedTerminal } from '../terminal/scripted-terminal.ts';
import { filesFolder, startAdviser, type RunningAdviser } from '../terminal/start-adviser.ts';
import { DeskSession } from './desk-session.ts';

export interface DeskWishes {
  readonly account?: ScriptedAccount;
  readonly symbol?: ScriptedSymbol;
  /** Inputs of the adviser, besides the token. */
  readonly inputs?: Readonly<Record<string, string | number>>;
  readonly setup?: HostSetup;
  /** A Wednesday noon where it is left out. */
  readonly startUtcMs?: number;
}

/** In the words of a skipped test, or null where the adviser can be built. */
export const whyNoDesk = whySkipped('plain');

const program = join(root, 'mql5/Experts/ATS/AtsBridge.mq5');
const token = makePairingToken(new Uint8Array(20).fill(11));
const stepMs = 20;
const openMsMax = 15_000;
const installationTag = 77;

export const bid = 1.1;
export const ask = 1.1001;

/** The compiled adviser with the app's own protocol on one side and the scripted terminal on the other, all in simulated time. */
export class DeskRig implements AsyncDisposable {
  readonly terminal: ScriptedTerminal;
  readonly folder: string;
  readonly #wishes: DeskWishes;
  readonly #server: Server;
  readonly #sessions: DeskSession[] = [];
  #adviser: RunningAdviser | null = null;
  #counter = 0;
  #isBeating = true;

  static async open(wishes: DeskWishes = {}): Promise<DeskRig> {
    const folder = mkdtempSync(join(tmpdir(), 'ats-desk-'));
    const terminal = await ScriptedTerminal.start({
      address: { kind: 'path', path: join(folder, 'host.sock') },
      simulatedFromUtcMs: wishes.startUtcMs ?? Date.UTC(2026, 0, 14, 9),
      account: wishes.account ?? demoAccount,
      symbols: [wishes.symbol ?? eurusd],
    });
    terminal.tick((wishes.symbol ?? eurusd).name, { bid, ask });
    const pipes = join(folder, 'pipes');
    mkdirSync(pipes);
    const address = pipeAddress({ token, platform: 'linux', runtimeFolder: pipes });
    assert(address.ok, 'a temporary folder has a short path');
    const rig = new DeskRig(wishes, terminal, folder);
    rig.#server.listen(address.value);
    await once(rig.#server, 'listening');
    await rig.start();
    return rig;
  }

  private constructor(wishes: DeskWishes, terminal: ScriptedTerminal, folder: string) {
    this.#wishes = wishes;
    this.terminal = terminal;
    this.folder = folder;
    this.#server = createServer((socket) => {
      const session = (this.#sessions.length + 1).toString(16).padStart(16, '0');
      const ready = { session, appVersion: '0.1.0', lastDealTicket: null, subscriptions: [] };
      this.#sessions.push(new DeskSession({ socket, token, ready, nowMs: () => this.terminal.utcMs }));
    });
  }

  get adviser(): RunningAdviser {
    return assertDefined(this.#adviser ?? undefined, 'the adviser was started');
  }

  get session(): DeskSession {
    return assertDefined(this.#sessions.at(-1), 'the adviser has connected');
  }

  /** Everything that was said in all sessions, in order. */
  get heard(): DeskSession['heard'] {
    return this.#sessions.flatMap(({ heard }) => heard);
  }

  /** Starts the adviser, and waits until its session is open. `isBound`: it does not come back, because it dies before. */
  async start({
    setup = this.#wishes.setup ?? {},
    inputs = this.#wishes.inputs ?? {},
  }: Pick<DeskWishes, 'setup' | 'inputs'> = {}): Promise<void> {
    const known = this.#sessions.length;
    this.#adviser = await startAdviser({
      terminal: this.terminal,
      program,
      dataFolder: this.folder,
      pipesFolder: join(this.folder, 'pipes'),
      variant: 'sanitized',
      inputs: { InpToken: token, ...inputs },
      setup,
    });
    await this.until(() => this.#sessions.length > known && this.session.isOpen, openMsMax);
  }

  /** kill -9, and a new process. With `losesPower` what was not flushed is gone from the disk. */
  async restart({
    losesPower = false,
    ...wishes
  }: Pick<DeskWishes, 'setup' | 'inputs'> & { readonly losesPower?: boolean } = {}): Promise<void> {
    await this.adviser.kill();
    if (losesPower) await losePower(this.folder);
    await this.start(wishes);
  }

  /** Moves time, and gives everybody their turn on the way. */
  async advance(ms: number): Promise<void> {
    for (let done = 0; done < ms; done += stepMs) await this.#step();
  }

  /** Much time in few steps: everybody still gets a turn each second. */
  async wait(ms: number): Promise<void> {
    for (let done = 0; done < ms; done += 1000) await this.#step(1000);
  }

  /** Time passes for a terminal whose app is alive and silent: no PING, no acknowledgement. */
  async withoutBeats(ms: number): Promise<void> {
    this.#isBeating = false;
    await this.advance(ms);
    this.#isBeating = true;
  }

  async sendWithoutBeats(order: WireOrder): Promise<WireOrderState> {
    this.#isBeating = false;
    const result = await this.place(order);
    this.#isBeating = true;
    return result;
  }

  async until(isSo: () => boolean, ms = 10_000): Promise<void> {
    for (let done = 0; !isSo(); done += stepMs) {
      assert(done < ms, `still not so after ${ms} ms: ${isSo.toString()}\n${this.adviser.stderr()}`);
      await this.#step();
    }
  }

  /** The identity that orders carry: the account of the wishes. */
  get identity(): AccountIdentity {
    const { server, login, mode } = this.#wishes.account ?? demoAccount;
    return { server, login: String(login), tradeMode: mode === 'real' ? 'real' : 'demo' };
  }

  nextId(): ClientOrderId {
    this.#counter += 1;
    return formatClientOrderId({ installationTag, counter: this.#counter });
  }

  /** A buy of 0.1 lots with a stop 50 pips below, worth some 51 dollars; named members can be changed. */
  entry(changes: Readonly<Record<string, unknown>> = {}): WireOrder {
    return this.#order({
      kind: 'entry',
      side: 'buy',
      volume: 0.1,
      stop: 1.095,
      target: 1.11,
      worstPrice: 1.1005,
      riskMoney: 60,
      ...changes,
    });
  }

  reduction(positionId: number, changes: Readonly<Record<string, unknown>> = {}): WireOrder {
    return this.#order({ kind: 'reduceOnly', side: 'sell', volume: 0.1, positionId: String(positionId), ...changes });
  }

  modification(positionId: number, changes: Readonly<Record<string, unknown>> = {}): WireOrder {
    const levels = { stop: 1.097, target: null };
    return this.#order({
      kind: 'modify',
      side: 'buy',
      volume: 0.1,
      positionId: String(positionId),
      ...levels,
      ...changes,
    });
  }

  send(order: WireOrder): void {
    assert(
      this.session.send({ kind: 'ORDER', body: order }),
      () => `the session takes no order: ${JSON.stringify(this.session.ended)}`,
    );
  }

  /** Sends it, and waits for a result of that state, or for any end. */
  async place(order: WireOrder, state?: WireOrderState['state'], ms = 10_000): Promise<WireOrderState> {
    const known = this.results(order.id).length;
    this.send(order);
    return this.resultAfter(order.id, known, state, ms);
  }

  async resultAfter(id: string, known: number, state?: WireOrderState['state'], ms = 10_000): Promise<WireOrderState> {
    const isIt = (result: WireOrderState): boolean =>
      state === undefined ? ends.has(result.state) : result.state === state;
    await this.until(() => this.results(id).slice(known).some(isIt), ms);
    return assertDefined(this.results(id).slice(known).find(isIt), 'it was waited for');
  }

  /** An entry that is filled, and the ticket of its position. */
  async position(
    changes: Readonly<Record<string, unknown>> = {},
  ): Promise<{ readonly id: ClientOrderId; readonly ticket: number }> {
    const order = this.entry(changes);
    const result = await this.place(order, 'filled');
    assert(result.state === 'filled', 'the entry is filled');
    await this.advance(100);
    return { id: order.id, ticket: Number(result.orderTicket) };
  }

  results(id: string): WireOrderState[] {
    return this.heard.flatMap((message) =>
      message.kind === 'ORDER_RESULT' && message.body.id === id ? [message.body.result] : [],
    );
  }

  isAcknowledged(id: string): boolean {
    return this.heard.some((message) => message.kind === 'ORDER_ACK' && message.body.id === id);
  }

  async query(
    id: ClientOrderId,
    changes: { readonly account?: AccountIdentity; readonly lastDealTicket?: string } = {},
  ): Promise<OrderStatusBody['answer']> {
    const answers = (): OrderStatusBody[] =>
      this.session.heard.flatMap((message) =>
        message.kind === 'ORDER_STATUS' && message.body.id === id ? [message.body] : [],
      );
    const known = answers().length;
    const body = orderQuerySchema.parse({
      id,
      session: this.session.id,
      account: this.identity,
      lastDealTicket: null,
      ...changes,
    });
    assert(this.session.send({ kind: 'ORDER_QUERY', body }), 'the session takes the query');
    await this.until(() => answers().length > known);
    return assertDefined(answers().at(-1), 'it was waited for').answer;
  }

  async limit(changes: Partial<LimitsBody>): Promise<void> {
    const none = {
      maxVolume: null,
      maxPositions: null,
      maxTradesPerDay: null,
      maxSpreadPoints: null,
      maxDailyLossRatio: null,
    };
    assert(this.session.send({ kind: 'LIMITS', body: { ...none, ...changes } }), 'the session takes the limits');
    await this.advance(100);
  }

  async halt(isHalted: boolean, reason = 'a test'): Promise<void> {
    assert(this.session.send({ kind: 'HALT', body: { isHalted, reason } }), 'the session takes the halt');
    await this.advance(100);
  }

  /** The newest LIMITS_STATUS, or that of the snapshot. */
  get limits(): LimitsStatusBody {
    const told = this.session.heard.findLast((message) => message.kind === 'LIMITS_STATUS');
    return told?.kind === 'LIMITS_STATUS'
      ? told.body
      : assertDefined(this.session.snapshot ?? undefined, 'the session is open').head.limits;
  }

  get errors(): ErrorBody[] {
    return this.heard.flatMap((message) => (message.kind === 'ERROR' ? [message.body] : []));
  }

  /** The path of the only journal, or of the only state, in the terminal's sandbox. */
  file(kind: 'journal' | 'state'): string {
    const files = join(filesFolder(this.folder), 'ATS');
    const [name] = readdirSync(files).filter((it) => it.startsWith(`${kind}-`) && !it.endsWith('.new'));
    return join(files, assertDefined(name, `there is a ${kind}`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#adviser?.kill();
    await this.terminal.dispose();
    for (const session of this.#sessions) session.cut();
    this.#server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #order(members: Readonly<Record<string, unknown>>): WireOrder {
    return wireOrderSchema.parse({
      id: this.nextId(),
      session: this.session.id,
      account: this.identity,
      symbol: (this.#wishes.symbol ?? eurusd).name,
      sentAtUtcMs: this.terminal.utcMs,
      ttlMs: 10_000,
      ...members,
    });
  }

  async #step(ms = stepMs): Promise<void> {
    await this.terminal.step(ms);
    // What the adviser wrote in this step lies in the socket: two turns of the loop bring it here, and our answer there.
    await nextTurn();
    await nextTurn();
    if (this.#isBeating) this.#sessions.at(-1)?.beat();
  }
}

const ends: ReadonlySet<string> = new Set(['denied', 'expired', 'rejected', 'cancelled', 'filled', 'modified']);
