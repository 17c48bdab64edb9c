import { spreadPoints } from '#shared/market/instrument-prices.ts';
import { useMemo, useState, type ReactNode } from 'react';
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
import { watchedSymbols, type WatchedSymbol } from './watched-symbols.ts';
import './watchlist-panel.css';

/** A quote older than this, in market time, is marked. */
const staleAfterMs = 15_000;

/** Every symbol with its quote and how old that is; the one in the chart is marked. Only rows that say something else are drawn again. */
export function WatchlistPanel(): ReactNode {
  const { t } = useTranslation();
  const words = useTableWords();
  const shown = useShownSeries();
  const instruments = useReplica((replica) => replica.instruments);
  const quotes = useReplica((replica) => replica.quotes);
  const nowUtcMs = useReplica(({ marketUtcMs }) =>
    marketUtcMs === null ? null : Math.floor(marketUtcMs / 1000) * 1000,
  );
  const columns = useColumns();
  const [rowsOf] = useState(watchedSymbols);
  const rows = useMemo(
    () => (instruments === null || quotes === null ? [] : rowsOf({ instruments, quotes, nowUtcMs })),
    [rowsOf, instruments, quotes, nowUtcMs],
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
