import type { Order, OrderStatus } from '#shared/trading/order.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Notice } from '../components/notice.tsx';
import type { TableColumn } from '../components/table-column.ts';
import type { Tone } from '../components/tone.ts';
import { noValue } from '../format/formats.ts';
import { priceText, volumeText } from '../format/price-text.ts';
import { stampText } from '../format/time-text.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { useFaultText } from '../stream/use-refusal-text.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { BrokerOrders } from './broker-orders.tsx';
import './orders-panel.css';
import { SideWord } from './side-word.tsx';
import { useTableWords } from '../stream/use-table-words.ts';

/** What waits at the broker, and every instruction of ours with what became of it. An unknown one stays red until it is resolved. */
export function OrdersPanel(): ReactNode {
  const { t } = useTranslation();
  const words = useTableWords();
  const orders = useReplica((replica) => replica.orders) ?? [];
  const waiting = useReplica((replica) => replica.brokerOrders) ?? [];
  const columns = useOrderColumns();
  if (orders.length === 0 && waiting.length === 0)
    return <EmptyState title={t('orders.none')} hint={t('orders.noneHint')} />;
  return (
    <div className="orders-panel">
      {orders.some((order) => order.status === 'unknown') && (
        <Notice tone="fault" role="alert" title={t('orders.unknownTitle')}>
          {t('orders.unknownText')}
        </Notice>
      )}
      {waiting.length > 0 && <BrokerOrders waiting={waiting} orders={orders} />}
      {orders.length > 0 && (
        <section className="orders-ours" aria-label={t('orders.ours')}>
          {waiting.length > 0 && <h3 className="orders-title">{t('orders.ours')}</h3>}
          <DataTable
            {...words}
            label={t('panel.orders')}
            columns={columns}
            rows={orders}
            rowId={({ request }) => request.clientOrderId}
            rowTone={({ status }) => (status === 'unknown' ? 'fault' : null)}
          />
        </section>
      )}
    </div>
  );
}

function useOrderColumns(): readonly TableColumn<Order>[] {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const instruments = useReplica((replica) => replica.instruments);
  const faultText = useFaultText();
  return useMemo(() => {
    const instrumentOf = ({ request }: Order) => instruments?.get(request.symbol);
    const reasonOf = ({ fault }: Order): string => (fault === null ? '' : faultText(fault).title);
    return [
      {
        id: 'time',
        header: t(`timeIn.${zone}`, { header: t('column.time') }),
        value: (order) => stampText(order.journaledAtUtcMs, zone),
      },
      { id: 'symbol', header: t('column.symbol'), value: (order) => order.request.symbol },
      {
        id: 'side',
        header: t('column.side'),
        value: (order) => t(`side.${order.request.side}`),
        cell: (order) => <SideWord side={order.request.side} />,
      },
      { id: 'kind', header: t('column.kind'), value: (order) => t(`orderKind.${order.request.kind}`) },
      {
        id: 'volume',
        header: t('column.volume'),
        align: 'end',
        value: (order) => order.request.volume,
        cell: (order) => volumeText(order.request.volume, instrumentOf(order)),
      },
      {
        id: 'filled',
        header: t('column.filled'),
        align: 'end',
        value: (order) => (order.request.kind === 'modify' ? null : order.filledVolume),
        cell: (order) =>
          order.request.kind === 'modify' ? noValue : volumeText(order.filledVolume, instrumentOf(order)),
      },
      {
        id: 'worst',
        header: t('column.worst'),
        align: 'end',
        value: ({ request }) => (request.kind === 'entry' ? request.worstPrice : null),
        cell: (order) =>
          priceText(order.request.kind === 'entry' ? order.request.worstPrice : null, instrumentOf(order)),
      },
      {
        id: 'stop',
        header: t('column.stop'),
        align: 'end',
        value: ({ request }) => (request.kind === 'reduceOnly' ? null : request.stop),
        cell: (order) =>
          priceText(order.request.kind === 'reduceOnly' ? null : order.request.stop, instrumentOf(order)),
      },
      {
        id: 'target',
        header: t('column.target'),
        align: 'end',
        value: ({ request }) => (request.kind === 'reduceOnly' ? null : request.target),
        cell: (order) =>
          priceText(order.request.kind === 'reduceOnly' ? null : order.request.target, instrumentOf(order)),
      },
      {
        id: 'status',
        header: t('column.status'),
        value: (order) => t(`orderStatus.${order.status}`),
        cell: ({ status }) => (
          <Badge tone={statusTones[status]} title={t(`orderStatusTitle.${status}`)}>
            {t(`orderStatus.${status}`)}
          </Badge>
        ),
      },
      {
        id: 'reason',
        header: t('column.reason'),
        value: reasonOf,
        cell: (order) => <span title={order.fault?.message}>{reasonOf(order)}</span>,
      },
      {
        id: 'ticket',
        header: t('column.ticket'),
        value: (order) => order.orderTicket ?? '',
      },
      { id: 'id', header: t('column.orderId'), value: (order) => order.request.clientOrderId },
    ];
  }, [t, zone, instruments, faultText]);
}

const statusTones: Readonly<Record<OrderStatus, Tone>> = {
  journaled: 'neutral',
  neverSent: 'warning',
  deniedByAdviser: 'warning',
  expiredAtAdviser: 'warning',
  sent: 'accent',
  accepted: 'accent',
  partiallyFilled: 'accent',
  filled: 'neutral',
  modified: 'neutral',
  partiallyFilledThenCancelled: 'warning',
  cancelled: 'neutral',
  rejected: 'fault',
  unknown: 'fault',
  notFound: 'warning',
};
