import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countdownText } from '../format/countdown-text.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { useDeskNowMs } from '../stream/desk-clock.ts';
import type { WaitingQuestion } from '../stream/replica.ts';
import './open-questions.css';

/** Setups that the agents look at just now: a ticket follows, or does not. */
export function OpenQuestions(): ReactNode {
  const { t } = useTranslation();
  const questions = useReplica((replica) => replica.questions) ?? [];
  if (questions.length === 0) return null;
  return (
    <ul className="open-questions" aria-label={t('question.title')}>
      {questions.map((question) => (
        <OpenQuestion key={question.decisionId} question={question} />
      ))}
    </ul>
  );
}

function OpenQuestion({ question: { scenario, symbol, endsAtMs } }: { readonly question: WaitingQuestion }): ReactNode {
  const { t } = useTranslation();
  const leftMs = endsAtMs - useDeskNowMs();
  return (
    <li className="open-question">
      <span>{t('question.one', { scenario, symbol })}</span>
      <span className="open-question-left">{t('question.left', { time: countdownText(leftMs) })}</span>
    </li>
  );
}
