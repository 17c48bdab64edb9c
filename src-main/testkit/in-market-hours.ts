import type { Bar } from '#shared/market/bar.ts';
import { newYorkWeekMs, type MarketWeek } from '#shared/time/market-week.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const friday = 5;

/** Those of the bars that open while a market trades. One whose open hour is after 17:00 pauses from 17:00 to then on every evening. */
export function inMarketHours(bars: readonly Bar[], { closeHour, openHour }: MarketWeek): readonly Bar[] {
  return bars.filter((bar) => {
    const weekMs = newYorkWeekMs(bar.openTimeUtcMs);
    const isWeekOpen = weekMs >= openHour * hourMs && weekMs < friday * dayMs + closeHour * hourMs;
    const dayHour = (weekMs % dayMs) / hourMs;
    return isWeekOpen && !(dayHour >= 17 && dayHour < openHour);
  });
}
