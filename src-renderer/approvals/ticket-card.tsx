import type { Quote } from '#shared/market/quote.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { CheckList } from '../components/check-list.tsx';
import { Notice } from '../components/notice.tsx';
import { volumeText } from '../format/price-text.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import type { WaitingApproval } from '../stream/replica.ts';
import { useChecks } from '../stream/use-checks.ts';
import { Countdown } from './countdown.tsx';
import { PriceLadder } from './price-ladder.tsx';
import { TicketActions } from './ticket-actions.tsx';
import './ticket-card.css';
import { TicketDetails } from './ticket-details.tsx';
import { ticketFigures, type TicketFigures } from './ticket-figures.ts';

/** One ticket in full: what would be done, at what price, at what risk, why, and the decision. */
export function TicketCard({ approval }: { readonly approval: WaitingApproval }): ReactNode {
  const { t } = useTranslation();
  const { ticket, deadlineMs } = approval;
  const { symbol, side, volume } = ticket.parameters;
  const checksOf = useChecks(symbol);
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  const quote: Quote = useReplica((replica) => replica.quotes.get(symbol)) ?? ticket.quote;
  const figures = instrument === undefined ? null : ticketFigures(ticket, instrument, quote);
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
        {figures === null ? (
          <Notice tone="warning" title={t('ticket.noInstrument')} />
        ) : (
          <Figures approval={approval} figures={figures} />
        )}
        <CheckList
          label={t('ticket.reasons')}
          checks={checksOf(ticket.filters)}
          words={{
            name: t('ticket.reasons'),
            value: t('check.value'),
            threshold: t('check.threshold'),
            passed: t('check.passed'),
            failed: t('check.failed'),
          }}
        />
      </div>
      <TicketActions ticket={ticket} deadlineMs={deadlineMs} />
    </article>
  );
}

function Figures({
  approval,
  figures,
}: {
  readonly approval: WaitingApproval;
  readonly figures: TicketFigures;
}): ReactNode {
  const { t } = useTranslation();
  const { stop, worstPrice, target } = approval.ticket.parameters;
  return (
    <>
      <PriceLadder stop={stop} worst={worstPrice} now={figures.priceNow} target={target} />
      {figures.isPastWorst && (
        <Notice tone="warning" title={t('ticket.pastWorst')}>
          {t('ticket.pastWorstText')}
        </Notice>
      )}
      <TicketDetails ticket={approval.ticket} figures={figures} />
    </>
  );
}
