import { rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Broker, type Answer } from './broker/broker.ts';
import { OrderRules, type OrderRule, type OrderScript } from './broker/order-script.ts';
import { parseTradeRequest, requestFields, type TradeRequest } from './broker/trade-request.ts';
import { orderTypeOf, opposite, type Side } from './broker/rows.ts';
import { calendarLines, emptyCalendar, type CalendarScript } from './calendar.ts';
import { Executions } from './executions.ts';
import { GlobalVariables } from './global-variables.ts';
import { HostConnection } from './host-connection.ts';
import { setupLines, type HostSetup } from './host-setup.ts';
import { namedFields, parseLine } from './line.ts';
import { Market } from './market.ts';
import { action, deinitReason, filling, retcode, transactionType } from './mql5-values.ts';
import { Schedule } from './schedule.ts';
import { accountProperties, demoAccount, type ScriptedAccount } from './scripted-account.ts';
import { eurusd, type ScriptedSymbol } from './scripted-symbol.ts';
import type { ScriptedTick } from './scripted-tick.ts';
import { TerminalBase } from './terminal-base.ts';

/** What becomes of the transactions that the terminal tells its programs; MT5 promises neither that all come nor their order. */
export type TransactionFault = 'none' | 'lost' | 'requestsLost' | 'duplicated' | 'reversed';

export interface TerminalOptions {
  /** Where hosts connect: a socket's path, or a free port on loopback (for hosts under Wine). */
  readonly address: { readonly kind: 'path'; readonly path: string } | { readonly kind: 'tcp' };
  /** Simulated from that UTC millisecond on; real where it is left out. */
  readonly simulatedFromUtcMs?: number;
  readonly serverOffsetSeconds?: number;
  readonly account?: ScriptedAccount;
  readonly symbols?: readonly ScriptedSymbol[];
  /** From a request to what the broker does with it. */
  readonly executionMs?: number;
  /** A file that the list of executions is appended to, besides. */
  readonly executionsFile?: string;
  readonly terminal?: Readonly<Record<string, string | number>>;
}

const placedCodes: readonly number[] = [
  retcode.TRADE_RETCODE_PLACED,
  retcode.TRADE_RETCODE_DONE,
  retcode.TRADE_RETCODE_DONE_PARTIAL,
];

/**
 * A terminal and its broker, as a test wants them: quotes, fills and faults by script. Hosts (advisers and services, each a process) connect
 * to it; what it says to them goes into their mirrors. It outlives them, and its list of executions is what a test judges by.
 */
export class ScriptedTerminal {
  readonly executions: Executions;
  readonly market: Market;
  readonly globals = new GlobalVariables();
  readonly hosts: HostConnection[] = [];
  readonly #schedule: Schedule;
  readonly #server: Server;
  readonly #options: TerminalOptions;
  readonly #rules = new OrderRules();
  readonly #setups = new Map<string, HostSetup>();
  readonly #arrivals = new Map<string, (host: HostConnection) => void>();
  readonly #brokers = new Map<string, Broker>();
  readonly #base = new TerminalBase();
  #broker: Broker;
  #terminal: Record<string, string | number>;
  #calendar: CalendarScript = emptyCalendar;
  #serverOffsetSeconds: number;
  #isConnected = true;
  #isMarketOpen = true;
  #historyLagMs = 0;
  #transactionFault: TransactionFault = 'none';
  #transactions: Readonly<Record<string, string | number>>[] = [];
  /** Lines that the broker's server says while the terminal is not connected to it. */
  #held: (readonly string[])[] = [];
  #isFlushing = false;

