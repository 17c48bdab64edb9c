import type { ContractClient } from '#shared/contract/contract-client.ts';
import { useState } from 'react';
import type { Refusal } from './ask-engine.ts';
import { useCockpit } from './cockpit-context.ts';

export interface DialogRequest {
  readonly isSending: boolean;
  /** Of the last attempt; after it the trader may try again. */
  readonly refusal: Refusal | null;
  /** True where the engine took it. */
  readonly send: (request: (client: ContractClient) => Promise<unknown>) => Promise<boolean>;
}

/** One request at a time from a dialog, which stays open with the reason when it is refused. */
export function useDialogRequest(): DialogRequest {
  const { ask } = useCockpit();
  const [state, setState] = useState<'open' | 'sending' | Refusal>('open');
  return {
    isSending: state === 'sending',
    refusal: typeof state === 'object' ? state : null,
    send: async (request) => {
      setState('sending');
      const answer = await ask(request);
      setState(answer.ok ? 'open' : answer.error);
      return answer.ok;
    },
  };
}
