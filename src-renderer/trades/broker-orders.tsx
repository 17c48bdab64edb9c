import type { BrokerOrder } from '#shared/trading/broker-order.ts';
import type { Order } from '#shared/trading/order.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../components/data-table.tsx';
import type { TableColumn } from '../components/table-column.ts';
import { priceText, volumeText } from '../format/price-text.ts';
import { stampText } from '../format/time-text.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { useTableWords } from '../stream/use-table-words.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { ownerOf, type Owner } from './owner.ts';
import { SideWord } from './side-word.tsx';

interface BrokerOrderRow {
  readonly order: BrokerOrder;
  readonly owner: Owner;
}

/** What waits or is on its way at the broker, whoever placed it: it may become a position without anybody being asked again. */
export function BrokerOrders({
  waiting,
  orders,
}: {
  readonly waiting: readonly BrokerOrder[];
  /** Ours: they tell which scenario placed one. */
  readonly orders: readonly Order[];
}): ReactNode {
  const { t } = useTranslation();
  const words = useTableWords();
  const columns = useBrokerOrderColumns();
  const rows = useMemo(
    () => waiting.map((order): BrokerOrderRow => ({ order, owner: ownerOf(order, orders) })),
    [waiting, orders],
  );
  return (
    <section className="orders-waiting" aria-label={t('orders.waiting')}>
      <h3 className="orders-title">{t('orders.waiting')}</h3>
      <DataTable
        {...words}
        label={t('orders.waiting')}
        columns={columns}
        rows={rows}
        rowId={({ order }) => order.orderTicket}
      />
    </section>
  );
}

function useBrokerOrderColumns(): readonly TableColumn<BrokerOrderRow>[] {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const instruments = useReplica((replica) => replica.instruments);
  return useMemo(() => {
    const instrumentOf = ({ order }: BrokerOrderRow) => instruments?.get(order.symbol);
    const level = (id: 'price' | 'stop' | 'target'): TableColumn<BrokerOrderRow> => ({
      id,
      header: t(`column.${id}`),
      align: 'end',
      value: ({ order }) => order[id],
      cell: (row) => priceText(row.order[id], instrumentOf(row)),
    });
    return [
      {
        id: 'time',
        header: t(`timeIn.${zone}`, { header: t('column.time') }),
        value: ({ order }) => stampText(order.placedAtUtcMs, zone),
      },
      { id: 'symbol', header: t('column.symbol'), value: ({ order }) => order.symbol },
      {
        id: 'side',
        header: t('column.side'),
        value: ({ order }) => t(`side.${order.side}`),
        cell: ({ order }) => <SideWord side={order.side} />,
      },
      { id: 'kind', header: t('column.kind'), value: ({ order }) => t(`brokerOrderType.${order.type}`) },
      {
        id: 'volume',
        header: t('column.volume'),
        align: 'end',
        value: ({ order }) => order.volume,
        cell: (row) => volumeText(row.order.volume, instrumentOf(row)),
      },
      {
        id: 'left',
        header: t('column.left'),
        title: t('column.leftTitle'),
        align: 'end',
        value: ({ order }) => order.volumeLeft,
        cell: (row) => volumeText(row.order.volumeLeft, instrumentOf(row)),
      },
      level('price'),
      level('stop'),
      level('target'),
      {
        id: 'owner',
        header: t('column.owner'),
        value: ({ owner }) => t(`owner.${owner}`),
        cell: ({ owner }) => <span title={t(`ownerTitle.${owner}`)}>{t(`owner.${owner}`)}</span>,
      },
      { id: 'ticket', header: t('column.ticket'), value: ({ order }) => order.orderTicket },
    ];
  }, [t, zone, instruments]);
}
