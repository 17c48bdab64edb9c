import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { DetailList } from '../components/detail-list.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { RiskSection } from './risk-section.tsx';

/** The broker's day: what trading made of it, apart from what was paid in and out. */
export function DayList(): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const day = useReplica((replica) => replica.day);
  return (
    <RiskSection title={t('risk.day')}>
      {day === null ? (
        <p className="risk-quiet">{t('risk.dayNone')}</p>
      ) : (
        <DetailList
          details={[
            {
              label: t('risk.baseline'),
              title: `${t('risk.baselineTitle')}\n${t(`risk.source.${day.source}`)}`,
              value: formats.money(day.baseline),
            },
            {
              label: t('risk.result'),
              title: t('risk.resultTitle'),
              value: <Amount value={day.profit} text={formats.signedMoney(day.profit)} />,
            },
            { label: t('risk.cash'), value: formats.signedMoney(day.cash) },
            {
              label: t('risk.lossLimit'),
              value: day.lossLimit === null ? t('risk.noData') : formats.money(-Math.abs(day.lossLimit)),
            },
          ]}
        />
      )}
    </RiskSection>
  );
}
