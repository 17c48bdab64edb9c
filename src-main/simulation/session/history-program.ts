import { durationMs } from '#shared/units/duration-ms.ts';
import type { MarketFaults } from '../market-faults.ts';
import type { HistoryDeed } from './history-deed.ts';
import { HistoryPlan } from './history-plan.ts';
import { HistoryService, type HistoryServiceSpec } from './history-service.ts';
import { TerminalConnection, type TerminalConnectionSpec } from './terminal-connection.ts';

type Surroundings = Omit<
  TerminalConnectionSpec,
  'role' | 'takePulse' | 'onWelcomed' | 'onRequested' | 'onPonged' | 'onHeard' | 'onEnded'
>;

/** The terminal's second program: it brings history on a session of its own, and lives and dies apart from the one that trades. */
export class HistoryProgram implements Disposable {
  readonly #it: Surroundings & { readonly faults: MarketFaults };
  readonly #plan: HistoryPlan;
  readonly #service: HistoryService;
  #connection: TerminalConnection | null = null;
  #wait: Disposable | null = null;
  /** By itself it starts once. */
  #hasStarted = false;

  constructor(
    it: Surroundings & { readonly faults: MarketFaults } & Pick<HistoryServiceSpec, 'market' | 'onAnswered'>,
  ) {
    this.#it = it;
    this.#plan = new HistoryPlan(it.faults);
    this.#service = new HistoryService({
      ...it,
      plan: this.#plan,
      line: {
        say: (message) => this.#connection?.say(message),
        drop: () => this.#connection?.drop(),
        hasCredit: () => this.#connection?.hasCredit ?? false,
      },
    });
  }

  /** The first trading session is there. */
  tradingBegan(): void {
    const { historyStartsAfterMs } = this.#it.faults;
    if (this.#hasStarted || historyStartsAfterMs === null) return;
    this.#hasStarted = true;
    if (historyStartsAfterMs === 0) return this.start();
    this.#wait = this.#it.timers.after(durationMs(historyStartsAfterMs), () => this.start());
  }

  start(): void {
    this.#hasStarted = true;
    if (this.#connection !== null) return;
    this.#connection = new TerminalConnection({
      ...this.#it,
      role: 'data',
      takePulse: () => null,
      onWelcomed: () => undefined,
      onRequested: (request) => this.#service.take(request),
      onPonged: () => undefined,
      onHeard: () => this.#service.pump(),
      onEnded: () => this.#service.drop(),
    });
    this.#connection.connect();
  }

  /** Ends it without a word, as one does that is killed. */
  kill(): void {
    this.#connection?.drop();
    this[Symbol.dispose]();
  }

  /** What becomes of the next requests, behind what was scripted before. */
  treatNext(...next: readonly HistoryDeed[]): void {
    this.#plan.script(...next);
  }

  [Symbol.dispose](): void {
    this.#wait?.[Symbol.dispose]();
    this.#wait = null;
    this.#connection?.[Symbol.dispose]();
    this.#connection = null;
  }
}
