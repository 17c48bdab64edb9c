import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DetailList, type Detail } from '../components/detail-list.tsx';
import { noValue } from '../format/formats.ts';
import { priceText, volumeText } from '../format/price-text.ts';
import { timeText, zoneText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useSpanText } from '../format/use-span-text.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import type { WaitingApproval } from '../stream/replica.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import type { TicketDistances } from './ticket-distances.ts';

interface DetailsOf {
  readonly approval: WaitingApproval;
  /** Null while there is no price. */
  readonly distances: TicketDistances | null;
}

/** Prices first, then what they mean in money and R, then what it would do to the account, then times. */
export function TicketDetails(of: DetailsOf): ReactNode {
  return (
    <>
      <DetailList columns={2} details={usePriceDetails(of)} />
      <DetailList columns={2} details={useRiskDetails(of)} />
      <DetailList columns={2} details={useAccountDetails(of)} />
      <DetailList columns={2} details={useSpanDetails(of)} />
      <DetailList details={useMomentDetails(of)} />
    </>
  );
}

function usePriceDetails({ approval: { ticket, figures }, distances }: DetailsOf): readonly Detail[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const { symbol, stop, target, worstPrice } = ticket.parameters;
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  const level = (price: number | null, points: number | null | undefined): ReactNode => (
    <>
      {price !== null && points !== undefined && <span className="ticket-points">{formats.signedPoints(points)}</span>}
      {priceText(price, instrument)}
    </>
  );
  return [
    { label: t('ticket.priceNow'), value: priceText(figures.price, instrument) },
    {
      label: t('ticket.worstPrice'),
      value: level(worstPrice, distances?.roomPoints),
      title: t('ticket.worstPriceTitle'),
    },
    { label: t('ticket.stop'), value: level(stop, distances?.stopPoints) },
    { label: t('ticket.target'), value: level(target, distances?.targetPoints) },
  ];
}

function useRiskDetails({ approval: { ticket, figures }, distances }: DetailsOf): readonly Detail[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const { riskMoney } = ticket.parameters;
  const currency = useReplica((replica) => replica.account?.currency ?? '') ?? '';
  const drift = (
    <span className={(figures.driftR ?? 0) > figures.driftLimitR ? 'ticket-over' : undefined}>
      {t('ticket.driftOf', {
        drift: formats.signedMultiple(figures.driftR),
        limit: formats.multiple(figures.driftLimitR),
      })}
    </span>
  );
  return [
    {
      label: t('ticket.risk', { currency }),
      value: <strong>{formats.money(riskMoney)}</strong>,
      title: t('ticket.riskTitle'),
    },
    { label: t('ticket.riskRatio'), value: formats.percent(ticket.riskRatio) },
    {
      label: t('ticket.riskNow'),
      value: t('ticket.moneyAndR', {
        money: formats.money(distances?.riskNowMoney),
        r: formats.multiple(distances === null ? null : distances.riskNowMoney / riskMoney),
      }),
      title: t('ticket.riskNowTitle'),
    },
    { label: t('ticket.targetR'), value: formats.signedMultiple(distances?.targetR), title: t('ticket.targetRTitle') },
    { label: t('ticket.drift'), value: drift, title: t('ticket.driftTitle') },
    { label: t('ticket.cost'), value: formats.multiple(figures.costR), title: t('ticket.costTitle') },
  ];
}

function useAccountDetails({ approval: { ticket, figures } }: DetailsOf): readonly Detail[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const { symbol } = ticket.parameters;
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  const { smallest, marginLevelAfter } = figures;
  return [
    { label: t('ticket.spread'), value: formats.money(figures.spreadMoney), title: t('ticket.spreadTitle') },
    { label: t('ticket.commission'), value: formats.money(figures.commissionMoney) },
    { label: t('ticket.margin'), value: formats.money(ticket.marginMoney) },
    {
      label: t('ticket.marginLevelAfter'),
      value: formats.percent(marginLevelAfter === null ? null : marginLevelAfter / 100, 0),
    },
    { label: t('ticket.freeMarginAfter'), value: formats.money(figures.freeMarginAfter) },
    {
      label: t('ticket.smallest', { volume: smallest === null ? noValue : volumeText(smallest.volume, instrument) }),
      value:
        smallest === null
          ? noValue
          : t('ticket.moneyAndShare', {
              money: formats.money(smallest.riskMoney),
              share: formats.percent(smallest.riskRatio),
            }),
      title: t('ticket.smallestTitle'),
    },
  ];
}

function useSpanDetails({ approval: { figures } }: DetailsOf): readonly Detail[] {
  const { t } = useTranslation();
  const spanText = useSpanText();
  return [
    {
      label: t('ticket.untilRollover'),
      value: spanText(figures.untilRolloverMs),
      title: t('ticket.untilRolloverTitle'),
    },
    {
      label: t('ticket.untilWeekend'),
      value: figures.untilWeekendMs === null ? noValue : spanText(figures.untilWeekendMs),
      title: t('ticket.untilWeekendTitle'),
    },
  ];
}

/** A line each: with its zone a moment leaves no room for a label in half of one. */
function useMomentDetails({ approval: { ticket, figures } }: DetailsOf): readonly Detail[] {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const momentText = (atUtcMs: number): string => `${timeText(atUtcMs, zone)} ${zoneText(atUtcMs, zone)}`;
  return [
    {
      label: t('ticket.validUntil'),
      value: momentText(ticket.expiresAtUtcMs),
      title: t('ticket.validUntilTitle'),
    },
    {
      label: t('ticket.opened'),
      value: momentText(ticket.openedAtUtcMs),
      title: t('ticket.figuresAsOf', { time: momentText(figures.asOfUtcMs) }),
    },
  ];
}
