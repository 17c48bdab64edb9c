import type { UtcMs } from '#shared/units/utc-ms.ts';
import { minuteMs, type MarketSource } from './market-source.ts';

/** Minutes that the terminal's past lacks, though the market traded then. */
export interface HoleCut {
  readonly symbol: string;
  readonly fromUtcMs: UtcMs;
  /** Exclusive. */
  readonly toUtcMs: UtcMs;
  /** It is whole again from that request for history on that touches it, counted from 1; null: never. */
  readonly filledAtAsking: number | null;
}

/** Knows which holes are still open: asking for them is what fills them, as in a terminal that fetches what it lacks. */
export class HoleBook {
  readonly #holes: readonly { readonly cut: HoleCut; asked: number }[];

  constructor(cuts: readonly HoleCut[]) {
    this.#holes = cuts.map((cut) => ({ cut, asked: 0 }));
  }

  /** Somebody asks for the history of a span, both ends included. */
  asked(symbol: string, span: { readonly fromUtcMs: number; readonly toUtcMs: number }): void {
    for (const hole of this.#holes) {
      const { cut } = hole;
      if (cut.symbol === symbol && cut.fromUtcMs <= span.toUtcMs && cut.toUtcMs > span.fromUtcMs) hole.asked += 1;
    }
  }

  /** The symbol's past as the terminal has it now. */
  cut(symbol: string, source: MarketSource): MarketSource {
    const open = this.#holes.filter(
      ({ cut, asked }) => cut.symbol === symbol && (cut.filledAtAsking === null || asked < cut.filledAtAsking),
    );
    if (open.length === 0) return source;
    const isMissing = (at: number): boolean =>
      open.some(({ cut }) => at > cut.fromUtcMs - minuteMs && at < cut.toUtcMs);
    return {
      name: source.name,
      minutes: function* (fromUtcMs) {
        for (const minute of source.minutes(fromUtcMs)) if (!isMissing(minute.bar.openTimeUtcMs)) yield minute;
      },
    };
  }
}
