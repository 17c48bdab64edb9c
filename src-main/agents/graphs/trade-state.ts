import { Annotation } from '@langchain/langgraph';
import type { EndedTicket } from '#main/ports/analyst.ts';
import type { DecisionId } from '#shared/trading/ids.ts';
import type { Phase, PhaseFacts } from '#shared/trading/phase.ts';

/** What a checkpoint holds, as JSON: where the graph stands, and which ticket it waits for. What was read and said is the run's record. */
export const tradeState = Annotation.Root({
  runId: Annotation<string>(),
  phase: Annotation<Phase>(),
  facts: Annotation<PhaseFacts>(),
  /** Null: this pass waits for no ticket. */
  awaited: Annotation<DecisionId | null>(),
});

export type TradeState = typeof tradeState.State;

/** What a graph is resumed with once the ticket that it waits for has ended. */
export type TicketWord = Pick<EndedTicket, 'approvalId' | 'outcome'>;
