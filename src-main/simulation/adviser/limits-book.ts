import type { HaltBody, LimitsBody, LimitsStatusBody } from '#main/protocol/messages/limits-messages.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Money } from '#shared/units/money.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { capsInForce, type AdviserInputs } from './adviser-inputs.ts';
import { dayAt, type DayBook } from './day-book.ts';
import type { EntryGuards, Halts } from './entry-guards.ts';

/** What the adviser remembers of the account beside its orders. Each write is on the disk before it returns. */
export interface AdviserMemory {
  readonly day: () => DayBook | null;
  readonly saveDay: (day: DayBook) => void;
  readonly halts: () => Halts;
  readonly saveHalts: (halts: Halts) => void;
}

export interface LimitsBookSpec {
  readonly memory: AdviserMemory;
  readonly inputs: AdviserInputs;
  readonly clock: BrokerClock;
  /** Orders that opened exposure since. */
  readonly countEntriesSince: (since: UtcMs) => number;
}

/** Caps, halts and the day: all that binds entries alone. */
export class LimitsBook {
  readonly #it: LimitsBookSpec;
  /** For this session alone. */
  #limits: LimitsBody | null = null;
  #halts: Halts;
  #day: DayBook | null;

  constructor(it: LimitsBookSpec) {
    this.#it = it;
    this.#halts = it.memory.halts();
    this.#day = it.memory.day();
  }

  tighten(limits: LimitsBody): void {
    this.#limits = limits;
  }

  /** The session ended, and what it tightened with it. */
  loosen(): void {
    this.#limits = null;
  }

  /** Each side sets and lifts its own halt, which outlives the program. */
  halt(side: 'app' | 'chart', { isHalted, reason }: HaltBody): void {
    const halts = { ...this.#halts, [side]: isHalted };
    this.#halts = { ...halts, reason: halts.app || halts.chart ? reason : '' };
    this.#it.memory.saveHalts(this.#halts);
  }

  /** Looks at the calendar: on a new day losses and trades are counted anew. */
  passDay(atUtcMs: UtcMs, account: { readonly balance: Money; readonly equity: Money; readonly credit: Money }): void {
    const day = dayAt(this.#day, { atUtcMs, clock: this.#it.clock }, account);
    if (day === this.#day) return;
    this.#day = day;
    this.#it.memory.saveDay(day);
  }

  guards(isAppHeard: boolean): EntryGuards {
    return {
      caps: capsInForce(this.#it.inputs, this.#limits),
      halts: this.#halts,
      isAppHeard,
      tradesToday: this.#tradesToday,
      dayBaseline: this.#day?.baseline ?? null,
    };
  }

  status(): LimitsStatusBody {
    const { inputs, clock } = this.#it;
    return {
      ...capsInForce(inputs, this.#limits),
      deadManMs: inputs.deadManMs,
      tradesToday: this.#tradesToday,
      dayBaseline: this.#day?.baseline ?? null,
      dayStampMs: this.#day === null ? null : serverMs(clock.toBroker(this.#day.startUtcMs)),
      halt: this.#halts,
    };
  }

  get #tradesToday(): number {
    return this.#day === null ? 0 : this.#it.countEntriesSince(this.#day.startUtcMs);
  }
}
