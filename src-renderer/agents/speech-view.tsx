import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Speech } from '../stream/agent-runs.ts';
import './speech-view.css';
import { spokenWords } from './spoken-words.ts';

/** A model's words as they come, in a box of one size: what is below stays where it is. What it thinks is folded. */
export function SpeechView({ speech: { model, said, thought } }: { readonly speech: Speech }): ReactNode {
  const { t } = useTranslation();
  const words = spokenWords(said);
  return (
    <div className="speech">
      <Stream label={t('agents.words', { model })} text={words === '' ? t('agents.noWords') : words} />
      {thought !== '' && (
        <details className="speech-thought">
          <summary>{t('agents.thinking')}</summary>
          <Stream label={t('agents.thoughts', { model })} text={thought} />
        </details>
      )}
    </div>
  );
}

/** Shows its end. */
function Stream({ label, text }: { readonly label: string; readonly text: string }): ReactNode {
  const element = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    if (element.current !== null) element.current.scrollTop = element.current.scrollHeight;
  }, [text]);
  return (
    <pre ref={element} className="speech-text" tabIndex={0} aria-label={label}>
      {text}
    </pre>
  );
}
