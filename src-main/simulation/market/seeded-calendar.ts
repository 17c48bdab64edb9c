import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { nearlyNormal, seededRandom } from './seeded-random.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const newYorkPlus7 = brokerClock('ny+7');

/** An indicator with how it usually comes out. */
interface Indicator {
  readonly eventId: string;
  readonly name: string;
  readonly currency: string;
  readonly importance: CalendarEvent['importance'];
  /** Whether it comes on this day. */
  readonly isDue: (day: { readonly weekday: number; readonly date: number; readonly week: number }) => boolean;
  /** On New York's clock. */
  readonly hour: number;
  readonly usual: number;
  readonly deviation: number;
  readonly digits: number;
}

const indicators: readonly Indicator[] = [
  {
    ...{ eventId: '840030016', name: 'Nonfarm Payrolls', currency: 'USD', importance: 'high' },
    isDue: ({ weekday, date }) => weekday === 5 && date <= 7,
    ...{ hour: 8.5, usual: 180, deviation: 60, digits: 0 },
  },
  {
    ...{ eventId: '840030005', name: 'CPI m/m', currency: 'USD', importance: 'high' },
    isDue: ({ weekday, date }) => weekday === 3 && date >= 8 && date <= 14,
    ...{ hour: 8.5, usual: 0.2, deviation: 0.2, digits: 1 },
  },
  {
    ...{ eventId: '840140001', name: 'Initial Jobless Claims', currency: 'USD', importance: 'moderate' },
    isDue: ({ weekday }) => weekday === 4,
    ...{ hour: 8.5, usual: 225, deviation: 12, digits: 0 },
  },
  {
    ...{ eventId: '840050014', name: 'Fed Interest Rate Decision', currency: 'USD', importance: 'high' },
    isDue: ({ weekday, week }) => weekday === 3 && week % 6 === 0,
    ...{ hour: 14, usual: 4.25, deviation: 0, digits: 2 },
  },
  {
    ...{ eventId: '999010007', name: 'ECB Main Refinancing Rate', currency: 'EUR', importance: 'high' },
    isDue: ({ weekday, week }) => weekday === 4 && week % 6 === 2,
    ...{ hour: 8.25, usual: 2.15, deviation: 0, digits: 2 },
  },
];

/** Every third figure or so is said otherwise a release later. */
const revisedRatio = 0.35;

/** Releases that never were, at the hours at which their like come: each knows the one before, and revises it now and then. Oldest first. */
export function seededCalendar({
  seed,
  fromUtcMs,
  untilUtcMs,
}: {
  readonly seed: number;
  readonly fromUtcMs: UtcMs;
  readonly untilUtcMs: UtcMs;
}): readonly CalendarEvent[] {
  return indicators
    .flatMap((indicator, index) => [...releasesOf(indicator, { seed: seed + index, fromUtcMs, untilUtcMs })])
    .sort((a, b) => a.releaseUtcMs - b.releaseUtcMs);
}

function* releasesOf(
  { isDue, hour, usual, deviation, digits, ...facts }: Indicator,
  span: { readonly seed: number; readonly fromUtcMs: UtcMs; readonly untilUtcMs: UtcMs },
): Generator<CalendarEvent> {
  const random = seededRandom(span.seed);
  const figure = (value: number): number => Number(value.toFixed(digits));
  const draw = (around: number, share: number): number => figure(around + share * deviation * nearlyNormal(random));
  let previous = figure(usual);
  for (let midnightMs = Math.floor(span.fromUtcMs / dayMs) * dayMs; midnightMs < span.untilUtcMs; midnightMs += dayMs) {
    const day = new Date(midnightMs);
    const week = Math.floor(midnightMs / dayMs / 7);
    if (!isDue({ weekday: day.getUTCDay(), date: day.getUTCDate(), week })) continue;
    const releaseUtcMs = newYorkPlus7.toUtc(midnightMs + (hour + 7) * hourMs);
    const forecast = draw((usual + previous) / 2, 0.3);
    const actual = draw(forecast, 1);
    const isRevised = deviation > 0 && random() < revisedRatio;
    const revisedPrevious = isRevised ? draw(previous, 0.2) : null;
    const valueId = `${facts.eventId}-${day.toISOString().slice(0, 10)}`;
    yield { ...facts, valueId, releaseUtcMs: utcMs(releaseUtcMs), actual, forecast, previous, revisedPrevious };
    previous = actual;
  }
}
