import { ok } from '#shared/base/result.ts';
import type { Evidence } from '#shared/agent/evidence.ts';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { AgentSources } from '../agent-sources.ts';
import { plainWords } from '../plain-words.ts';
import type { Gather } from './gather.ts';
import { evidenceKey, readingOf } from './reading.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const spanHoursByDefault = 24;
const releasesMax = 8;
const nameMax = 120;

/** Releases of the symbol's currencies within a day before and after. */
export const gatherCalendar: Gather = (question, sources) => {
  if (question.kind === 'governance') return Promise.resolve(ok(readingOf([])));
  const { symbol, asOfUtcMs } = question;
  const evidence = releaseEvidence(sources, { symbol, asOfUtcMs, spanHours: spanHoursByDefault });
  return Promise.resolve(ok(readingOf(evidence)));
};

/**
 * The releases within so many hours of a moment, those of high impact first, then the nearest. That a release will come is known beforehand, what it says is
 * not. Where no calendar covers the span, or the currencies are not known, all that is told is that there is no data.
 */
export function releaseEvidence(
  { calendar, cockpit }: Pick<AgentSources, 'calendar' | 'cockpit'>,
  { symbol, asOfUtcMs, spanHours }: { readonly symbol: string; readonly asOfUtcMs: UtcMs; readonly spanHours: number },
): readonly Evidence[] {
  const instrument = cockpit.snapshot().instruments.find((one) => one.symbol === symbol);
  const spanMs = spanHours * hourMs;
  const span = { fromUtcMs: utcMs(Math.max(0, asOfUtcMs - spanMs)), toUtcMs: utcMs(asOfUtcMs + spanMs) };
  const currencies = instrument === undefined ? null : [instrument.baseCurrency, instrument.profitCurrency];
  const events = currencies === null ? null : calendar.read({ ...span, currencies });
  const told = { source: 'calendar', asOfUtcMs, recordId: null } as const;
  const count = {
    ...told,
    evidenceId: `calendar:highImpact/${spanHours}h`,
    label: `releases of high impact within ${spanHours} hours, before and after`,
    unit: 'count',
  };
  if (events === null || currencies === null) return [{ ...count, value: null }];
  const near = events.filter(
    ({ currency, releaseUtcMs }) =>
      currencies.includes(currency) && releaseUtcMs >= span.fromUtcMs && releaseUtcMs < span.toUtcMs,
  );
  const distance = ({ releaseUtcMs }: CalendarEvent): number => Math.abs(releaseUtcMs - asOfUtcMs);
  const shown = near.toSorted((a, b) => weightOf(b) - weightOf(a) || distance(a) - distance(b)).slice(0, releasesMax);
  return [
    { ...count, value: near.filter(({ importance }) => importance === 'high').length },
    ...shown.flatMap((event) => ofRelease(event, asOfUtcMs)),
  ];
}

const weights: Readonly<Record<CalendarEvent['importance'], number>> = { none: 0, low: 1, moderate: 2, high: 3 };

const weightOf = ({ importance }: CalendarEvent): number => weights[importance];

function ofRelease(event: CalendarEvent, asOfUtcMs: UtcMs): readonly Evidence[] {
  const { valueId, releaseUtcMs, currency, importance, name, actual, forecast, previous } = event;
  const key = evidenceKey(valueId);
  const isOut = releaseUtcMs <= asOfUtcMs;
  const told = { source: 'calendar', asOfUtcMs: isOut ? releaseUtcMs : asOfUtcMs, recordId: null } as const;
  const figure = (part: string, label: string, value: number | null, unit = ''): readonly Evidence[] =>
    value === null ? [] : [{ ...told, evidenceId: `calendar:${key}/${part}`, label, value, unit }];
  return [
    {
      ...{ ...told, evidenceId: `calendar:${key}`, label: 'a release, in its source’s words', unit: 'words' },
      value: plainWords(`${currency}, ${importance} impact: ${name}`, nameMax),
    },
    ...figure(
      'minutes',
      'minutes until it, below zero since',
      Math.round((releaseUtcMs - asOfUtcMs) / minuteMs),
      'minutes',
    ),
    ...figure('actual', 'what it said', isOut ? actual : null),
    ...figure('forecast', 'what was expected of it', forecast),
    ...figure('previous', 'what it said the time before', previous),
  ];
}
