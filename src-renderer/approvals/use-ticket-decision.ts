import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { useState } from 'react';
import type { Refusal } from '../stream/ask-engine.ts';
import { useCockpit } from '../stream/cockpit-context.ts';

/** `sent`: the engine has taken the decision; the ticket ends with the next news from it. */
export type Decision =
  | { readonly kind: 'open' }
  | { readonly kind: 'sending'; readonly verb: 'approve' | 'reject' }
  | { readonly kind: 'sent'; readonly verb: 'approve' | 'reject' }
  | { readonly kind: 'refused'; readonly verb: 'approve' | 'reject'; readonly refusal: Refusal };

export interface TicketDecision {
  readonly decision: Decision;
  readonly approve: () => Promise<void>;
  readonly reject: (reason: string) => Promise<void>;
}

/**
 * The decision on one ticket. Approving sends back the very parameters that were on the screen. While an answer is out nothing more is
 * sent; after a refusal the trader may decide again.
 */
export function useTicketDecision({ approvalId, parameters }: ApprovalTicket): TicketDecision {
  const { ask } = useCockpit();
  const [decision, setDecision] = useState<Decision>({ kind: 'open' });
  const isOpen = decision.kind === 'open' || decision.kind === 'refused';
  return {
    decision,
    approve: async () => {
      if (!isOpen) return;
      setDecision({ kind: 'sending', verb: 'approve' });
      const answer = await ask((client) => client.approval.approve({ approvalId, parameters }));
      setDecision(
        answer.ok ? { kind: 'sent', verb: 'approve' } : { kind: 'refused', verb: 'approve', refusal: answer.error },
      );
    },
    reject: async (reason) => {
      if (!isOpen) return;
      setDecision({ kind: 'sending', verb: 'reject' });
      const answer = await ask((client) => client.approval.reject({ approvalId, reason }));
      setDecision(
        answer.ok ? { kind: 'sent', verb: 'reject' } : { kind: 'refused', verb: 'reject', refusal: answer.error },
      );
    },
  };
}
