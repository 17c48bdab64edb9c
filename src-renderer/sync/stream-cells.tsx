import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import type { SyncPhase, SyncStream } from '#shared/contract/sync-health.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { Progress } from '../components/progress.tsx';
import type { Tone } from '../components/tone.ts';
import { countdownText } from '../format/countdown-text.ts';
import { noValue } from '../format/formats.ts';
import { dateText, shortStampText, zonedStampText } from '../format/time-text.ts';
import { useAgeText } from '../format/use-age-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useSync } from '../stream/cockpit-context.ts';
import { useSlowDeskNowMs } from '../stream/desk-clock.ts';
import { useMarketNow } from '../stream/use-market-now.ts';
import { useViewSetting } from '../stream/view-settings.ts';

interface CellProps {
  readonly stream: SyncStream;
}

export function PhaseCell({ stream: { phase } }: CellProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Badge tone={phaseTones[phase]} title={t(`syncPhaseTitle.${phase}`)}>
      {t(`syncPhase.${phase}`)}
    </Badge>
  );
}

const phaseTones: Readonly<Record<SyncPhase, Tone>> = {
  idle: 'neutral',
  backfilling: 'accent',
  repairing: 'accent',
  live: 'up',
  waiting: 'warning',
  paused: 'fault',
  failed: 'fault',
};

/** The last record and how old it is on the market's clock; a calendar reaches into the future. */
export function LastCell({ stream: { lastUtcMs } }: CellProps): ReactNode {
  const zone = useViewSetting('zone');
  const ageText = useAgeText();
  const marketUtcMs = useMarketNow();
  if (lastUtcMs === null) return noValue;
  return (
    <span title={zonedStampText(lastUtcMs, zone)}>
      {shortStampText(lastUtcMs, zone)}{' '}
      <span className="sync-aside">
        {marketUtcMs === null || marketUtcMs < lastUtcMs ? '' : ageText(marketUtcMs - lastUtcMs)}
      </span>
    </span>
  );
}

/** A stream may lag by a bar that is forming, not by more. */
export function LagCell({ stream: { lagMs, timeframe } }: CellProps): ReactNode {
  const ageText = useAgeText();
  if (lagMs === null) return noValue;
  const isLate = lagMs > lagOrdinaryMsMax + (timeframe === null ? 0 : timeframeDurationMs(timeframe));
  return <span className={isLate ? 'sync-late' : undefined}>{ageText(lagMs)}</span>;
}

const lagOrdinaryMsMax = 60_000;

export function RateCell({ stream: { ratePerSecond } }: CellProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  if (ratePerSecond < rateShownMin) return <span className="sync-aside">0</span>;
  return t('sync.perSecond', { rate: formats.points(ratePerSecond) });
}

/** Less than three records a minute: with one decimal it would read as none. */
const rateShownMin = 0.05;

/** How far the past has been fetched, and how long the rest will take at the pace so far. */
export function BackfillCell({ stream }: CellProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  const { backfill, firstUtcMs } = stream;
  if (backfill === null) {
    return (
      <span className="sync-aside">
        {firstUtcMs === null ? noValue : t('sync.since', { date: dateText(firstUtcMs, zone) })}
      </span>
    );
  }
  const { doneRatio, remainingMs, fromUtcMs, toUtcMs } = backfill;
  const span = { from: dateText(fromUtcMs, zone), to: dateText(toUtcMs, zone) };
  return (
    <span className="sync-backfill" title={t('sync.backfillTitle', span)}>
      <Progress label={t('sync.backfillTitle', span)} doneRatio={doneRatio} />
      <span>{formats.percent(doneRatio, 0)}</span>
      <span className="sync-aside">
        {remainingMs === null ? '' : t('sync.remaining', { time: countdownText(remainingMs) })}
      </span>
    </span>
  );
}

export function HolesCell({ stream: { holes } }: CellProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  if (holes === null) return noValue;
  const title = t('sync.expectedHoles', { count: holes.expected });
  if (holes.unexpected === 0) {
    return (
      <span className="sync-aside" title={title}>
        0
      </span>
    );
  }
  return (
    <span className="sync-late" title={title}>
      {formats.figure(holes.unexpected)} ({t('sync.missingBars', { bars: formats.figure(holes.missingBars) })})
    </span>
  );
}

/** When it is tried again, and how often it was. */
export function AttemptCell({
  stream: { attempts, nextAttemptInMs },
}: {
  readonly stream: Pick<SyncStream, 'attempts' | 'nextAttemptInMs'>;
}): ReactNode {
  const { t } = useTranslation();
  const nowMs = useSlowDeskNowMs();
  const receivedAtMs = useSync((view) => view.receivedAtMs) ?? nowMs;
  if (nextAttemptInMs === null) return noValue;
  const remainingMs = nextAttemptInMs - Math.max(0, nowMs - receivedAtMs);
  return (
    <span title={t('sync.attempts', { count: attempts })}>
      {t('sync.inTime', { time: countdownText(remainingMs) })}
    </span>
  );
}
