import type { ContractClient } from '#shared/contract/contract-client.ts';
import { useEffect, useState } from 'react';
import type { Refusal } from './ask-engine.ts';
import { useCockpit, useIsConnected } from './cockpit-context.ts';

export interface Answered<Answer> {
  /** The newest answer there is; while the next one is awaited, still that of the wish before. */
  readonly answer: Answer | null;
  readonly refusal: Refusal | null;
  readonly isAsking: boolean;
}

export interface Asking<Wish, Answer> {
  /** Asked whenever it is another object; null asks nothing. */
  readonly wish: Wish | null;
  /** Stable between renders. */
  readonly request: (client: ContractClient, wish: Wish, signal: AbortSignal) => Promise<Answer>;
}

/** Asks the engine, and again when the engine is back: the newest wish wins, and a request that it overtakes is cancelled. */
export function useAnswer<Wish, Answer>({ wish, request }: Asking<Wish, Answer>): Answered<Answer> {
  const { ask } = useCockpit();
  const isConnected = useIsConnected();
  const [state, setState] = useState<State<Wish, Answer>>({ of: null, answer: null, refusal: null });
  useEffect(() => {
    if (wish === null || !isConnected) return undefined;
    const life = new AbortController();
    void ask((client) => request(client, wish, life.signal)).then((answer) => {
      if (life.signal.aborted) return;
      setState({ of: wish, answer: answer.ok ? answer.value : null, refusal: answer.ok ? null : answer.error });
    });
    return () => life.abort();
  }, [ask, isConnected, wish, request]);
  const { of, answer, refusal } = state;
  return { answer, refusal, isAsking: isConnected && wish !== null && of !== wish };
}

interface State<Wish, Answer> extends Pick<Answered<Answer>, 'answer' | 'refusal'> {
  /** The wish that was answered. */
  readonly of: Wish | null;
}
