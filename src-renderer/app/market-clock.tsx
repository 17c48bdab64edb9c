import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { noValue } from '../format/formats.ts';
import { stampText, zoneText } from '../format/time-text.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import './market-clock.css';

/** The terminal's time, which in a replay is the replay's. */
export function MarketClock(): ReactNode {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const marketUtcMs = useReplica((replica) => replica.marketUtcMs);
  return (
    <span className="market-clock" title={t('strip.marketTimeTitle')}>
      <span className="market-clock-label">{t('strip.marketTime')}</span>
      {marketUtcMs === null ? (
        noValue
      ) : (
        <time>
          {stampText(marketUtcMs, zone)} <span className="market-clock-label">{zoneText(marketUtcMs, zone)}</span>
        </time>
      )}
    </span>
  );
}
