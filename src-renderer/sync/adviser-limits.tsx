import type { AdviserLimits } from '#shared/trading/adviser-limits.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DetailList } from '../components/detail-list.tsx';
import { zonedStampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { useViewSetting } from '../stream/view-settings.ts';

/** The caps that the adviser keeps by itself, and what it counts against them. They bind entries; a close is never held up by one. */
export function AdviserLimitsList(): ReactNode {
  const { t } = useTranslation();
  const limits = useReplica((replica) => replica.adviserLimits);
  return (
    <section className="health-limits" aria-label={t('limits.title')}>
      <h3 className="health-title" title={t('limits.titleTitle')}>
        {t('limits.title')}
      </h3>
      {limits === null ? <p className="health-quiet">{t('limits.none')}</p> : <Caps limits={limits} />}
    </section>
  );
}

function Caps({ limits }: { readonly limits: AdviserLimits }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  const { maxVolume, maxPositions, maxTradesPerDay, maxSpreadPoints, maxDailyLossRatio, deadManMs } = limits;
  const { tradesToday, dayBaseline, dayStartUtcMs } = limits;
  const capOf = (cap: number, text: string): string => (cap === 0 ? t('limits.noCap') : text);
  const lossMoney = dayBaseline === null ? null : maxDailyLossRatio * dayBaseline;
  return (
    <DetailList
      details={[
        {
          label: t('limits.tradesToday'),
          value:
            maxTradesPerDay === 0
              ? t('limits.countOnly', { count: tradesToday })
              : t('limits.countOf', { count: tradesToday, cap: maxTradesPerDay }),
        },
        { label: t('limits.volume'), value: capOf(maxVolume, formats.figure(maxVolume)) },
        { label: t('limits.positions'), value: capOf(maxPositions, formats.figure(maxPositions)) },
        {
          label: t('limits.spread'),
          value: capOf(maxSpreadPoints, t('ticket.points', { points: formats.points(maxSpreadPoints) })),
        },
        {
          label: t('limits.dailyLoss'),
          value: capOf(
            maxDailyLossRatio,
            lossMoney === null
              ? formats.percent(maxDailyLossRatio)
              : `${formats.percent(maxDailyLossRatio)} · ${formats.money(lossMoney)}`,
          ),
        },
        {
          label: t('limits.baseline'),
          value: formats.money(dayBaseline),
          ...(dayStartUtcMs !== null && {
            title: t('limits.baselineTitle', {
              since: zonedStampText(dayStartUtcMs, zone),
            }),
          }),
        },
        {
          label: t('limits.deadMan'),
          value: capOf(deadManMs, t('age.seconds', { amount: formats.figure(deadManMs / 1000) })),
          title: t('limits.deadManTitle'),
        },
      ]}
    />
  );
}
