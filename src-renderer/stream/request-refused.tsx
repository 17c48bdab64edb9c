import type { ReactNode } from 'react';
import { Notice } from '../components/notice.tsx';
import type { Refusal } from './ask-engine.ts';
import { useIsConnected } from './cockpit-context.ts';
import { useRefusalText } from './use-refusal-text.ts';

/** Why the engine did not do it, in the dialog that asked; and without a connection, that nothing can be sent. */
export function RequestRefused({ refusal }: { readonly refusal: Refusal | null }): ReactNode {
  const refusalText = useRefusalText();
  const isConnected = useIsConnected();
  const shown = refusal ?? (isConnected ? null : ({ kind: 'notSent' } as const));
  if (shown === null) return null;
  const { title, text } = refusalText(shown);
  return (
    <Notice tone="fault" role="alert" title={title}>
      {text}
    </Notice>
  );
}
