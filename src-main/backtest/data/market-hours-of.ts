import { chooseMarketWeek } from '#shared/market/choose-market-week.ts';
import { hoursOfSessions, hoursOfWeek, type MarketHours } from '#shared/market/market-hours.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Span } from '#shared/time/span.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { numberAt as at } from '#main/features/columns.ts';
import type { ResolvedInstrument } from './resolve-instrument.ts';
import type { Stretch } from './stretch.ts';

/** When a symbol traded, as of a moment; null where nothing tells it. */
export type HoursAt = (atUtcMs: number) => MarketHours | null;

/** Brokers change their hours now and then: each quarter of a year is looked at on its own. */
const partMs = 91 * 86_400_000;

/** Enough to tell one market week from another; with fewer the part before it tells. */
const gapsForWeek = 60;
const gapsMin = 8;

/** By the sessions that a terminal told, else by the known market weeks that fit the bars of each time best. Linear. */
export function marketHoursOf(
  stretch: Stretch,
  { instrument: { sessions }, toldAtUtcMs }: ResolvedInstrument,
  clock: BrokerClock,
): HoursAt {
  if (toldAtUtcMs !== null && sessions.length > 0) {
    const told = hoursOfSessions({ sessions, toldAtUtcMs, clock });
    return () => told;
  }
  const hours = new Map<number, MarketHours>();
  let before: MarketHours | null = null;
  for (const [part, gaps] of gapsByPart(stretch)) {
    const week = gaps.length < gapsMin && before !== null ? null : chooseMarketWeek(gaps, clock);
    if (week !== null) before = hoursOfWeek(week, clock);
    if (before !== null) hours.set(part, before);
  }
  return (atUtcMs) => hours.get(partOf(atUtcMs)) ?? null;
}

function gapsByPart(stretch: Stretch): ReadonlyMap<number, readonly Span[]> {
  const parts = new Map<number, Span[]>();
  for (let row = 1; row < stretch.length; row++) {
    const fromUtcMs = at(stretch.closeTimeUtcMs, row - 1);
    const toUtcMs = at(stretch.openTimeUtcMs, row);
    // What lasts longer than a week is no market's rest.
    if (toUtcMs <= fromUtcMs || toUtcMs - fromUtcMs > weekMs) continue;
    const gaps = parts.get(partOf(fromUtcMs)) ?? [];
    parts.set(partOf(fromUtcMs), gaps);
    if (gaps.length < gapsForWeek) gaps.push({ fromUtcMs: utcMs(fromUtcMs), toUtcMs: utcMs(toUtcMs) });
  }
  return parts;
}

const weekMs = 7 * 86_400_000;

const partOf = (atUtcMs: number): number => Math.floor(atUtcMs / partMs);
