import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shortStampText, zonedStampText } from '../format/time-text.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { RiskSection } from './risk-section.tsx';

/** When trading was halted or went on, by whom and why; newest first. */
export function TradingStateHistory(): ReactNode {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const changes = useReplica((replica) => replica.risk.tradingStates) ?? [];
  return (
    <RiskSection title={t('risk.history')}>
      {changes.length === 0 ? (
        <p className="risk-quiet">{t('risk.historyNone')}</p>
      ) : (
        <ol className="risk-list">
          {changes.map(({ state, reason, actor, atUtcMs }, index) => (
            <li
              key={changes.length - index}
              className="history-row"
              title={`${zonedStampText(atUtcMs, zone)}\n${t(`actor.${actor}`)}`}
            >
              <span className="history-time">{shortStampText(atUtcMs, zone)}</span>
              <strong>{t(`tradingState.${state}`)}</strong>
              <span>
                {t(`actor.${actor}`)}: {reason}
              </span>
            </li>
          ))}
        </ol>
      )}
    </RiskSection>
  );
}
