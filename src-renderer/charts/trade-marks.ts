import type { Bar } from '#shared/market/bar.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { Side } from '#shared/trading/side.ts';
import { barIndexAt } from './candle-window.ts';

/** A deal on the chart, at the opening of the bar that it happened in. */
export interface TradeMark {
  readonly id: string;
  readonly openTimeUtcMs: number;
  readonly price: number;
  readonly side: Side;
  readonly kind: 'entry' | 'exit';
}

/** From the entry of a position to one of its exits. */
export interface TradeLine {
  readonly from: TradeMark;
  readonly to: TradeMark;
  readonly isProfit: boolean;
}

export interface TradeMarks {
  readonly marks: readonly TradeMark[];
  readonly lines: readonly TradeLine[];
}

/** The deals of one symbol that fall into the bars shown, oldest first. `deals` are newest first, as the replica keeps them. */
export function tradeMarks(deals: readonly Deal[], symbol: string, bars: readonly Bar[]): TradeMarks {
  const marks: TradeMark[] = [];
  const lines: TradeLine[] = [];
  const entries = new Map<string, TradeMark>();
  for (const deal of deals.toReversed()) {
    if (deal.symbol !== symbol) continue;
    const mark = markOf(deal, bars);
    if (mark === null) continue;
    marks.push(mark);
    if (mark.kind === 'entry') {
      if (!entries.has(deal.positionId)) entries.set(deal.positionId, mark);
      continue;
    }
    const from = entries.get(deal.positionId);
    if (from !== undefined) lines.push({ from, to: mark, isProfit: deal.profit >= 0 });
  }
  return { marks, lines };
}

function markOf(deal: Deal, bars: readonly Bar[]): TradeMark | null {
  const bar = bars[barIndexAt(bars, deal.occurredAtUtcMs)];
  if (bar === undefined) return null;
  return {
    id: deal.dealTicket,
    openTimeUtcMs: bar.openTimeUtcMs,
    price: deal.price,
    side: deal.side,
    kind: deal.entry === 'in' ? 'entry' : 'exit',
  };
}
