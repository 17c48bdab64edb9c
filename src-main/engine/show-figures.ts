import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { TicketFigures } from '#shared/contract/ticket-figures.ts';
import type { Step } from './step.ts';
import { ticketFigures } from './ticket-figures.ts';

/** A ticket's figures are told no more often. */
const figuresMsMin = 1_000;

const minuteMs = 60_000;

/** Tells the figures of the tickets that wait, where they are others than those told before. */
export function showFigures(step: Step): void {
  const { desk, dependencies, state } = step;
  const now = dependencies.monotonicClock.nowMs();
  for (const ticket of Object.values(state.tickets)) {
    const { approvalId } = ticket;
    const shown = desk.figuresShown.get(approvalId);
    if (shown !== undefined && now - shown.atMs < figuresMsMin) continue;
    const figures = ticketFigures(ticket, step);
    const told = tellingOf(figures);
    if (told === shown?.figures) continue;
    desk.figuresShown.set(approvalId, { atMs: now, figures: told });
    step.show({ kind: 'ticketFiguresChanged', approvalId, figures });
  }
}

/** That time passes is no news before it is a minute. */
const tellingOf = ({ asOfUtcMs: _asOf, untilRolloverMs, untilWeekendMs, ...figures }: TicketFigures): string =>
  canonicalJson({
    ...figures,
    rolloverMinutes: Math.floor(untilRolloverMs / minuteMs),
    weekendMinutes: untilWeekendMs === null ? null : Math.floor(untilWeekendMs / minuteMs),
  });
