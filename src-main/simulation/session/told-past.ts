import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { MarketFaults } from '../market-faults.ts';
import { correctedSource, type PriceCorrection } from '../market/corrected-source.ts';
import { HoleBook } from '../market/hole-book.ts';
import type { MarketPlayer } from '../market/market-player.ts';
import type { SymbolMarket } from '../market/symbol-market.ts';
import type { AskedSpan } from './history-service.ts';
import type { PlayedMarket } from './tick-stream.ts';

/** The past as the terminal tells it now: what was played, as it was corrected since, without the minutes that are missing. */
export class ToldPast {
  readonly #markets: readonly SymbolMarket[];
  readonly #clock: BrokerClock;
  readonly #player: Pick<MarketPlayer, 'positionOf' | 'nowUtcMs'>;
  readonly #holes: HoleBook;
  readonly #corrections: PriceCorrection[];
  /** Of the corrections, those whose time has not come yet. */
  readonly #ahead: Set<PriceCorrection>;

  constructor(it: {
    readonly markets: readonly SymbolMarket[];
    readonly clock: BrokerClock;
    readonly player: Pick<MarketPlayer, 'positionOf' | 'nowUtcMs'>;
    readonly faults: Pick<MarketFaults, 'holes' | 'corrections'>;
  }) {
    this.#markets = it.markets;
    this.#clock = it.clock;
    this.#player = it.player;
    this.#holes = new HoleBook(it.faults.holes);
    this.#corrections = [...it.faults.corrections];
    this.#ahead = new Set(this.#corrections);
    this.takeDue();
  }

  /** Null where the symbol is not traded. */
  market(symbol: string): PlayedMarket | null {
    const market = this.#markets.find(({ instrument }) => instrument.symbol === symbol);
    if (market === undefined) return null;
    const { source, instrument } = market;
    const said = correctedSource(source, this.#corrections, { instrument, nowUtcMs: this.#player.nowUtcMs });
    return { source: this.#holes.cut(symbol, said), position: this.#player.positionOf(symbol), clock: this.#clock };
  }

  /** The same for a request of history, which may fill a hole. */
  marketAsked(symbol: string, { fromStampMs, toStampMs }: AskedSpan): PlayedMarket | null {
    const { toUtc } = this.#clock;
    this.#holes.asked(symbol, { fromUtcMs: toUtc(fromStampMs), toUtcMs: toUtc(toStampMs) });
    return this.market(symbol);
  }

  /** From now on. */
  correct(correction: Omit<PriceCorrection, 'saidFromUtcMs'>): void {
    const said = { ...correction, saidFromUtcMs: this.#player.nowUtcMs };
    this.#corrections.push(said);
    this.#ahead.add(said);
  }

  /** The corrections whose time has come, each once. */
  takeDue(): readonly PriceCorrection[] {
    const due = [...this.#ahead].filter(({ saidFromUtcMs }) => saidFromUtcMs <= this.#player.nowUtcMs);
    for (const correction of due) this.#ahead.delete(correction);
    return due;
  }
}
