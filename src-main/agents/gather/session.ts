import { ok } from '#shared/base/result.ts';
import type { Evidence } from '#shared/agent/evidence.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { hoursOfInstrument, nextWeekend } from '#shared/market/market-hours.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { brokerClock, type BrokerClock } from '#shared/time/broker-clock.ts';
import { nextMidnight } from '#shared/time/next-midnight.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { AgentSources } from '../agent-sources.ts';
import { plainWords } from '../plain-words.ts';
import { timeframeOf } from './decision-of.ts';
import type { Gather } from './gather.ts';
import { marketOf } from './market-of.ts';
import { measuredFeatures } from './measured-features.ts';
import { readingOf } from './reading.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Over so many days the spread that is usual for an hour is taken. */
const usualDays = 20;
const barsOfHourMax = usualDays * 24;

/** The spread of now against what is usual at its hour, and how long the market stays open. */
export const gatherSession: Gather = async (question, sources) => {
  if (question.kind === 'governance') return ok(readingOf([]));
  const { symbol, asOfUtcMs } = question;
  const { quotes, instruments } = sources.cockpit.snapshot();
  const quote = quotes.find((one) => one.symbol === symbol);
  const instrument = instruments.find((one) => one.symbol === symbol);
  const timeframe = timeframeOf(question, sources);
  const atr = timeframe === null ? null : await atrOf(question, sources, timeframe);
  const spread = quote === undefined ? null : quote.ask - quote.bid;
  const now = { source: 'quote', asOfUtcMs: quote?.occurredAtUtcMs ?? asOfUtcMs, recordId: null } as const;
  const spreadPoints = spread === null || instrument === undefined ? null : Math.round(spread / instrument.point);
  const usual = usualSpreadPoints(question, sources);
  const spreads: readonly Evidence[] = [
    {
      ...{
        evidenceId: 'instrument:symbol',
        source: 'instrument',
        label: 'the symbol that is asked about',
        unit: 'symbol',
      },
      ...{ value: plainWords(symbol, 64), asOfUtcMs, recordId: null },
    },
    { ...now, evidenceId: 'quote:bid', label: 'bid now', value: quote?.bid ?? null, unit: 'price' },
    { ...now, evidenceId: 'quote:ask', label: 'ask now', value: quote?.ask ?? null, unit: 'price' },
    { ...now, evidenceId: 'quote:spreadPoints', label: 'spread now', value: spreadPoints, unit: 'points' },
    {
      ...now,
      evidenceId: 'quote:spreadAtr',
      label: 'spread now in ATR',
      value: spread === null || atr === null ? null : spread / atr,
      unit: 'ATR',
    },
    {
      ...{
        evidenceId: 'session:usualSpreadPoints',
        source: 'session',
        label: `median spread at this hour over ${usualDays} days`,
      },
      ...{ value: usual, unit: 'points', asOfUtcMs, recordId: null },
    },
  ];
  const hours =
    instrument === undefined ? [] : hoursEvidence(instrument, { asOfUtcMs, clock: brokerClock(sources.clockRule) });
  return ok(readingOf([...spreads, ...hours]));
};

/** ATR(14) as a difference of prices; null where it is not known, or the market stands still. */
async function atrOf(question: Question, sources: AgentSources, timeframe: Timeframe): Promise<number | null> {
  const features = [{ feature: 'atr', periodBars: 14 } as const];
  const measured = await measuredFeatures(question, sources, { timeframe, features });
  const value = measured.ok ? (measured.value[0]?.value ?? null) : null;
  return typeof value === 'number' && value > 0 ? value : null;
}

/** Of hourly bars that opened at the same hour of the broker's day, which is when a rollover comes, summer and winter; null where none tells its spread. */
function usualSpreadPoints(question: Question, sources: AgentSources): number | null {
  const { asOfUtcMs } = question;
  const market = marketOf(question, sources, 'H1');
  if (!market.ok || market.value === null) return null;
  const { toBroker } = brokerClock(sources.clockRule);
  const hourOf = (at: UtcMs): number => Math.floor(toBroker(at) / hourMs) % 24;
  const hour = hourOf(asOfUtcMs);
  const spreads = market.value.bars
    .slice(-barsOfHourMax)
    .filter(({ openTimeUtcMs }) => hourOf(openTimeUtcMs) === hour)
    .flatMap(({ spreadPoints }) => spreadPoints ?? [])
    .toSorted((a, b) => a - b);
  return spreads[Math.floor(spreads.length / 2)] ?? null;
}

function hoursEvidence(
  instrument: Instrument,
  { asOfUtcMs, clock }: { readonly asOfUtcMs: UtcMs; readonly clock: BrokerClock },
): readonly Evidence[] {
  const hours = hoursOfInstrument(instrument, { toldAtUtcMs: asOfUtcMs, clock });
  const [first] = hours.openSpans({ fromUtcMs: asOfUtcMs, toUtcMs: utcMs(asOfUtcMs + 9 * dayMs) });
  const isOpen = first !== undefined && first.fromUtcMs <= asOfUtcMs;
  const until = (at: UtcMs | null): number | null => (at === null ? null : Math.round((at - asOfUtcMs) / minuteMs));
  const told = { source: 'session', asOfUtcMs, recordId: null } as const;
  return [
    { ...told, evidenceId: 'session:isOpen', label: 'the market is open', value: isOpen, unit: '' },
    {
      ...told,
      evidenceId: 'session:minutesToClose',
      label: 'until it closes next',
      value: isOpen ? until(first.toUtcMs) : null,
      unit: 'minutes',
    },
    {
      ...told,
      evidenceId: 'session:minutesToRollover',
      label: 'until the rollover',
      value: until(nextMidnight(asOfUtcMs, clock)),
      unit: 'minutes',
    },
    {
      ...told,
      evidenceId: 'session:minutesToWeekend',
      label: 'until the weekend',
      value: until(nextWeekend(hours, asOfUtcMs)),
      unit: 'minutes',
    },
  ];
}
