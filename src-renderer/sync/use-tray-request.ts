import type { ContractClient } from '#shared/contract/contract-client.ts';
import { useState } from 'react';
import { useCockpit } from '../stream/cockpit-context.ts';
import { addMessage } from '../stream/messages.ts';
import { useRefusalText, type RefusalText } from '../stream/use-refusal-text.ts';

export interface TrayRequest {
  readonly isAsking: boolean;
  readonly send: <Answer>(
    request: (client: ContractClient) => Promise<Answer>,
    textOf: (answer: Answer) => RefusalText,
  ) => Promise<void>;
}

/** One request at a time whose answer, or whose refusal, is told in the tray. */
export function useTrayRequest(): TrayRequest {
  const { ask } = useCockpit();
  const refusalText = useRefusalText();
  const [isAsking, setAsking] = useState(false);
  return {
    isAsking,
    send: async (request, textOf) => {
      setAsking(true);
      const answer = await ask(request);
      setAsking(false);
      if (answer.ok) addMessage({ tone: 'neutral', ...textOf(answer.value) });
      else addMessage({ tone: 'warning', ...refusalText(answer.error) });
    },
  };
}
