import { Broker, type Answer } from './broker/broker.ts';
import type { OrderRule } from './broker/order-script.ts';
import type { Position } from './broker/rows.ts';
import { parseTradeRequest, type TradeRequest } from './broker/trade-request.ts';
import { cancelByHand, closeByHand, orderByHand, stopsByHand, type OrderByHand } from './by-hand.ts';
import { calendarLines, emptyCalendar, type CalendarScript } from './calendar.ts';
import { Executions } from './executions.ts';
import { GlobalVariables } from './global-variables.ts';
import type { HostConnection } from './host-connection.ts';
import { HostRoom, type LinkAddress } from './host-room.ts';
import { setupLines, type HostSetup } from './host-setup.ts';
import { namedFields } from './line.ts';
import { Market } from './market.ts';
import { deinitReason } from './mql5-values.ts';
import { Schedule } from './schedule.ts';
import { accountProperties, demoAccount, type ScriptedAccount } from './scripted-account.ts';
import { eurusd, type ScriptedSymbol } from './scripted-symbol.ts';
import type { ScriptedTick } from './scripted-tick.ts';
import { TerminalBase } from './terminal-base.ts';
import { TradeDesk } from './trade-desk.ts';
import { afterFault, isAnswerLost, type TransactionFault } from './transaction-fault.ts';

export interface TerminalOptions {
  readonly address: LinkAddress;
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

/**
 * A terminal and its broker, as a test wants them: quotes, fills and faults by script. Hosts (advisers and services, each a process) connect
 * to it; what it says to them goes into their mirrors. It outlives them, and its list of executions is what a test judges by.
 */
export class ScriptedTerminal {
  readonly executions: Executions;
  readonly market: Market;
  readonly globals = new GlobalVariables();
  readonly #schedule: Schedule;
  readonly #room: HostRoom;
  readonly #desk: TradeDesk;
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

  private constructor(options: TerminalOptions, room: HostRoom) {
    this.#room = room;
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
    this.#desk = new TradeDesk({
      schedule: this.#schedule,
      executionMs: options.executionMs ?? 0,
      broker: () => this.#broker,
      onDone: () => this.#tellTransactions(),
      tellAnswer: (host, line) => this.#tellAnswer(host, line),
    });
    room.welcome({
      greeting: (setup) => this.#greeting(setup),
      onAsked: (host, line) => this.#answer(host, line),
    });
  }

  static async start(options: TerminalOptions): Promise<ScriptedTerminal> {
    const isSimulated = options.simulatedFromUtcMs !== undefined;
    return new ScriptedTerminal(options, await HostRoom.open({ address: options.address, isSimulated }));
  }

  /** Where hosts connect, in the words of ATS_HOST_LINK. */
  get address(): string {
    return this.#room.address;
  }

  /** Every host that ever came, the latest last. */
  get hosts(): readonly HostConnection[] {
    return this.#room.hosts;
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
    return this.#room.expect(name, setup);
  }

  /** Simulated time only: moves the terminal and all of its hosts, and waits for what they do. */
  async step(ms: number): Promise<void> {
    const target = this.utcMs + ms;
    this.#schedule.moveTo(target);
    await Promise.all(this.#room.running.map((host) => host.step(target)));
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
    this.#desk.rules.set(rules);
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
    this.#room.broadcast(['TERMINAL', ...namedFields(properties)]);
  }

  setAccount(properties: Readonly<Record<string, string | number>>): void {
    this.#sayOfAccount(['ACCOUNT', ...namedFields(properties)]);
  }

  setServerOffset(seconds: number): void {
    this.#serverOffsetSeconds = seconds;
    for (const host of this.#room.running) host.say(this.#clockLine(this.#room.setupOf(host)));
    this.#room.flushSoon();
  }

  setCalendar(calendar: CalendarScript): void {
    this.#calendar = calendar;
    for (const line of calendarLines(calendar)) this.#room.broadcast(line);
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
    for (const line of missed) this.#room.broadcast(line);
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
    this.#room.broadcast(['REINITIALIZE', String(reason)]);
  }

  /** An order by somebody else. */
  trade(order: OrderByHand): Answer {
    return this.#tradeByHand(orderByHand(order));
  }

  /** The trader closes a position, or a part of it. */
  close(ticket: number, volume?: number): Answer {
    const position = this.#position(ticket);
    return this.#tradeByHand(closeByHand(position, volume ?? position.volume));
  }

  /** The trader moves the stop and the target of a position; 0 takes one away. */
  moveStops(ticket: number, levels: { readonly stop: number; readonly target: number }): Answer {
    return this.#tradeByHand(stopsByHand(this.#position(ticket), levels));
  }

  /** The trader cancels a pending order. */
  cancel(order: number): Answer {
    return this.#tradeByHand(cancelByHand(order));
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
    await this.#room.dispose();
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

  #position(ticket: number): Position {
    const position = this.#broker.book.positions.get(ticket);
    if (position === undefined) throw new Error(`There is no position ${ticket}.`);
    return position;
  }

  #tradeByHand(request: TradeRequest): Answer {
    const answer = this.#broker.execute(request, request.magic === '0' ? 'trader' : 'adviser');
    this.#tellTransactions();
    return answer;
  }

  #sayOfAccount(line: readonly string[]): void {
    this.#base.take(line);
    this.#room.broadcast(line);
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
    const news = this.#transactions;
    this.#transactions = [];
    if (!this.#isConnected) return;
    for (const fields of afterFault(news, this.#transactionFault))
      this.#room.broadcast(['TRANSACTION', ...namedFields(fields)]);
  }

  #tellAnswer(host: HostConnection, line: readonly string[]): void {
    if (!this.#isConnected || isAnswerLost(this.#transactionFault)) return;
    for (const told of afterFault([line], this.#transactionFault)) host.say(told);
    this.#room.flushSoon();
  }

  /** All that the terminal knows, for a host that has just come. */
  *#greeting(setup: HostSetup): Generator<readonly string[]> {
    yield this.#clockLine(setup);
    yield ['TERMINAL', ...namedFields(this.#terminal)];
    yield* this.market.lines(this.#missedTicks());
    yield* this.#base.lines();
    yield* calendarLines(this.#calendar);
    yield* this.globals.lines();
    yield* setupLines(setup);
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
        this.#desk.take({ host, id, isSync: way === 'sync', request: parseTradeRequest(line.slice(3)) });
        return;
      case 'ORDER_CHECK':
        host.say(['ORDER_CHECKED', id, ...namedFields(this.#checkFigures(parseTradeRequest(line.slice(3))))]);
        host.flush();
        return;
      case 'GLOBAL_SET':
        this.globals.set(id, way ?? '', line[3] ?? '0');
        this.#room.broadcast(['GLOBAL', id, way ?? '', line[3] ?? '0'], host);
        return;
      case 'GLOBAL_DEL':
        this.globals.delete(id);
        this.#room.broadcast(['GLOBAL_GONE', id], host);
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

  #checkFigures(request: TradeRequest): Record<string, number> {
    const { balance, equity, margin } = this.#broker;
    const code = this.#broker.check(request);
    return {
      ...{ 'c.retcode': code, 'c.balance': balance, 'c.equity': equity, 'c.margin': margin },
      ...{ 'c.margin_free': equity - margin, 'c.margin_level': margin > 0 ? (equity / margin) * 100 : 0 },
    };
  }
}

const accountKey = ({ server, login }: ScriptedAccount): string => `${server}/${login}`;
