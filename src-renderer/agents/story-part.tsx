import { assertNever } from '#shared/base/assert.ts';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckList } from '../components/check-list.tsx';
import { Notice } from '../components/notice.tsx';
import { SimilarSummary } from '../opinions/similar-summary.tsx';
import { StatementList } from '../opinions/statement-list.tsx';
import { VerdictBadge, VerdictCard } from '../opinions/verdict-card.tsx';
import type { HeardRun } from '../stream/agent-runs.ts';
import { useChecks } from '../stream/use-checks.ts';
import { useFaultText } from '../stream/use-refusal-text.ts';
import { AskView } from './ask-view.tsx';
import { Gathering } from './gathering.tsx';
import type { StepOf, StoryPart } from './run-story.ts';
import { StoryLine } from './story-line.tsx';
import { SpeechView } from './speech-view.tsx';
import './story-part.css';
import { ToolCall } from './tool-call.tsx';

/** One part of a run, under a line that says when it began. While words stream only the part that they belong to is drawn again. */
export const StoryPartView = memo(function StoryPartView({
  part,
  speeches,
  symbol,
}: {
  readonly part: StoryPart;
  readonly speeches: HeardRun['speeches'];
  readonly symbol: string;
}): ReactNode {
  const { t } = useTranslation();
  switch (part.kind) {
    case 'phase':
      return (
        <StoryLine atMs={part.step.atMs} title={t('agents.phase')}>
          {t('agents.phaseTo', { from: t(`phase.${part.step.from}`), to: t(`phase.${part.step.phase}`) })}
        </StoryLine>
      );
    case 'gathering':
      return <Gathering calls={part.calls} />;
    case 'filters':
      return <Filters step={part.step} symbol={symbol} />;
    case 'situations':
      return (
        <>
          <StoryLine atMs={part.step.atMs} title={t('opinion.similar')} />
          <SimilarSummary similar={part.step.similar} />
        </>
      );
    case 'agent':
      return <AgentPart part={part} speeches={speeches} />;
    case 'ticket':
      return <TicketStep step={part.step} />;
    case 'end':
      return part.step.kind === 'failed' ? <Failed step={part.step} /> : <Concluded step={part.step} />;
    default:
      return assertNever(part, 'a part of a run');
  }
});

function Filters({ step, symbol }: { readonly step: StepOf<'filtersJudged'>; readonly symbol: string }): ReactNode {
  const { t } = useTranslation();
  const checksOf = useChecks(symbol);
  return (
    <>
      <StoryLine atMs={step.atMs} title={t('scenarios.filters')} />
      <CheckList
        label={t('scenarios.filters')}
        checks={checksOf(step.filters)}
        words={{
          name: t('scenarios.filters'),
          value: t('check.value'),
          threshold: t('check.threshold'),
          passed: t('check.passed'),
          failed: t('check.failed'),
        }}
      />
    </>
  );
}

function AgentPart({
  part: { agent, turns, verdict, fromMs },
  speeches,
}: {
  readonly part: Extract<StoryPart, { kind: 'agent' }>;
  readonly speeches: HeardRun['speeches'];
}): ReactNode {
  const { t } = useTranslation();
  const speaking = speeches.filter((speech) => speech.agent === agent);
  const name = t(`agentName.${agent}`);
  return (
    <section aria-label={name}>
      <StoryLine atMs={fromMs} title={name} />
      {turns.map((turn) =>
        turn.kind === 'ask' ? (
          <AskView key={turn.asked.sequence} ask={turn} />
        ) : (
          <ToolCall key={turn.call.sequence} call={turn.call} />
        ),
      )}
      {speaking.map((speech) => (
        <SpeechView key={speech.model} speech={speech} />
      ))}
      {verdict !== null && <VerdictCard verdict={verdict} />}
    </section>
  );
}

function TicketStep({ step }: { readonly step: StepOf<'ticketAwaited'> | StepOf<'ticketEnded'> }): ReactNode {
  const { t } = useTranslation();
  return step.kind === 'ticketAwaited' ? (
    <StoryLine atMs={step.atMs} title={t('agents.ticket')}>
      {t('agents.ticketAwaited')}
    </StoryLine>
  ) : (
    <StoryLine atMs={step.atMs} title={t('agents.ticket')}>
      {t(`outcome.${step.outcome}`)}
    </StoryLine>
  );
}

function Concluded({ step: { atMs, opinion, statements } }: { readonly step: StepOf<'concluded'> }): ReactNode {
  const { t } = useTranslation();
  return (
    <section aria-label={t('agents.conclusion')}>
      <StoryLine atMs={atMs} title={t('agents.conclusion')}>
        {opinion !== null && (
          <>
            <VerdictBadge verdict={opinion.verdict} /> {t('ticket.rank', { rank: opinion.rank })}
          </>
        )}
      </StoryLine>
      <StatementList
        label={t('agents.conclusion')}
        statements={statements}
        ungrounded={opinion?.verdicts.flatMap(({ ungrounded }) => ungrounded) ?? []}
      />
    </section>
  );
}

function Failed({ step: { atMs, fault } }: { readonly step: StepOf<'failed'> }): ReactNode {
  const { t } = useTranslation();
  const { title, text } = useFaultText()(fault);
  return (
    <>
      <StoryLine atMs={atMs} title={t('agents.failed')} />
      <Notice tone="fault" title={title}>
        {text}
      </Notice>
    </>
  );
}
