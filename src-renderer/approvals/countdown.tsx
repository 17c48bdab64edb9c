import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countdownText } from '../format/countdown-text.ts';
import { useDeskNowMs } from '../stream/desk-clock.ts';
import './countdown.css';

/** The last stretch of a ticket's life, in which it asks for attention. */
const urgentMs = 30_000;

/** What is left of a ticket on the window's monotonic clock, as figures and as a bar that runs out. */
export function Countdown({
  deadlineMs,
  validForMs,
}: {
  readonly deadlineMs: number;
  readonly validForMs: number;
}): ReactNode {
  const { t } = useTranslation();
  const leftMs = Math.max(0, deadlineMs - useDeskNowMs());
  const leftShare = validForMs === 0 ? 0 : Math.min(1, leftMs / validForMs);
  return (
    <div
      className={leftMs <= urgentMs ? 'countdown countdown-urgent' : 'countdown'}
      role="timer"
      aria-label={t('ticket.timeLeft')}
    >
      <span className="countdown-text">{countdownText(leftMs)}</span>
      <svg className="countdown-bar" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
        <rect className="countdown-ground" width="100" height="3" />
        <rect className="countdown-left" width={leftShare * 100} height="3" />
      </svg>
    </div>
  );
}
