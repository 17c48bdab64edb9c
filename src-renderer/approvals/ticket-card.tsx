import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LevelChart } from '../charts/level-chart.tsx';
import { Badge } from '../components/badge.tsx';
import { CheckList } from '../components/check-list.tsx';
import { Notice } from '../components/notice.tsx';
import { volumeText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import type { WaitingApproval } from '../stream/replica.ts';
import { useChecks } from '../stream/use-checks.ts';
import { Countdown } from './countdown.tsx';
import { PriceLadder } from './price-ladder.tsx';
import { TicketActions } from './ticket-actions.tsx';
import './ticket-card.css';
import { TicketDetails } from './ticket-details.tsx';
import { ticketDistances } from './ticket-distances.ts';
import { TicketOpinion } from './ticket-opinion.tsx';
import { ticketStaleness } from './ticket-staleness.ts';

/** One ticket in full: what would be done, at what price, at what risk, why, what the agents say of it, and the decision. */
export function TicketCard({ approval }: { readonly approval: WaitingApproval }): ReactNode {
  const { t } = useTranslation();
  const { ticket, deadlineMs, figures } = approval;
  const { symbol, side, volume } = ticket.parameters;
  const checksOf = useChecks(symbol);
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  const timeframe = useReplica(
    ({ scenarios }) =>
      scenarios.find((one) => one.symbol === symbol && one.scenario === ticket.intent.scenario)?.timeframe ?? null,
  );
  const distances =
    instrument === undefined || figures.price === null ? null : ticketDistances(ticket, instrument, figures.price);
  const staleness = ticketStaleness(figures, distances);
  return (
    <article className="ticket" aria-label={t('ticket.label', { side: t(`side.${side}`), symbol })}>
      <header className="ticket-head">
        <p className="ticket-order">
          <Badge tone={side === 'buy' ? 'up' : 'down'} look="solid">
            {t(`side.${side}`)}
          </Badge>
          <strong>{volumeText(volume, instrument)}</strong>
          <strong>{symbol}</strong>
          <span className="ticket-origin">{t('ticket.origin', { scenario: ticket.intent.scenario })}</span>
        </p>
        <Countdown deadlineMs={deadlineMs} validForMs={ticket.validForMs} />
      </header>
      <div className="ticket-body">
        <Levels approval={approval} />
        {instrument === undefined && <Notice tone="warning" title={t('ticket.noInstrument')} />}
        {staleness !== null && <Stale approval={approval} staleness={staleness} />}
        <TicketDetails approval={approval} distances={distances} />
        <LevelChart ticket={ticket} timeframe={timeframe ?? 'H1'} />
        <TicketOpinion approval={approval} />
        <CheckList
          label={t('ticket.filters')}
          checks={checksOf(ticket.filters)}
          words={{
            name: t('ticket.filters'),
            value: t('check.value'),
            threshold: t('check.threshold'),
            passed: t('check.passed'),
            failed: t('check.failed'),
          }}
        />
      </div>
      <TicketActions ticket={ticket} deadlineMs={deadlineMs} staleness={staleness} />
    </article>
  );
}

function Levels({ approval: { ticket, figures } }: { readonly approval: WaitingApproval }): ReactNode {
  const { stop, worstPrice, target } = ticket.parameters;
  if (figures.price === null) return null;
  return <PriceLadder stop={stop} worst={worstPrice} now={figures.price} target={target} />;
}

/** Why the ticket cannot be approved as it stands. */
function Stale({
  approval: { figures },
  staleness,
}: {
  readonly approval: WaitingApproval;
  readonly staleness: NonNullable<ReturnType<typeof ticketStaleness>>;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const [drift, limit] = [formats.signedMultiple(figures.driftR), formats.multiple(figures.driftLimitR)];
  return (
    <Notice tone="warning" role="status" title={t(`ticket.stale.${staleness}`, { drift, limit })}>
      {t('ticket.staleText')}
    </Notice>
  );
}
