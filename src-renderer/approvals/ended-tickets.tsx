import type { EndedApproval } from '#shared/contract/cockpit-snapshot.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import type { Tone } from '../components/tone.ts';
import { volumeText } from '../format/price-text.ts';
import { zonedStampText } from '../format/time-text.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import './ended-tickets.css';

const shownMax = 50;

/** What became of earlier tickets, newest first. */
export function EndedTickets(): ReactNode {
  const { t } = useTranslation();
  const ended = useReplica((replica) => replica.endedApprovals) ?? [];
  if (ended.length === 0) return null;
  return (
    <section className="ended-tickets" aria-label={t('ended.title')}>
      <h3 className="ended-title">{t('ended.title')}</h3>
      <ol className="ended-list">
        {ended.slice(0, shownMax).map((approval) => (
          <Ended key={approval.ticket.approvalId} approval={approval} />
        ))}
      </ol>
    </section>
  );
}

function Ended({ approval }: { readonly approval: EndedApproval }): ReactNode {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const { ticket, outcome, actor, reason, endedAtUtcMs } = approval;
  const { side, symbol, volume } = ticket.parameters;
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  return (
    <li className="ended">
      <p className="ended-line">
        <Badge tone={tones[outcome]}>{t(`outcome.${outcome}`)}</Badge>
        <span>
          {t(`side.${side}`)} {volumeText(volume, instrument)} {symbol}
        </span>
        <time className="ended-time">{zonedStampText(endedAtUtcMs, zone)}</time>
      </p>
      <p className="ended-reason">
        {t(`actor.${actor}`)}
        {reason !== '' && `: ${reason}`}
      </p>
    </li>
  );
}

const tones: Readonly<Record<EndedApproval['outcome'], Tone>> = {
  approved: 'accent',
  rejectedByTrader: 'neutral',
  expired: 'warning',
  superseded: 'neutral',
  denied: 'fault',
};
