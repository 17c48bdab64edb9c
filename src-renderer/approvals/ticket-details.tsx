import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DetailList, type Detail } from '../components/detail-list.tsx';
import { noValue } from '../format/formats.ts';
import { priceText, volumeText } from '../format/price-text.ts';
import { timeText, zoneText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import type { TicketFigures } from './ticket-figures.ts';

/** Prices first, then what they mean in money and R. */
export function TicketDetails({
  ticket,
  figures,
}: {
  readonly ticket: ApprovalTicket;
  readonly figures: TicketFigures;
}): ReactNode {
  return (
    <>
      <DetailList columns={2} details={usePriceDetails(ticket, figures)} />
      <DetailList columns={2} details={useRiskDetails(ticket, figures)} />
    </>
  );
}

function usePriceDetails(ticket: ApprovalTicket, figures: TicketFigures): readonly Detail[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const { symbol, stop, target, worstPrice } = ticket.parameters;
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  const level = (price: number | null, points: number | null): ReactNode => (
    <>
      {price !== null && <span className="ticket-points">{formats.signedPoints(points)}</span>}
      {priceText(price, instrument)}
    </>
  );
  return [
    { label: t('ticket.priceNow'), value: priceText(figures.priceNow, instrument) },
    { label: t('ticket.worstPrice'), value: level(worstPrice, figures.roomPoints), title: t('ticket.worstPriceTitle') },
    { label: t('ticket.stop'), value: level(stop, figures.stopPoints) },
    { label: t('ticket.target'), value: level(target, figures.targetPoints) },
  ];
}

function useRiskDetails(ticket: ApprovalTicket, figures: TicketFigures): readonly Detail[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  const { symbol, riskMoney } = ticket.parameters;
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  const account = useReplica((replica) => replica.account);
  const currency = account?.currency ?? '';
  const marginAfter = account === null ? null : account.margin + ticket.marginMoney;
  const levelAfter =
    account === null || marginAfter === null || marginAfter === 0 ? null : account.equity / marginAfter;
  const until = ticket.expiresAtUtcMs;
  return [
    {
      label: t('ticket.risk', { currency }),
      value: <strong>{formats.money(riskMoney)}</strong>,
      title: t('ticket.riskTitle'),
    },
    { label: t('ticket.riskRatio'), value: formats.percent(ticket.riskRatio) },
    { label: t('ticket.riskNow'), value: formats.money(figures.riskNowMoney), title: t('ticket.riskNowTitle') },
    { label: t('ticket.targetR'), value: formats.signedMultiple(figures.targetR), title: t('ticket.targetRTitle') },
    { label: t('ticket.margin'), value: formats.money(ticket.marginMoney) },
    { label: t('ticket.marginLevelAfter'), value: formats.percent(levelAfter, 0) },
    { label: t('ticket.spread'), value: t('ticket.points', { points: formats.points(figures.spreadPoints) }) },
    { label: t('ticket.cost'), value: formats.multiple(figures.costR), title: t('ticket.costTitle') },
    { label: t('ticket.drift'), value: formats.signedMultiple(figures.driftR), title: t('ticket.driftTitle') },
    {
      label: t('ticket.smallest', {
        volume: instrument === undefined ? noValue : volumeText(instrument.volumeMin, instrument),
      }),
      value: formats.money(instrument === undefined ? null : instrument.volumeMin * ticket.lossPerLot),
      title: t('ticket.smallestTitle'),
    },
    {
      label: t('ticket.validUntil'),
      value: `${timeText(until, zone)} ${zoneText(until, zone)}`,
      title: t('ticket.validUntilTitle'),
    },
    { label: t('ticket.opened'), value: timeText(ticket.openedAtUtcMs, zone) },
  ];
}
