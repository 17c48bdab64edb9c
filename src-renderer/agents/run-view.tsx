import type { AgentRunSummary } from '#shared/agent/agent-run.ts';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { zonedStampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { EvidenceOf } from '../opinions/evidence-desk.tsx';
import { OpenEvidence } from '../opinions/open-evidence.tsx';
import { UngroundedBadge } from '../opinions/verdict-card.tsx';
import { RequestRefused } from '../stream/request-refused.tsx';
import { useViewSetting } from '../stream/view-settings.ts';
import type { HeardRun } from '../stream/agent-runs.ts';
import { ReplaySection } from './replay-section.tsx';
import { RunOutcome } from './run-list.tsx';
import './run-view.css';
import type { StoryPart } from './run-story.ts';
import { StoryPartView } from './story-part.tsx';
import { useFollowedEnd } from './use-followed-end.ts';
import { useRun } from './use-run.ts';
import { useStepWords } from './use-step-words.ts';

/** One run from its beginning to where it has come: every step, every number with its record, and the same run played again. */
export function RunView({ runId }: { readonly runId: string }): ReactNode {
  const { t } = useTranslation();
  const { nodeName } = useStepWords();
  const { summary, story, speeches, refusal, isAsking } = useRun(runId);
  const scrolled = useRef<HTMLDivElement>(null);
  const onScroll = useFollowedEnd(scrolled, { isFollowing: summary?.state === 'running', told: story });
  if (summary === null) {
    return (
      <div className="run-view">
        {isAsking ? <p className="agents-quiet">{t('agents.asking')}</p> : <RequestRefused refusal={refusal} />}
      </div>
    );
  }
  const { symbol, kind } = summary;
  return (
    <EvidenceOf symbol={symbol} evidence={story.evidence}>
      <article className="run-view" aria-label={t('agents.runOf', { kind: t(`runKind.${kind}`), symbol })}>
        <RunHead summary={summary} />
        {refusal !== null && <RequestRefused refusal={refusal} />}
        <div ref={scrolled} className="run-story" aria-busy={isAsking} onScroll={onScroll}>
          <ol className="story">
            {story.parts.map((part) => (
              <li key={partKey(part)} className={`story-part story-${part.kind}`}>
                <StoryPartView part={part} speeches={speechesOf(part, speeches)} symbol={symbol} />
              </li>
            ))}
          </ol>
          <p className="story-work" role="status">
            {summary.state === 'running' &&
              story.atWork.length > 0 &&
              t('agents.atWork', { nodes: story.atWork.map(nodeName).join(', ') })}
          </p>
          {summary.state !== 'running' && <ReplaySection runId={runId} />}
        </div>
        <div className="run-sheet">
          <OpenEvidence />
        </div>
      </article>
    </EvidenceOf>
  );
}

/** Earlier parts may come after later ones, from a run that was listened to before it was fetched: what was unfolded stays so. */
const partKey = (part: StoryPart): string | number => {
  if (part.kind === 'agent') return part.agent;
  return part.kind === 'gathering' ? part.kind : part.step.sequence;
};

const none: HeardRun['speeches'] = [];

/** Whoever does not speak keeps the same nothing. */
const speechesOf = (part: StoryPart, speeches: HeardRun['speeches']): HeardRun['speeches'] =>
  part.kind === 'agent' && speeches.some(({ agent }) => agent === part.agent) ? speeches : none;

function RunHead({ summary }: { readonly summary: AgentRunSummary }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  const { kind, symbol, scenario, asOfUtcMs, durationMs, deadlineMs, isGrounded, runId, decisionId } = summary;
  return (
    <header className="run-head">
      <p className="run-title">
        <strong>
          {t(`runKind.${kind}`)} · {symbol} · {t('scenarios.name', { scenario })}
        </strong>
        <RunOutcome run={summary} />
        {isGrounded === false && <UngroundedBadge />}
      </p>
      <p className="run-facts">
        <span title={t('agents.asOfTitle')}>{t('agents.asOf', { time: zonedStampText(asOfUtcMs, zone) })}</span>
        <span>
          {durationMs === null
            ? t('agents.deadline', { deadline: formats.duration(deadlineMs) })
            : t('agents.duration', {
                duration: formats.duration(durationMs),
                deadline: formats.duration(deadlineMs),
              })}
        </span>
        <span className="run-id" title={runId}>
          {decisionId ?? runId}
        </span>
      </p>
    </header>
  );
}
