import type { Instrument } from '#shared/market/instrument.ts';
import { spreadPoints } from '#shared/market/instrument-prices.ts';
import type { Quote } from '#shared/market/quote.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import type { TableColumn } from '../components/table-column.ts';
import { noValue } from '../format/formats.ts';
import { priceText } from '../format/price-text.ts';
import { useAgeText } from '../format/use-age-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { selectSymbol } from '../stream/selection.ts';
import { useShownSeries } from '../stream/use-shown-series.ts';
import { useTableWords } from '../stream/use-table-words.ts';
import './watchlist-panel.css';

/** A quote older than this, in market time, is marked. */
const staleAfterMs = 15_000;

interface WatchedSymbol {
  readonly instrument: Instrument;
  readonly quote: Quote | null;
  /** In market time; null without a quote. */
  readonly ageMs: number | null;
}

/** Every symbol with its quote and how old that is; the one in the chart is marked. */
export function WatchlistPanel(): ReactNode {
  const { t } = useTranslation();
  const words = useTableWords();
  const shown = useShownSeries();
  const instruments = useReplica((replica) => replica.instruments);
  const quotes = useReplica((replica) => replica.quotes);
  const marketUtcMs = useReplica((replica) => replica.marketUtcMs);
  const columns = useColumns();
  const rows = useMemo(
    () => [...(instruments?.values() ?? [])].map((instrument) => watchedSymbol(instrument, quotes, marketUtcMs)),
    [instruments, quotes, marketUtcMs],
  );
  if (rows.length === 0) return <EmptyState title={t('watchlist.none')} hint={t('watchlist.noneHint')} />;
  return (
    <DataTable
      {...words}
      label={t('panel.watchlist')}
      columns={columns}
      rows={rows}
      rowId={({ instrument }) => instrument.symbol}
      rowTone={({ instrument }) => (instrument.symbol === shown?.symbol ? 'selected' : null)}
    />
  );
}

function watchedSymbol(
  instrument: Instrument,
  quotes: ReadonlyMap<string, Quote> | null,
  marketUtcMs: number | null,
): WatchedSymbol {
  const quote = quotes?.get(instrument.symbol) ?? null;
  const ageMs = quote === null || marketUtcMs === null ? null : Math.max(0, marketUtcMs - quote.occurredAtUtcMs);
  return { instrument, quote, ageMs };
}

function useColumns(): readonly TableColumn<WatchedSymbol>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const ageText = useAgeText();
  return useMemo(
    () => [
      {
        id: 'symbol',
        header: t('column.symbol'),
        value: ({ instrument }) => instrument.symbol,
        cell: ({ instrument }) => (
          <button type="button" className="watchlist-symbol" onClick={() => selectSymbol(instrument.symbol)}>
            {instrument.symbol}
          </button>
        ),
      },
      {
        id: 'bid',
        header: t('column.bid'),
        align: 'end',
        value: ({ quote }) => quote?.bid ?? null,
        cell: ({ quote, instrument }) => priceText(quote?.bid, instrument),
      },
      {
        id: 'ask',
        header: t('column.ask'),
        align: 'end',
        value: ({ quote }) => quote?.ask ?? null,
        cell: ({ quote, instrument }) => priceText(quote?.ask, instrument),
      },
      {
        id: 'spread',
        header: t('column.spread'),
        align: 'end',
        value: ({ quote, instrument }) => (quote === null ? null : spreadPoints(quote, instrument)),
        cell: ({ quote, instrument }) => formats.points(quote === null ? null : spreadPoints(quote, instrument)),
      },
      {
        id: 'age',
        header: t('column.age'),
        title: t('column.ageTitle'),
        align: 'end',
        value: ({ ageMs }) => ageMs,
        cell: ({ ageMs }) => (
          <span className={ageMs !== null && ageMs > staleAfterMs ? 'watchlist-stale' : 'watchlist-age'}>
            {ageMs === null ? noValue : ageText(ageMs)}
          </span>
        ),
      },
    ],
    [t, formats, ageText],
  );
}
