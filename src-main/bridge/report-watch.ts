import { exposureHashOf } from '#main/protocol/exposure-hash.ts';

/** A list is on its way for so long; a difference that lasts longer was missed. */
const differenceMsMax = 2000;

/** The terminal is asked to say everything again at most this often. */
const requestPeriodMs = 5000;

/** Notices that a report of what is open was missed, and bounds how often everything is asked for again. Times are the steady clock's. */
export class ReportWatch {
  #positions: string;
  #orders: string;
  #differsSinceMs: number | null = null;
  #isWished = false;
  #requestedAtMs = -Infinity;

  constructor(applied: { readonly positions: string; readonly orders: string }) {
    this.#positions = applied.positions;
    this.#orders = applied.orders;
  }

  /** These lists were taken over: the marks of their content. */
  applied({ positions, orders }: { readonly positions?: string; readonly orders?: string }): void {
    this.#positions = positions ?? this.#positions;
    this.#orders = orders ?? this.#orders;
  }

  /** The terminal says what it would report now. */
  heard(exposureHash: string, nowMs: number): void {
    const isSame = exposureHash === exposureHashOf({ positions: this.#positions, orders: this.#orders });
    if (isSame) this.#differsSinceMs = null;
    else this.#differsSinceMs ??= nowMs;
  }

  /** Somebody wants to hear everything again. */
  wish(): void {
    this.#isWished = true;
  }

  /** Whether to ask now. What is wished too soon after the last time is asked for later. */
  takeRequest(nowMs: number): boolean {
    const isMissed = this.#differsSinceMs !== null && nowMs - this.#differsSinceMs > differenceMsMax;
    if (!(this.#isWished || isMissed) || nowMs - this.#requestedAtMs < requestPeriodMs) return false;
    this.#isWished = false;
    this.#requestedAtMs = nowMs;
    return true;
  }
}
