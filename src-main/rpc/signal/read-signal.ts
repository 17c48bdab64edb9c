import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import { scenarioOfSignal, type DataQuality, type SignalWish } from '#shared/contract/signal.ts';
import type { SyncHealth } from '#shared/contract/sync-health.ts';
import { hoursOfSessions } from '#shared/market/market-hours.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import { durationMs, type DurationMs } from '#shared/units/duration-ms.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { SignalTerms } from '#main/ports/signal-terms.ts';

/** A decision that may be told, and how good the data behind it is. */
export interface ReadSignal {
  readonly decision: SignalDecision;
  readonly dataQuality: DataQuality;
}

export interface SignalView extends Pick<SignalTerms, 'lookBackFromUtcMs' | 'brokerClock' | 'quoteAgeMsMax'> {
  readonly snapshot: CockpitSnapshot;
  readonly sync: Pick<SyncHealth, 'streams'>;
}

/**
 * The newest decision of a scenario, or why there is none that could be relied on. SYMBOL_UNKNOWN where the scenario does not watch the symbol. SIGNAL_BLIND
 * where nothing is connected, nothing was decided yet, or bars are missing within what the rules look back. MARKET_CLOSED, with when it opens, outside the
 * hours that the terminal told. SIGNAL_STALE where the quote is too old, or the next decision is overdue.
 */
export function readSignal(wish: SignalWish, seen: SignalView): Result<ReadSignal, Fault> {
  const { snapshot, sync, quoteAgeMsMax } = seen;
  const scenario = scenarioOfSignal(wish.scenario);
  const view = snapshot.scenarios.find((it) => it.scenario === scenario && it.symbol === wish.symbol);
  if (view === undefined) return err(unknownSymbol(wish));
  const { marketUtcMs, account, lamps, quotes } = snapshot;
  const isConnected = lamps.every(({ name, code }) => name !== 'pipe' || code !== 'disconnected');
  if (!isConnected || account === null || marketUtcMs === null) return err(blind('no terminal is connected', wish));
  const closed = marketClosed(wish, seen, marketUtcMs);
  if (closed !== null) return err(closed);
  const { decision, timeframe } = view;
  if (decision === null) return err(blind('no bar was decided on yet', wish));
  const quote = quotes.find(({ symbol }) => symbol === wish.symbol);
  if (quote === undefined) return err(blind('there is no quote yet', wish));
  const quoteAgeMs = Math.max(0, marketUtcMs - quote.occurredAtUtcMs);
  if (quoteAgeMs > quoteAgeMsMax)
    return err(stale(`the last quote is ${Math.round(quoteAgeMs / 1000)} s old`, wish, { quoteAgeMs, quoteAgeMsMax }));
  const { validUntilUtcMs } = decision;
  if (marketUtcMs > validUntilUtcMs + graceMs(timeframe))
    return err(stale('the next decision is overdue', wish, { marketUtcMs, validUntilUtcMs }));
  const bars = barsOf(sync, wish.symbol, timeframe);
  const holes = holesSince(bars, seen.lookBackFromUtcMs(decision));
  if (holes > 0) return err(blind('bars are missing within what the rules look back', wish, { holes }));
  const dataQuality = { quoteAgeMs, spread: quote.ask - quote.bid, barsLagMs: bars?.lagMs ?? null, holes };
  return ok({ decision, dataQuality });
}

/** How far ahead an opening is looked for: the hours of a week say when. */
const openingMsMax = 8 * 86_400_000;

/** Null while it is open, and where the terminal told no hours. */
function marketClosed(
  { symbol, scenario }: SignalWish,
  { snapshot, brokerClock: clock }: SignalView,
  marketUtcMs: UtcMs,
): Fault | null {
  const sessions = snapshot.instruments.find((it) => it.symbol === symbol)?.sessions ?? [];
  if (sessions.length === 0) return null;
  const { openSpans } = hoursOfSessions({ sessions, toldAtUtcMs: marketUtcMs, clock });
  const [next] = openSpans({ fromUtcMs: marketUtcMs, toUtcMs: utcMs(marketUtcMs + openingMsMax) });
  if (next?.fromUtcMs === marketUtcMs) return null;
  const facts = { scenario, symbol, opensAtUtcMs: next?.fromUtcMs ?? null };
  return fault('MARKET_CLOSED', `The market of ${symbol} is closed.`, facts);
}

type Bars = SyncHealth['streams'][number];

const barsOf = ({ streams }: Pick<SyncHealth, 'streams'>, symbol: string, timeframe: Timeframe): Bars | undefined =>
  streams.find((it) => it.kind === 'bars' && it.symbol === symbol && it.timeframe === timeframe);

const holesSince = (bars: Bars | undefined, fromUtcMs: number): number =>
  bars?.holes?.newest.filter(({ toUtcMs }) => toUtcMs > fromUtcMs).length ?? 0;

/** A bar is closed by the first tick behind it, which in a quiet market comes late. */
const graceMs = (timeframe: Timeframe): DurationMs =>
  durationMs(Math.min(timeframeDurationMs(timeframe) / 2, 5 * 60_000));

type Facts = Readonly<Record<string, number | UtcMs>>;

const stale = (why: string, { scenario, symbol }: SignalWish, facts: Facts = {}): Fault =>
  fault('SIGNAL_STALE', `The ${scenario} signal of ${symbol} is out of date: ${why}.`, { scenario, symbol, ...facts });

const blind = (why: string, { scenario, symbol }: SignalWish, facts: Facts = {}): Fault =>
  fault('SIGNAL_BLIND', `There is no ${scenario} signal of ${symbol}: ${why}.`, { scenario, symbol, ...facts });

const unknownSymbol = ({ scenario, symbol }: SignalWish): Fault =>
  fault('SYMBOL_UNKNOWN', `The ${scenario} scenario does not trade ${symbol}.`, { scenario, symbol });
