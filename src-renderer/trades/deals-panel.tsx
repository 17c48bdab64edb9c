import type { Deal } from '#shared/trading/deal.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import type { TableColumn } from '../components/table-column.ts';
import { noValue } from '../format/formats.ts';
import { priceText, volumeText } from '../format/price-text.ts';
import { stampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { SideWord } from './side-word.tsx';
import { useTableWords } from '../stream/use-table-words.ts';

/** Every execution, as the terminal recorded it. */
export function DealsPanel(): ReactNode {
  const { t } = useTranslation();
  const words = useTableWords();
  const deals = useReplica((replica) => replica.deals) ?? [];
  const columns = useDealColumns();
  if (deals.length === 0) return <EmptyState title={t('deals.none')} hint={t('deals.noneHint')} />;
  return (
    <DataTable {...words} label={t('panel.deals')} columns={columns} rows={deals} rowId={(deal) => deal.dealTicket} />
  );
}

function useDealColumns(): readonly TableColumn<Deal>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  const instruments = useReplica((replica) => replica.instruments);
  return useMemo(() => {
    const instrumentOf = (deal: Deal) => instruments?.get(deal.symbol);
    return [
      {
        id: 'time',
        header: t(`timeIn.${zone}`, { header: t('column.time') }),
        value: (deal) => stampText(deal.occurredAtUtcMs, zone),
      },
      { id: 'symbol', header: t('column.symbol'), value: (deal) => deal.symbol },
      {
        id: 'side',
        header: t('column.side'),
        value: (deal) => t(`side.${deal.side}`),
        cell: (deal) => <SideWord side={deal.side} />,
      },
      { id: 'entry', header: t('column.entry'), value: (deal) => t(`dealEntry.${deal.entry}`) },
      { id: 'reason', header: t('column.cause'), value: (deal) => t(`dealReason.${deal.reason}`) },
      {
        id: 'volume',
        header: t('column.volume'),
        align: 'end',
        value: (deal) => deal.volume,
        cell: (deal) => volumeText(deal.volume, instrumentOf(deal)),
      },
      {
        id: 'price',
        header: t('column.price'),
        align: 'end',
        value: (deal) => deal.price,
        cell: (deal) => priceText(deal.price, instrumentOf(deal)),
      },
      {
        id: 'profit',
        header: t('column.profit'),
        align: 'end',
        value: (deal) => (deal.entry === 'in' ? null : deal.profit),
        cell: (deal) =>
          deal.entry === 'in' ? noValue : <Amount value={deal.profit} text={formats.signedMoney(deal.profit)} />,
      },
      {
        id: 'commission',
        header: t('column.commission'),
        align: 'end',
        value: (deal) => deal.commission,
        cell: (deal) => formats.signedMoney(deal.commission),
      },
      {
        id: 'swap',
        header: t('column.swap'),
        align: 'end',
        value: (deal) => deal.swap,
        cell: (deal) => formats.signedMoney(deal.swap),
      },
      { id: 'position', header: t('column.positionId'), value: (deal) => deal.positionId },
      { id: 'ticket', header: t('column.dealTicket'), value: (deal) => deal.dealTicket },
    ];
  }, [t, formats, zone, instruments]);
}
