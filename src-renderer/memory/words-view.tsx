import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { SimilarTexts, SimilarTextsWish } from '#shared/contract/memory.ts';
import { kindOf, type RecordId } from '#shared/trading/record-id.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { TextField } from '../components/text-field.tsx';
import { minuteStampText, zoneText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { AnswerMark } from './answer-mark.tsx';
import { LinkButton } from './link-button.tsx';
import { RefusedNotice } from './refused-notice.tsx';
import { useAnswer } from '../stream/use-answer.ts';
import './words-view.css';

const similarTexts = (client: ContractClient, wish: SimilarTextsWish, signal: AbortSignal) =>
  client.memory.similarTexts(wish, { signal });

/** Decisions and lessons that say what the trader says. */
export function WordsView({ onOpenChain }: { readonly onOpenChain: (id: RecordId) => void }): ReactNode {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [wish, setWish] = useState<SimilarTextsWish | null>(null);
  const { answer, refusal, isAsking } = useAnswer({ wish, request: similarTexts });
  const search = (): void => {
    if (typed.trim() !== '') setWish({ text: typed.trim(), asOfUtcMs: null, k: 20 });
  };
  return (
    <div className="words">
      <form
        className="words-form"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          search();
        }}
      >
        <TextField
          label={t('memory.wordsField')}
          isLabelSpokenOnly
          maxLength={2000}
          value={typed}
          onChange={setTyped}
        />
        <Button isBusy={isAsking} disabled={typed.trim() === ''} onClick={search}>
          {t('memory.search')}
        </Button>
      </form>
      {refusal !== null && <RefusedNotice refusal={refusal} />}
      {answer === null && refusal === null && <EmptyState title={t('memory.wordsNone')} hint={t('memory.wordsHint')} />}
      {answer !== null && <Texts answer={answer} onOpenChain={onOpenChain} />}
    </div>
  );
}

function Texts({
  answer: { neighbours, adapter, method },
  onOpenChain,
}: {
  readonly answer: SimilarTexts;
  readonly onOpenChain: (id: RecordId) => void;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  if (neighbours.length === 0) {
    return <EmptyState title={t('memory.wordsNothing')} hint={t('memory.wordsNothingHint')} />;
  }
  return (
    <>
      <p className="words-by" role="status">
        <Method method={method} />
        <AnswerMark of="vectors" adapter={adapter} />
      </p>
      <ol className="words-found">
        {neighbours.map(({ recordId: record, text, knownAtUtcMs, distance }) => (
          <li key={record} className="words-one">
            <p className="words-text">{text}</p>
            <p className="words-about">
              <span>{t(`recordKind.${kindOf(record)}`)}</span>
              <span>{`${minuteStampText(knownAtUtcMs, zone)} ${zoneText(knownAtUtcMs, zone)}`}</span>
              <span title={t('memory.distanceTitle')}>
                {t('memory.distance')} {formats.distance(distance)}
              </span>
              <LinkButton label={t('memory.toChainOne', { record })} onClick={() => onOpenChain(record)}>
                {record}
              </LinkButton>
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}

/** How words became numbers; the program's own method compares letters, not meaning, and says so. */
function Method({ method }: { readonly method: string }): ReactNode {
  const { t } = useTranslation();
  if (!method.startsWith('local-')) {
    return <span className="memory-quiet">{t('memory.method', { method: method.replace(/^ollama:/, '') })}</span>;
  }
  return (
    <Badge tone="neutral" title={t('memory.methodLocalTitle')}>
      {t('memory.method', { method: t('memory.methodLocal') })}
    </Badge>
  );
}
