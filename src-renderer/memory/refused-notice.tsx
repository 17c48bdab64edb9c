import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../components/notice.tsx';
import type { Refusal } from '../stream/ask-engine.ts';
import { useRefusalText } from '../stream/use-refusal-text.ts';

/** Why there is no answer. Looking something up changes nothing, so there is no more to say than that. */
export function RefusedNotice({ refusal }: { readonly refusal: Refusal }): ReactNode {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  if (refusal.kind === 'refused') {
    const { title, text } = refusalText(refusal);
    return (
      <Notice tone="warning" role="status" title={title}>
        {text}
      </Notice>
    );
  }
  return <Notice tone="warning" role="status" title={t('memory.refused')} />;
}
