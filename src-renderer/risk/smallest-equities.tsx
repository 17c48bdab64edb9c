import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DetailList } from '../components/detail-list.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { RiskSection } from './risk-section.tsx';

/** How large an account has to be for each scenario's symbol to be traded at all. */
export function SmallestEquities(): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const smallest = useReplica((replica) => replica.risk.smallestEquities) ?? [];
  return (
    <RiskSection title={t('risk.smallest')} hint={t('risk.smallestTitle')}>
      {smallest.length === 0 ? (
        <p className="risk-quiet">{t('risk.smallestNone')}</p>
      ) : (
        <DetailList
          details={smallest.map(({ scenario, symbol, timeframe, equityMoney }) => ({
            label: t('risk.smallestOne', { scenario, symbol, timeframe }),
            value: equityMoney === null ? t('risk.noData') : formats.money(equityMoney),
          }))}
        />
      )}
    </RiskSection>
  );
}
