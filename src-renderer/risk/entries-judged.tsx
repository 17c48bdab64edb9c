import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DetailList } from '../components/detail-list.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { useFaultText } from '../stream/use-refusal-text.ts';
import { RiskSection } from './risk-section.tsx';

/** The share of wished entries that a limit denied, and which. */
export function EntriesJudged(): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const faultText = useFaultText();
  const entries = useReplica((replica) => replica.risk.entries);
  const { judged = 0, denied = 0, shadow = 0, byCode = [] } = entries ?? {};
  return (
    <RiskSection title={t('risk.entries')} hint={t('risk.entriesTitle')}>
      <p className="risk-quiet">
        {judged === 0
          ? t('risk.entriesNone')
          : t('risk.share', { denied, judged, share: formats.percent(denied / judged, 0) })}
        {shadow > 0 && ` · ${t('risk.shadow', { count: shadow })}`}
      </p>
      {byCode.length > 0 && (
        <DetailList
          details={byCode.map(({ code, count }) => ({
            label: faultText({ code, message: '', facts: {} }).title,
            value: formats.figure(count),
          }))}
        />
      )}
    </RiskSection>
  );
}
