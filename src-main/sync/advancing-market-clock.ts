import type { MarketClock } from '#main/ports/clock.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** The terminal's time as its messages have shown it so far. It never goes back: a late message does not make the market younger. */
export class AdvancingMarketClock implements MarketClock {
  #now: UtcMs | null = null;

  readonly nowUtcMs = (): UtcMs | null => this.#now;

  advanceTo(at: UtcMs): void {
    if (this.#now === null || at > this.#now) this.#now = at;
  }
}
