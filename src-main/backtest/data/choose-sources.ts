import type { RunNote } from '#shared/contract/backtest.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { barAnchor } from '#shared/market/bar-series.ts';
import { timeframes } from '#shared/market/timeframe.ts';
import { brokerClock, type BrokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { SeriesSummary } from '#main/ports/bar-store.ts';
import type { StoredMarket } from '#main/ports/stored-market.ts';

/** The series that a symbol is run on, one a timeframe at most, finest first, and the clock that its days are cut by. */
export interface ChosenSources {
  readonly series: readonly SeriesSummary[];
  readonly clock: BrokerClock;
  readonly notes: readonly RunNote[];
}

/**
 * Chooses among what is stored. Bars that are cut at another midnight than the broker's are never joined with others: they are left out, or, where
 * there is nothing else, used as they are; a note says which. DATA_MISSING names what is stored; SOURCE_AMBIGUOUS.
 */
export function chooseSources(
  market: Pick<StoredMarket, 'summaries' | 'chooseAmong'>,
  wish: { readonly symbol: string; readonly source: string | null; readonly clockRule: ClockRule },
): Result<ChosenSources, Fault> {
  const { symbol, source, clockRule } = wish;
  const all = market.summaries();
  const stored = all.filter(({ series }) => series.symbol === symbol);
  if (stored.length === 0) return err(nothingOf(symbol, [...new Set(all.map(({ series }) => series.symbol))]));
  const isOurs = ({ series }: SeriesSummary): boolean => series.anchor === barAnchor(series.timeframe, clockRule);
  const ours = stored.filter(isOurs);
  const foreign = stored.filter((it) => !isOurs(it));
  const usable = ours.length > 0 ? ours : onlyAnchor(foreign);
  const chosen: SeriesSummary[] = [];
  for (const timeframe of timeframes) {
    const candidates = usable.filter(({ series }) => series.timeframe === timeframe);
    const one = market.chooseAmong(
      candidates.map(({ series }) => series),
      source,
    );
    if (!one.ok) return one;
    chosen.push(...candidates.filter(({ series }) => series === one.value));
  }
  const finest = chosen[0];
  if (finest === undefined) return err(nothingFrom(symbol, source ?? '', stored));
  const leftOut = ours.length > 0 ? foreign : stored.filter((it) => !usable.includes(it));
  const rule = ours.length > 0 || finest.series.anchor === 'hour' ? clockRule : finest.series.anchor;
  return ok({
    series: chosen,
    clock: brokerClock(rule),
    notes: [
      ...leftOut.map(({ series }) => leftOutNote(series, rule)),
      ...(rule === clockRule ? [] : [foreignNote(symbol, rule, clockRule)]),
      ...joinedNote(symbol, chosen),
    ],
  });
}

/** Of bars with several anchors those of the finest one: two of them would be two different markets. */
const onlyAnchor = (foreign: readonly SeriesSummary[]): readonly SeriesSummary[] => {
  const finest = timeframes.flatMap((timeframe) => foreign.filter(({ series }) => series.timeframe === timeframe))[0];
  return foreign.filter(({ series }) => series.anchor === finest?.series.anchor);
};

const leftOutNote = ({ symbol, timeframe, source, anchor }: SeriesSummary['series'], rule: ClockRule): RunNote => ({
  code: 'ANCHOR_LEFT_OUT',
  symbol,
  message: `${timeframe} bars of ${symbol} from ${source} begin their days by ${anchor}, not by ${rule}. They are left out.`,
});

const foreignNote = (symbol: string, rule: ClockRule, own: ClockRule): RunNote => ({
  code: 'ANCHOR_FOREIGN',
  symbol,
  message: `All that is stored of ${symbol} begins its days by ${rule}, not by the broker’s ${own}. It is used as it is.`,
});

function joinedNote(symbol: string, chosen: readonly SeriesSummary[]): readonly RunNote[] {
  const sources = [...new Set(chosen.map(({ series }) => series.source))];
  if (sources.length < 2) return [];
  const message = `Bars of ${symbol} come from several sources, by timeframe: ${describe(chosen)}. Name one with --source to keep to it.`;
  return [{ code: 'SOURCES_JOINED', symbol, message }];
}

const describe = (stored: readonly SeriesSummary[]): string =>
  stored.map(({ series }) => `${series.timeframe} from ${series.source}`).join(', ');

/** Of a symbol no bar is stored; those of which there are. */
export function nothingOf(symbol: string, stored: readonly string[]): Fault {
  const known = stored.join(', ');
  const remedy = known === '' ? 'Nothing is stored at all.' : `There are bars of ${known}.`;
  const message = `No bars of ${symbol} are stored. ${remedy} Import a file with “ats import”, or let the terminal bring them.`;
  return fault('DATA_MISSING', message, { symbol, stored: known });
}

const nothingFrom = (symbol: string, source: string, stored: readonly SeriesSummary[]): Fault =>
  fault('DATA_MISSING', `No bars of ${symbol} are stored from ${source}. There are: ${describe(stored)}.`, {
    symbol,
    source,
    stored: describe(stored),
  });
