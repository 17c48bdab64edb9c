import type { Socket } from 'node:net';
import { hostStatisticsSchema, type HostStatistics } from './host-statistics.ts';
import { deathLine, faultLine, type Death, type FaultOrder } from './host-setup.ts';
import { formatLine, parseLine } from './line.ts';

/** A port call that a host made, where it was told to trace them. */
export interface PortCall {
  readonly number: number;
  readonly call: string;
  readonly subject: string;
}

/** How a host left: by its own end, by a scripted death, or without a word (killed, or a critical error). */
export type HostEnd =
  | { readonly kind: 'ended'; readonly reason: number }
  | { readonly kind: 'died'; readonly when: string; readonly call: string; readonly subject: string }
  | { readonly kind: 'critical'; readonly what: string }
  | { readonly kind: 'gone' };

/** What the terminal has to answer itself. */
export interface HostAsks {
  /** ORDER_SEND, ORDER_CHECK, GLOBAL_*, SYMBOL_SELECT, MESSAGE_BOX. */
  onAsked(host: HostConnection, line: readonly string[]): void;
}

/** One host process: lines to it, and everything that it says, kept for the test to look at. */
export class HostConnection {
  readonly name: string;
  readonly kind: 'expert' | 'service';
  readonly prints: string[] = [];
  readonly alerts: string[] = [];
  readonly portCalls: PortCall[] = [];
  /** Chart objects: their properties by name, as text. */
  readonly objects = new Map<string, Map<string, string>>();
  /** The text in the corner of the chart. */
  comment = '';
  /** The last code of OnInit; null while it has not come back. */
  initCode: number | null = null;
  readonly ended: Promise<HostEnd>;

  readonly #socket: Socket;
  readonly #asks: HostAsks;
  #pending = '';
  #partial = '';
  #end: HostEnd = { kind: 'gone' };
  #isGone = false;
  #lastStep = 0;
  readonly #steps = new Map<string, () => void>();
  readonly #waitingForStatistics: ((statistics: HostStatistics) => void)[] = [];
  readonly #waitingForInit: ((code: number) => void)[] = [];
  #lastStatistics: HostStatistics | null = null;

  constructor(it: {
    readonly name: string;
    readonly kind: 'expert' | 'service';
    readonly socket: Socket;
    readonly asks: HostAsks;
    readonly rest: string;
  }) {
    this.name = it.name;
    this.kind = it.kind;
    this.#socket = it.socket;
    this.#asks = it.asks;
    this.ended = new Promise((resolve) => {
      it.socket.on('close', () => {
        this.#isGone = true;
        for (const resolveStep of this.#steps.values()) resolveStep();
        this.#steps.clear();
        resolve(this.#end);
      });
    });
    it.socket.on('data', (bytes: Buffer) => this.#take(bytes.toString('utf8')));
    if (it.rest !== '') queueMicrotask(() => this.#take(it.rest));
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** The statistics that the host told last, at its end at the latest. */
  get lastStatistics(): HostStatistics | null {
    return this.#lastStatistics;
  }

  /** Keeps a line for the next flush. */
  say(line: readonly string[]): void {
    this.#pending += formatLine(line);
  }

  flush(): void {
    if (this.#pending !== '' && !this.#isGone) this.#socket.write(this.#pending);
    this.#pending = '';
  }

  /** Moves a host in simulated time, and waits until its program has handled all that this brought; returns as well where it dies. */
  step(utcMs: number): Promise<void> {
    if (this.#isGone) return Promise.resolve();
    this.#lastStep += 1;
    const id = String(this.#lastStep);
    return new Promise((resolve) => {
      this.#steps.set(id, resolve);
      this.say(['STEP', id, String(utcMs)]);
      this.flush();
    });
  }

  /** Waits for the next OnInit, or gives the code of the one that is over. */
  initialized(): Promise<number> {
    if (this.initCode !== null) return Promise.resolve(this.initCode);
    return new Promise((resolve) => this.#waitingForInit.push(resolve));
  }

  /** The statistics as of now. In simulated time the host answers between two steps. */
  statistics(): Promise<HostStatistics> {
    return new Promise((resolve) => {
      this.#waitingForStatistics.push(resolve);
      this.say(['STATISTICS']);
      this.flush();
    });
  }

  fault(order: FaultOrder): void {
    this.say(faultLine(order));
    this.flush();
  }

  dieAt(death: Death): void {
    this.say(deathLine(death));
    this.flush();
  }

  /** A click on an object of the chart. */
  click(object: string): void {
    this.say(['CHART_EVENT', '1', '0', '0', object]);
    this.flush();
  }

  stop(reason: number): void {
    this.say(['STOP', String(reason)]);
    this.flush();
  }

  dispose(): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    const lines = (this.#partial + text).split('\n');
    this.#partial = lines.pop() ?? '';
    for (const line of lines) this.#hear(parseLine(line));
  }

  #hear(line: readonly string[]): void {
    const [verb = '', first = '', second = '', third = ''] = line;
    switch (verb) {
      case 'DONE':
        this.#steps.get(first)?.();
        this.#steps.delete(first);
        return;
      case 'READY':
        this.initCode = Number(first);
        for (const resolve of this.#waitingForInit.splice(0)) resolve(this.initCode);
        return;
      case 'PRINT':
        this.prints.push(first);
        return;
      case 'ALERT':
        this.alerts.push(first);
        return;
      case 'COMMENT':
        this.comment = first;
        return;
      case 'OBJECT':
        this.objects.set(first, (this.objects.get(first) ?? new Map<string, string>()).set(second, third));
        return;
      case 'OBJECT_GONE':
        this.objects.delete(first);
        return;
      case 'PORT_CALL':
        this.portCalls.push({ number: Number(first), call: second, subject: third });
        return;
      case 'STATISTICS':
        this.#takeStatistics(hostStatisticsSchema.parse(JSON.parse(first)));
        return;
      case 'DIED':
        this.#end = { kind: 'died', when: first, call: second, subject: third };
        return;
      case 'ENDED':
        this.#end = { kind: 'ended', reason: Number(first) };
        return;
      case 'CRITICAL':
        this.#end = { kind: 'critical', what: first };
        return;
      default:
        this.#asks.onAsked(this, line);
    }
  }

  #takeStatistics(statistics: HostStatistics): void {
    this.#lastStatistics = statistics;
    this.#waitingForStatistics.shift()?.(statistics);
  }
}