  private constructor(options: TerminalOptions, server: Server) {
    this.#options = options;
    this.#server = server;
    this.executions = new Executions(options.executionsFile);
    this.#schedule = new Schedule({
      isSimulated: options.simulatedFromUtcMs !== undefined,
      startUtcMs: options.simulatedFromUtcMs ?? 0,
    });
    this.#serverOffsetSeconds = options.serverOffsetSeconds ?? 3 * 3600;
    this.#terminal = {
      TERMINAL_BUILD: 5000,
      TERMINAL_CONNECTED: 1,
      TERMINAL_TRADE_ALLOWED: 1,
      TERMINAL_PING_LAST: 20_000,
      TERMINAL_NAME: 'Scripted terminal',
      ...options.terminal,
    };
    this.market = new Market((line) => this.#sayFromServer(line));
    this.#broker = this.#openBroker(options.account ?? demoAccount);
    this.#logIn();
    for (const symbol of options.symbols ?? [eurusd]) this.market.setSymbol(symbol);
    server.on('connection', (socket) => this.#meet(socket));
  }

  static async start(options: TerminalOptions): Promise<ScriptedTerminal> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      if (options.address.kind === 'path') server.listen(options.address.path, resolve);
      else server.listen(0, '127.0.0.1', resolve);
    });
    return new ScriptedTerminal(options, server);
  }

  /** Where hosts connect, in the words of ATS_HOST_LINK. */
  get address(): string {
    const { address } = this.#options;
    return address.kind === 'path' ? address.path : `tcp:${(this.#server.address() as AddressInfo).port}`;
  }

  get isSimulated(): boolean {
    return this.#schedule.isSimulated;
  }

  get utcMs(): number {
    return this.#schedule.utcMs;
  }

  /** The broker's own clock. */
  get serverMs(): number {
    return this.utcMs + this.#serverOffsetSeconds * 1000;
  }

  /** The account that the terminal is logged in to. */
  get broker(): Broker {
    return this.#broker;
  }

  /** Sets up a host that is going to come with that name, and waits for it. */
  expectHost(name: string, setup: HostSetup): Promise<HostConnection> {
    this.#setups.set(name, setup);
    return new Promise((resolve) => this.#arrivals.set(name, resolve));
  }

  /** Simulated time only: moves the terminal and all of its hosts, and waits for what they do. */
  async step(ms: number): Promise<void> {
    const target = this.utcMs + ms;
    this.#schedule.moveTo(target);
    await Promise.all(this.#running().map((host) => host.step(target)));
  }

  /** Lets the hosts take what was said, in the same moment. */
  settle(): Promise<void> {
    return this.step(0);
  }

  /** A quote of now, or a tick with a stamp of its own. */
  tick(symbol: string, tick: Omit<ScriptedTick, 'stampMs'> & { readonly stampMs?: number }): void {
    this.market.tick(symbol, { ...tick, stampMs: tick.stampMs ?? this.serverMs });
    this.#broker.onQuote(symbol);
    this.#tellTransactions();
  }

  setOrderRules(...rules: readonly OrderRule[]): void {
    this.#rules.set(rules);
  }

  setTransactionFault(fault: TransactionFault): void {
    this.#transactionFault = fault;
  }

  /** From now on rows of positions, orders and history reach the terminal's base that much later than the transactions about them. */
  setHistoryLag(ms: number): void {
    this.#historyLagMs = ms;
  }

  setMarketOpen(isOpen: boolean): void {
    this.#isMarketOpen = isOpen;
  }

  setTerminal(properties: Readonly<Record<string, string | number>>): void {
    this.#terminal = { ...this.#terminal, ...properties };
    this.#broadcast(['TERMINAL', ...namedFields(properties)]);
  }

  setAccount(properties: Readonly<Record<string, string | number>>): void {
    this.#sayOfAccount(['ACCOUNT', ...namedFields(properties)]);
  }

  setServerOffset(seconds: number): void {
    this.#serverOffsetSeconds = seconds;
    for (const host of this.#running()) host.say(this.#clockLine(this.#setups.get(host.name) ?? {}));
    this.#flushSoon();
  }

  setCalendar(calendar: CalendarScript): void {
    this.#calendar = calendar;
    for (const line of calendarLines(calendar)) this.#broadcast(line);
  }

  /** The line to the broker breaks: requests in flight are carried out there, and what comes of them is learnt on reconnecting. */
  disconnect(): void {
    this.#isConnected = false;
    this.setTerminal({ TERMINAL_CONNECTED: 0 });
  }

  reconnect(): void {
    this.#isConnected = true;
    const held = this.#held;
    const missed = [...this.market.catchUp(this.#missedTicks())];
    this.#held = [];
    for (const line of held) if (line[0] !== 'TICK') this.#sayOfAccount(line);
    for (const line of missed) this.#broadcast(line);
    this.setTerminal({ TERMINAL_CONNECTED: 1 });
  }

  /** The trader logs in elsewhere; each account keeps its own books. */
  switchAccount(account: ScriptedAccount): void {
    this.#broker = this.#brokers.get(accountKey(account)) ?? this.#openBroker(account);
    this.#logIn();
    this.reinitialize(deinitReason.REASON_ACCOUNT);
  }

  /** OnDeinit and OnInit again, as after a change of inputs, chart or account. */
  reinitialize(reason: number): void {
    this.#broadcast(['REINITIALIZE', String(reason)]);
  }

  /** A market order by somebody else: the trader (magic 0), or another adviser. */
  trade(order: {
    readonly symbol: string;
    readonly side: Side;
    readonly volume: number;
    readonly magic?: string;
    readonly stop?: number;
    readonly target?: number;
    readonly comment?: string;
    readonly pendingAt?: { readonly type: number; readonly price: number };
  }): Answer {
    return this.#tradeByHand({
      ...{
        action: order.pendingAt === undefined ? action.TRADE_ACTION_DEAL : action.TRADE_ACTION_PENDING,
        position: 0,
      },
      ...{ symbol: order.symbol, type: order.pendingAt?.type ?? orderTypeOf(order.side), volume: order.volume },
      ...{ price: order.pendingAt?.price ?? 0, sl: order.stop ?? 0, tp: order.target ?? 0 },
      ...{ magic: order.magic ?? '0', comment: order.comment ?? '' },
    });
  }

  /** The trader closes a position, or a part of it. */
  close(ticket: number, volume?: number): Answer {
    const position = this.#broker.book.positions.get(ticket);
    if (position === undefined) throw new Error(`There is no position ${ticket}.`);
    return this.#tradeByHand({
      ...{
        action: action.TRADE_ACTION_DEAL,
        position: ticket,
        symbol: position.symbol,
        magic: '0',
        comment: '',
        sl: 0,
        tp: 0,
      },
      ...{ type: orderTypeOf(opposite(position.side)), volume: volume ?? position.volume, price: 0 },
    });
  }

  /** The trader moves the stop or the target of a position. */
  moveStops(ticket: number, levels: { readonly stop: number; readonly target: number }): Answer {
    const symbol = this.#broker.book.positions.get(ticket)?.symbol ?? '';
    return this.#tradeByHand({
      ...{
        action: action.TRADE_ACTION_SLTP,
        position: ticket,
        symbol,
        magic: '0',
        comment: '',
        type: 0,
        volume: 0,
        price: 0,
      },
      ...{ sl: levels.stop, tp: levels.target },
    });
  }

  /** The trader cancels a pending order. */
  cancel(order: number): Answer {
    const facts = { position: 0, symbol: '', magic: '0', comment: '', type: 0, volume: 0, price: 0, sl: 0, tp: 0 };
    return this.#tradeByHand({ ...facts, action: action.TRADE_ACTION_REMOVE, order });
  }

  closeBy(ticket: number, other: number): void {
    this.#broker.closeBy(ticket, other);
    this.#tellTransactions();
  }

  moveMoney(money: { readonly type: number; readonly amount: number; readonly comment?: string }): number {
    const ticket = this.#broker.moveMoney(money);
    this.#tellTransactions();
    return ticket;
  }

  async dispose(): Promise<void> {
    this.#schedule.dispose();
    for (const host of this.hosts) host.dispose();
    await new Promise((resolve) => this.#server.close(resolve));
    if (this.#options.address.kind === 'path') await rm(this.#options.address.path, { force: true });
  }

  #openBroker(account: ScriptedAccount): Broker {
    const broker: Broker = new Broker({
      account,
      market: this.market,
      executions: this.executions,
      utcMs: () => this.utcMs,
      serverMs: () => this.serverMs,
      isMarketOpen: () => this.#isMarketOpen,
      firstTicket: 1_000_000 * (this.#brokers.size + 1),
      out: {
        row: (line) => this.#sayRow(broker, line),
        transaction: (fields) => {
          if (broker === this.#broker) this.#transactions.push(fields);
        },
      },
    });
    this.#brokers.set(accountKey(account), broker);
    return broker;
  }

  /** The terminal's base becomes that of the account it is logged in to. */
  #logIn(): void {
    this.#sayOfAccount(['TRADES_CLEAR']);
    this.#sayOfAccount([
      'ACCOUNT',
      ...namedFields(accountProperties(this.#broker.account)),
      ...namedFields(this.#broker.accountFigures()),
    ]);
    for (const line of this.#broker.book.lines()) this.#sayOfAccount(line);
  }

  #tradeByHand(
    it: Omit<
      TradeRequest,
      'order' | 'stoplimit' | 'deviation' | 'filling' | 'timeType' | 'expiration' | 'positionBy'
    > & { readonly order?: number },
  ): Answer {
    const answer = this.#broker.execute(
      {
        ...{
          order: 0,
          stoplimit: 0,
          deviation: 1_000_000,
          filling: filling.ORDER_FILLING_IOC,
          timeType: 0,
          expiration: 0,
          positionBy: 0,
        },
        ...it,
      },
      it.magic === '0' ? 'trader' : 'adviser',
    );
    this.#tellTransactions();
    return answer;
  }

  #running(): HostConnection[] {
    return this.hosts.filter((host) => !host.isGone);
  }

  /** To every host; in simulated time with the next step. */
  #broadcast(line: readonly string[]): void {
    for (const host of this.#running()) host.say(line);
    this.#flushSoon();
  }

  #flushSoon(): void {
    if (this.isSimulated || this.#isFlushing) return;
    this.#isFlushing = true;
    queueMicrotask(() => {
      this.#isFlushing = false;
      for (const host of this.#running()) host.flush();
    });
  }

  #sayOfAccount(line: readonly string[]): void {
    this.#base.take(line);
    this.#broadcast(line);
  }

  /** What the broker's server says reaches the hosts only over a line that stands. */
  #sayFromServer(line: readonly string[]): void {
    if (this.#isConnected) this.#sayOfAccount(line);
    else this.#held.push(line);
  }

  /** Another account's news does not reach a terminal that is logged in elsewhere. */
  #sayRow(broker: Broker, line: readonly string[]): void {
    const say = (): void => {
      if (broker === this.#broker) this.#sayFromServer(line);
    };
    if (this.#historyLagMs === 0) say();
    else this.#schedule.after(this.#historyLagMs, say);
  }

  #tellTransactions(): void {
    const told = this.#transactions;
    this.#transactions = [];
    const isLost = this.#transactionFault === 'lost' || !this.#isConnected;
    if (this.#transactionFault === 'reversed') told.reverse();
    for (const fields of isLost ? [] : told)
      for (let times = this.#transactionFault === 'duplicated' ? 2 : 1; times > 0; times -= 1)
        this.#broadcast(['TRANSACTION', ...namedFields(fields)]);
  }

  #meet(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    let heard = '';
    const onData = (bytes: Buffer): void => {
      heard += bytes.toString('utf8');
      const end = heard.indexOf('\n');
      if (end < 0) return;
      socket.off('data', onData);
      const [, name = '', kind] = parseLine(heard.slice(0, end));
      this.#welcome({ name, kind: kind === 'service' ? 'service' : 'expert', socket, rest: heard.slice(end + 1) });
    };
    socket.on('data', onData);
  }

  #welcome(it: {
    readonly name: string;
    readonly kind: 'expert' | 'service';
    readonly socket: Socket;
    readonly rest: string;
  }): void {
    const host = new HostConnection({ ...it, asks: { onAsked: (asking, line) => this.#answer(asking, line) } });
    const setup = this.#setups.get(it.name) ?? {};
    host.say(this.#clockLine(setup));
    host.say(['TERMINAL', ...namedFields(this.#terminal)]);
    for (const lines of [
      this.market.lines(this.#missedTicks()),
      this.#base.lines(),
      calendarLines(this.#calendar),
      this.globals.lines(),
      setupLines(setup),
    ])
      for (const line of lines) host.say(line);
    host.say(['START']);
    host.flush();
    this.hosts.push(host);
    this.#arrivals.get(it.name)?.(host);
    this.#arrivals.delete(it.name);
  }

  #missedTicks(): (readonly string[])[] {
    return this.#held.filter(([verb]) => verb === 'TICK');
  }

  #clockLine(setup: HostSetup): readonly string[] {
    const at = this.isSimulated ? this.utcMs : (setup.clockErrorMs ?? 0);
    return [
      ...['CLOCK', this.isSimulated ? 'simulated' : 'real', String(at), String(this.#serverOffsetSeconds), '0'],
      String(setup.timerResolutionMs ?? 16),
    ];
  }

  #answer(host: HostConnection, line: readonly string[]): void {
    const [verb, id = '', way] = line;
    switch (verb) {
      case 'ORDER_SEND':
        this.#take(host, { id, isSync: way === 'sync', request: parseTradeRequest(line.slice(3)) });
        return;
      case 'ORDER_CHECK':
        host.say(['ORDER_CHECKED', id, ...namedFields(this.#checkFigures(parseTradeRequest(line.slice(3))))]);
        host.flush();
        return;
      case 'GLOBAL_SET':
        this.globals.set(id, way ?? '', line[3] ?? '0');
        this.#tellOthers(host, ['GLOBAL', id, way ?? '', line[3] ?? '0']);
        return;
      case 'GLOBAL_DEL':
        this.globals.delete(id);
        this.#tellOthers(host, ['GLOBAL_GONE', id]);
        return;
      case 'GLOBALS_FLUSH':
        this.globals.flush();
        return;
      case 'MESSAGE_BOX':
        // Nobody sits there; MT5 answers so where the box is closed.
        host.say(['MESSAGE_BOX_ANSWER', id, '2']);
        host.flush();
        return;
      case 'SYMBOL_SELECT':
      case 'NOTIFICATION':
      case 'SOUND':
        return;
      default:
        throw new Error(`The host ${host.name} said a line that the terminal does not know: ${line.join(' ')}`);
    }
  }

  #tellOthers(host: HostConnection, line: readonly string[]): void {
    for (const other of this.#running()) if (other !== host) other.say(line);
    this.#flushSoon();
  }

  #checkFigures(request: TradeRequest): Record<string, number> {
    const { balance, equity, margin } = this.#broker;
    const code = this.#broker.check(request);
    return {
      ...{ 'c.retcode': code, 'c.balance': balance, 'c.equity': equity, 'c.margin': margin },
      ...{ 'c.margin_free': equity - margin, 'c.margin_level': margin > 0 ? (equity / margin) * 100 : 0 },
    };
  }

  /** A request has reached the server: what its rules say is done, after the delay that they name. */
  #take(
    host: HostConnection,
    asked: { readonly id: string; readonly isSync: boolean; readonly request: TradeRequest },
  ): void {
    const { id, isSync, request } = asked;
    const script = this.#rules.scriptFor(request);
    const broker = this.#broker;
    const reply = (answer: Answer): void => {
      if (isSync)
        this.#replySync(
          host,
          id,
          script.reply === 'lost' ? { ...answer, retcode: retcode.TRADE_RETCODE_TIMEOUT } : answer,
        );
      else if (script.reply !== 'lost') this.#replyAsync(host, { id, request, answer });
    };
    const carryOut = (): void => {
      const answer = this.#carryOut(broker, request, script);
      this.#tellTransactions();
      reply(answer);
    };
    const delayMs = script.delayMs ?? this.#options.executionMs ?? 0;
    if (isSync && this.isSimulated) {
      carryOut();
      return;
    }
    if (script.executesAfterMs === undefined) {
      this.#schedule.after(delayMs, carryOut);
      return;
    }
    this.#schedule.after(delayMs, () =>
      reply(emptyAnswer(typeof script.reply === 'number' ? script.reply : retcode.TRADE_RETCODE_PLACED)),
    );
    this.#schedule.after(delayMs + script.executesAfterMs, () => {
      broker.execute(request, 'adviser', script);
      this.#tellTransactions();
    });
  }

  /** The answer that the server gives, whether or not it says what was done. */
  #carryOut(broker: Broker, request: TradeRequest, script: OrderScript): Answer {
    const code = script.reply;
    const executes = script.executes ?? (code === undefined || code === 'lost' || placedCodes.includes(code));
    const answer = executes
      ? broker.execute(request, 'adviser', script)
      : emptyAnswer(typeof code === 'number' ? code : 0);
    if (typeof code !== 'number') return answer;
    // A code that does not say "done" comes without the tickets of what was done.
    return placedCodes.includes(code) ? { ...answer, retcode: code } : emptyAnswer(code);
  }

  #replySync(host: HostConnection, id: string, answer: Answer): void {
    host.say(['ORDER_RESULT', id, ...namedFields(resultFields(id, answer))]);
    host.flush();
  }

  #replyAsync(
    host: HostConnection,
    it: { readonly id: string; readonly request: TradeRequest; readonly answer: Answer },
  ): void {
    if (!this.#isConnected || this.#transactionFault === 'lost' || this.#transactionFault === 'requestsLost') return;
    const fields = {
      't.type': transactionType.TRADE_TRANSACTION_REQUEST,
      ...requestFields(it.request),
      ...resultFields(it.id, it.answer),
    };
    for (let times = this.#transactionFault === 'duplicated' ? 2 : 1; times > 0; times -= 1)
      host.say(['TRANSACTION', ...namedFields(fields)]);
    this.#flushSoon();
  }
}

const emptyAnswer = (code: number): Answer => ({ retcode: code, order: 0, deal: 0, volume: 0, price: 0 });

const accountKey = ({ server, login }: ScriptedAccount): string => `${server}/${login}`;

const resultFields = (id: string, answer: Answer): Record<string, string | number> => ({
  'r.retcode': answer.retcode,
  'r.deal': answer.deal,
  'r.order': answer.order,
  'r.volume': answer.volume,
  'r.price': answer.price,
  'r.request_id': id,
});
