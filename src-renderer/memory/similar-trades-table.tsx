import type { SimilarTrades } from '#shared/contract/memory.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { DataTable } from '../components/data-table.tsx';
import type { TableColumn } from '../components/table-column.ts';
import { noValue } from '../format/formats.ts';
import { minuteStampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTableWords } from '../stream/use-table-words.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { LinkButton } from './link-button.tsx';

type SimilarTrade = SimilarTrades['neighbours'][number];

/** Trades that were opened when the market stood like this, and what became of them. */
export function SimilarTradesTable({
  trades: { neighbours },
  onOpenChain,
}: {
  readonly trades: SimilarTrades;
  readonly onOpenChain: (id: RecordId) => void;
}): ReactNode {
  const { t } = useTranslation();
  const words = useTableWords();
  const columns = useSimilarTradeColumns(onOpenChain);
  return (
    <section className="situations-trades" aria-label={t('memory.trades')}>
      <h3 className="memory-title">{t('memory.trades')}</h3>
      {neighbours.length === 0 ? (
        <p className="memory-quiet">{t('memory.noTrades')}</p>
      ) : (
        <DataTable
          {...words}
          label={t('memory.trades')}
          columns={columns}
          rows={neighbours}
          rowId={({ trade }) => trade.recordId}
        />
      )}
    </section>
  );
}

function useSimilarTradeColumns(onOpenChain: (id: RecordId) => void): readonly TableColumn<SimilarTrade>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  return useMemo(
    () => [
      {
        id: 'opened',
        header: t(`timeIn.${zone}`, { header: t('column.opened') }),
        value: ({ trade }) => minuteStampText(trade.openedAtUtcMs, zone),
        cell: ({ trade: { recordId: record, openedAtUtcMs } }) => (
          <LinkButton label={t('memory.toChainOne', { record })} onClick={() => onOpenChain(record)}>
            {minuteStampText(openedAtUtcMs, zone)}
          </LinkButton>
        ),
      },
      { id: 'symbol', header: t('column.symbol'), value: ({ trade }) => trade.symbol },
      { id: 'side', header: t('column.side'), value: ({ trade }) => t(`side.${trade.side}`) },
      { id: 'owner', header: t('column.owner'), value: ({ trade }) => t(`owner.${trade.owner}`) },
      {
        id: 'distance',
        header: t('memory.distance'),
        title: t('memory.distanceTitle'),
        align: 'end',
        value: ({ distance }) => distance,
        cell: ({ distance }) => formats.distance(distance),
      },
      {
        id: 'regime',
        header: t('recordKind.regime'),
        value: ({ trade: { regime } }) => (regime === null ? null : t(`regime.${regime}`)),
        cell: ({ trade: { regime } }) => (regime === null ? noValue : t(`regime.${regime}`)),
      },
      {
        id: 'net',
        header: t('fact.net'),
        align: 'end',
        value: ({ trade }) => trade.outcome?.net ?? null,
        cell: ({ trade: { outcome } }) =>
          outcome === null ? (
            <span className="memory-quiet">{t('memory.stillOpen')}</span>
          ) : (
            <Amount value={outcome.net} text={formats.signedMoney(outcome.net)} />
          ),
      },
      {
        id: 'result',
        header: t('memory.result'),
        title: t('column.rTitle'),
        align: 'end',
        value: ({ trade }) => trade.outcome?.rMultiple ?? null,
        cell: ({ trade }) => formats.signedMultiple(trade.outcome?.rMultiple),
      },
    ],
    [t, formats, zone, onOpenChain],
  );
}
