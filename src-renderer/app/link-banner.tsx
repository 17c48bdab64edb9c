import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { zonedStampText } from '../format/time-text.ts';
import { useAgeText } from '../format/use-age-text.ts';
import { useCockpit, useReplica } from '../stream/cockpit-context.ts';
import { useDeskNowMs } from '../stream/desk-clock.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import './link-banner.css';

/** Says that all that is shown is old, how old, what that does not mean, and what to do. */
export function LinkBanner({ retryAtMs }: { readonly retryAtMs: number }): ReactNode {
  const { t } = useTranslation();
  const { retryNow } = useCockpit();
  const ageText = useAgeText();
  const zone = useViewSetting('zone');
  const nowMs = useDeskNowMs();
  const receivedAtMs = useReplica((replica) => replica.receivedAtMs) ?? nowMs;
  const sentAtUtcMs = useReplica((replica) => replica.sentAtUtcMs) ?? 0;
  const time = zonedStampText(sentAtUtcMs, zone);
  const retrySeconds = Math.max(0, Math.ceil((retryAtMs - nowMs) / 1000));
  return (
    <div className="link-banner">
      <p role="alert" className="link-banner-text">
        <strong>{t('link.disconnected')}</strong> {t('link.lost', { time })}
      </p>
      <p className="link-banner-age">{t('link.age', { age: ageText(nowMs - receivedAtMs) })}</p>
      <p className="link-banner-age">{t('link.retry', { seconds: retrySeconds })}</p>
      <Button size="small" onClick={retryNow}>
        {t('link.retryNow')}
      </Button>
    </div>
  );
}
