import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import { useState } from 'react';
import type { Refusal } from '../stream/ask-engine.ts';
import { useCockpit } from '../stream/cockpit-context.ts';
import type { Wished } from './ticket-change.ts';

export type Verb = 'approve' | 'reject' | 'modify';

/** `sent`: the engine has taken the decision; the ticket ends with the next news from it. */
export type Decision =
  | { readonly kind: 'open' }
  | { readonly kind: 'sending'; readonly verb: Verb }
  | { readonly kind: 'sent'; readonly verb: Verb }
  | { readonly kind: 'refused'; readonly verb: Verb; readonly refusal: Refusal };

export interface TicketDecision {
  readonly decision: Decision;
  readonly approve: () => Promise<void>;
  readonly reject: (reason: string) => Promise<void>;
  /** Asks again: with what is wanted otherwise, or, where nothing is, at the price of now. */
  readonly modify: (wished: Wished) => Promise<void>;
}

/**
 * The decision on one ticket. Approving sends back the very parameters that were on the screen. While an answer is out nothing more is
 * sent; after a refusal the trader may decide again.
 */
export function useTicketDecision({ approvalId, parameters }: ApprovalTicket): TicketDecision {
  const { ask } = useCockpit();
  const [decision, setDecision] = useState<Decision>({ kind: 'open' });
  const isOpen = decision.kind === 'open' || decision.kind === 'refused';
  const send = async (verb: Verb, request: (client: ContractClient) => Promise<unknown>): Promise<void> => {
    if (!isOpen) return;
    setDecision({ kind: 'sending', verb });
    const answer = await ask(request);
    setDecision(answer.ok ? { kind: 'sent', verb } : { kind: 'refused', verb, refusal: answer.error });
  };
  return {
    decision,
    approve: () => send('approve', (client) => client.approval.approve({ approvalId, parameters })),
    reject: (reason) => send('reject', (client) => client.approval.reject({ approvalId, reason })),
    modify: (change) => send('modify', (client) => client.approval.modify({ approvalId, parameters, change })),
  };
}
