/** Both ends call `beat` this often; what waits to be acknowledged waits no longer than this. */
export const beatPeriodMs = 50;

export const pingPeriodMs = 1000;

/** Silence of this length is death. */
export const silenceMsMax = 5000;

/** What BUSY may add to it on the trading session. */
export const busyMsMax = 2000;

/** And on a data session: a terminal may wait 45 s for a symbol's first history. */
export const dataBusyMsMax = 60_000;

/**
 * Tells a silent peer from one that lives, and when a PING is due. Of the time between two beats at most one second counts as silence:
 * where this process itself stood still, it has not listened, and the peer is not to blame.
 */
export class Liveness {
  readonly #busyMsMax: number;
  #beatAtMs: number;
  #pingedAtMs: number;
  #silentMs = 0;
  #allowedMs = silenceMsMax;

  constructor({ nowMs, busyMsMax }: { readonly nowMs: number; readonly busyMsMax: number }) {
    this.#busyMsMax = busyMsMax;
    this.#beatAtMs = nowMs;
    this.#pingedAtMs = nowMs;
  }

  heard(): void {
    this.#silentMs = 0;
    this.#allowedMs = silenceMsMax;
  }

  /** The peer has said that it will be silent. */
  grant(extraMs: number): void {
    this.#allowedMs = silenceMsMax + Math.min(extraMs, this.#busyMsMax);
  }

  beat(nowMs: number): { readonly isSilent: boolean; readonly isPingDue: boolean } {
    this.#silentMs += Math.min(nowMs - this.#beatAtMs, pingPeriodMs);
    this.#beatAtMs = nowMs;
    const isPingDue = nowMs - this.#pingedAtMs >= pingPeriodMs;
    if (isPingDue) this.#pingedAtMs = nowMs;
    return { isSilent: this.#silentMs >= this.#allowedMs, isPingDue };
  }
}
