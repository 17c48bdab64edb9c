import type { Citation, Statement } from '#shared/agent/evidence.ts';
import type { Ungrounded } from '#shared/agent/opinion.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { citedStatement, type Piece } from './cited-numbers.ts';
import { useEvidenceDesk } from './evidence-desk.tsx';
import './statement-list.css';
import { useEvidenceWords } from './use-evidence-words.ts';

const noneUngrounded: readonly Ungrounded[] = [];

/** Sentences in which every cited number is a button that opens its record, and one that no record bears out is marked as such. */
export function StatementList({
  label,
  statements,
  ungrounded = noneUngrounded,
}: {
  readonly label: string;
  readonly statements: readonly Statement[];
  readonly ungrounded?: readonly Ungrounded[];
}): ReactNode {
  return (
    <ul className="statements" aria-label={label}>
      {statements.map((statement, index) => (
        // Statements have no names, are never reordered, and two may say the same
        <li key={index}>
          <Sentence statement={statement} ungrounded={ungrounded} />
        </li>
      ))}
    </ul>
  );
}

function Sentence({
  statement,
  ungrounded,
}: {
  readonly statement: Statement;
  readonly ungrounded: readonly Ungrounded[];
}): ReactNode {
  const { symbol, find } = useEvidenceDesk();
  const { textOf } = useEvidenceWords(symbol);
  const { pieces, besides } = citedStatement(statement, ungrounded);
  return (
    <>
      {pieces.map((piece, index) => (
        // Pieces follow from the sentence and stay in their order
        <PieceText key={index} piece={piece} />
      ))}
      {besides.map((citation) => (
        <CitedNumber
          key={`${citation.evidenceId} ${citation.value}`}
          citation={citation}
          isUngrounded={citation.isUngrounded}
          text={textOf({ ...citation, unit: find(citation.evidenceId)?.unit ?? '' })}
        />
      ))}
    </>
  );
}

function PieceText({ piece }: { readonly piece: Piece }): ReactNode {
  const { t } = useTranslation();
  switch (piece.kind) {
    case 'words':
      return piece.text;
    case 'cited':
      return <CitedNumber citation={piece.citation} isUngrounded={piece.isUngrounded} text={piece.text} />;
    case 'ungrounded':
      return (
        <mark className="ungrounded-number" title={t('opinion.noRecordTitle')}>
          {piece.text}
          <span aria-hidden="true">?</span>
          <span className="only-spoken"> {t('opinion.noRecord')}</span>
        </mark>
      );
  }
}

function CitedNumber({
  citation: { evidenceId },
  isUngrounded,
  text,
}: {
  readonly citation: Citation;
  readonly isUngrounded: boolean;
  readonly text: string;
}): ReactNode {
  const { t } = useTranslation();
  const { symbol, find, open, show } = useEvidenceDesk();
  const { labelOf } = useEvidenceWords(symbol);
  const label = labelOf({ evidenceId, label: find(evidenceId)?.label ?? evidenceId });
  return (
    <button
      type="button"
      className={isUngrounded ? 'cited-number cited-wrongly' : 'cited-number'}
      aria-expanded={open === evidenceId}
      title={isUngrounded ? `${label}\n${t('opinion.otherValue')}` : label}
      onClick={() => show(open === evidenceId ? null : evidenceId)}
    >
      {text}
      {isUngrounded && <span aria-hidden="true">?</span>}
      <span className="only-spoken"> {isUngrounded ? t('opinion.otherValue') : label}</span>
    </button>
  );
}
