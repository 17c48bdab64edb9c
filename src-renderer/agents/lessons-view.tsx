import type { LessonView } from '#shared/contract/agents.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DetailList } from '../components/detail-list.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { zonedStampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { EvidenceOf, useEvidenceDesk } from '../opinions/evidence-desk.tsx';
import { OpenEvidence } from '../opinions/open-evidence.tsx';
import { useEvidenceWords } from '../opinions/use-evidence-words.ts';
import { UngroundedBadge } from '../opinions/verdict-card.tsx';
import { useReplica } from '../stream/cockpit-context.ts';
import { goTo } from '../stream/places.ts';
import { RequestRefused } from '../stream/request-refused.tsx';
import { useAnswer } from '../stream/use-answer.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import './lessons-view.css';
import { RetireLessonDialog } from './retire-lesson-dialog.tsx';

const shownMax = 100;

const fetchLessons = (client: ContractClient, wish: { readonly limit: number }, signal: AbortSignal) =>
  client.agents.lessons({ beforeUtcMs: null, ...wish }, { signal });

/** What closed trades taught, how often it was shown to decisions, and what came of that. */
export function LessonsView(): ReactNode {
  const { t } = useTranslation();
  const changes = useReplica((replica) => replica.lessonChanges);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- after a change the same is wished for anew
  const wish = useMemo(() => ({ limit: shownMax }), [changes]);
  const { answer, refusal, isAsking } = useAnswer({ wish, request: fetchLessons });
  const [retiring, setRetiring] = useState<LessonView | null>(null);
  if (answer === null) {
    return (
      <div className="lessons">
        {isAsking ? <p className="agents-quiet">{t('agents.asking')}</p> : <RequestRefused refusal={refusal} />}
      </div>
    );
  }
  if (answer.length === 0) return <EmptyState title={t('lessons.none')} hint={t('lessons.noneHint')} />;
  return (
    <div className="agents-scroll lessons" aria-busy={isAsking}>
      {answer.map((view) => (
        <LessonCard key={view.lesson.lessonId} view={view} onRetire={() => setRetiring(view)} />
      ))}
      {answer.length === shownMax && <p className="agents-quiet">{t('lessons.cut', { shown: shownMax })}</p>}
      {retiring !== null && <RetireLessonDialog view={retiring} onClose={() => setRetiring(null)} />}
    </div>
  );
}

function LessonCard({ view, onRetire }: { readonly view: LessonView; readonly onRetire: () => void }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  const { lesson, retired } = view;
  const { lessonId, scenario, symbol, side, regime, rMultiple, model, learntAtUtcMs, evidence } = lesson;
  return (
    <EvidenceOf symbol={symbol} evidence={evidence}>
      <article className="lesson" aria-label={t('lessons.one', { symbol, time: zonedStampText(learntAtUtcMs, zone) })}>
        <p className="turn-line">
          <strong>{symbol}</strong>
          <span>
            {t(`side.${side}`)} · {t('scenarios.name', { scenario })}
            {regime !== null && ` · ${t(`regime.${regime}`)}`}
          </span>
          <Amount value={rMultiple} text={formats.signedMultiple(rMultiple)} />
          {!lesson.isGrounded && <UngroundedBadge />}
          {retired !== null && (
            <Badge tone="neutral" title={retired.reason}>
              {t('lessons.retired')}
            </Badge>
          )}
          <span className="turn-quiet">
            {model ?? t('opinion.rulesOnly')} · <time>{zonedStampText(learntAtUtcMs, zone)}</time>
          </span>
        </p>
        <p className="lesson-words">
          {lesson.situation} {lesson.observation}
        </p>
        <p className="lesson-words lesson-advice">{lesson.advice}</p>
        <LessonEffect view={view} />
        <LessonEvidence />
        <OpenEvidence />
        {retired !== null && (
          <p className="agents-quiet">
            {t('lessons.retiredBecause', { time: zonedStampText(retired.atUtcMs, zone), reason: retired.reason })}
          </p>
        )}
        <p className="lesson-actions">
          <Button size="small" onClick={() => goTo({ kind: 'chain', recordId: lessonId })}>
            {t('opinion.toChain')}
          </Button>
          <Button size="small" onClick={() => goTo({ kind: 'run', runId: lesson.runId })}>
            {t('lessons.toRun')}
          </Button>
          {retired === null && (
            <Button size="small" onClick={onRetire}>
              {t('lessons.retire')}
            </Button>
          )}
        </p>
      </article>
    </EvidenceOf>
  );
}

/** An effect without an interval is not told: of too few trades anything may be said. */
function LessonEffect({
  view: { uses, tradesWith, tradesWithout, effectR, lowR, highR },
}: {
  readonly view: LessonView;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const isKnown = effectR !== null && lowR !== null && highR !== null;
  return (
    <DetailList
      columns={2}
      details={[
        { label: t('lessons.uses'), value: formats.figure(uses), title: t('lessons.usesTitle') },
        {
          label: t('lessons.effect'),
          value: isKnown
            ? t('lessons.effectOf', {
                effect: formats.signedMultiple(effectR),
                low: formats.signedMultiple(lowR),
                high: formats.signedMultiple(highR),
              })
            : t('opinion.tooFew'),
          title: t('lessons.effectTitle', { with: tradesWith, without: tradesWithout }),
        },
      ]}
    />
  );
}

function LessonEvidence(): ReactNode {
  const { t } = useTranslation();
  const { symbol, evidence, open, show } = useEvidenceDesk();
  const { labelOf, textOf } = useEvidenceWords(symbol);
  return (
    <ul className="lesson-evidence" aria-label={t('lessons.evidence')}>
      {evidence.map((one) => (
        <li key={one.evidenceId}>
          <button
            type="button"
            className="cited-number"
            aria-expanded={open === one.evidenceId}
            onClick={() => show(open === one.evidenceId ? null : one.evidenceId)}
          >
            {labelOf(one)} {textOf(one)}
          </button>
        </li>
      ))}
    </ul>
  );
}
