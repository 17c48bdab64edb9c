import type { OpenApproval } from '#shared/contract/cockpit-snapshot.ts';
import type { Opinion } from '#shared/agent/opinion.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { EnterIntent } from '#shared/trading/trade-intent.ts';
import { ticketRemainingMs } from '#main/approval/ticket-expiry.ts';
import type { Desk } from './desk.ts';
import type { EngineDependencies } from './engine-dependencies.ts';
import { scenarioKey, type EngineState } from './engine-state.ts';
import type { LiveMarket } from './live-market.ts';
import { ticketClocks } from './ticket-clocks.ts';
import { ticketFigures } from './ticket-figures.ts';

export interface TicketScene {
  readonly dependencies: EngineDependencies;
  readonly state: EngineState;
  readonly market: LiveMarket;
  readonly desk: Desk;
}

/** A ticket as the trader sees it: what was thought of its decision, and what it would do to the account now. */
export const openApproval = (ticket: ApprovalTicket, scene: TicketScene): OpenApproval => ({
  ticket,
  remainingMs: ticketRemainingMs(ticket, ticketClocks(scene, ticket).elapsedMs),
  opinion: opinionOn(ticket.intent, scene.state),
  figures: ticketFigures(ticket, scene),
});

/** Null where nobody was asked, or nobody answered. */
function opinionOn({ scenario, symbol, decisionId }: EnterIntent, { scenarios }: EngineState): Opinion | null {
  const advice = scenarios[scenarioKey(scenario, symbol)]?.advice ?? null;
  return advice?.decisionId === decisionId ? advice.opinion : null;
}
