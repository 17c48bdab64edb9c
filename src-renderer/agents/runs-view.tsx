import { runKindSchema } from '#shared/agent/agent-run.ts';
import { verdictSchema } from '#shared/agent/opinion.ts';
import { scenarioSchema } from '#shared/trading/scenario.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.tsx';
import { SelectField } from '../components/select-field.tsx';
import { useAgentRuns, useReplica } from '../stream/cockpit-context.ts';
import { OlderRuns } from './older-runs.tsx';
import { RunList } from './run-list.tsx';
import { RunView } from './run-view.tsx';
import { allRuns, isWished, joinRuns, listedMax, type RunWish } from './run-wish.ts';
import './runs-view.css';
import { useOlderRuns } from './use-older-runs.ts';

/** The runs at the left, newest first and narrowed as wished; the one that is chosen at the right, step by step. */
export function RunsView({
  chosen,
  onChoose,
}: {
  readonly chosen: string | null;
  readonly onChoose: (runId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [wish, setWish] = useState(allRuns);
  const told = useAgentRuns((view) => view.runs);
  const older = useOlderRuns(wish);
  const listed = joinRuns(told ?? [], older.runs);
  // The engine narrows by all but the verdict: the next page begins before the oldest of these, whether it is shown or not.
  const narrowed = listed.filter((run) => isWished(run, { ...wish, verdict: null }));
  const runs = narrowed.filter((run) => isWished(run, wish));
  const shown = chosen ?? runs[0]?.runId ?? null;
  if (told === null) return <EmptyState title={t('agents.noAgents')} hint={t('agents.noAgentsHint')} />;
  return (
    <div className="runs">
      <section className="runs-list" aria-label={t('agents.runs')}>
        <Filters wish={wish} onWish={setWish} />
        <RunList runs={runs} shown={shown} onChoose={onChoose}>
          <OlderRuns older={older} oldest={narrowed.at(-1)} isFull={listed.length >= listedMax} />
        </RunList>
      </section>
      {shown === null ? (
        <EmptyState title={t('agents.none')} hint={t('agents.noneHint')} />
      ) : (
        <RunView key={shown} runId={shown} />
      )}
    </div>
  );
}

const any = '';

/** Each narrows the list; the empty choice takes all. */
function Filters({ wish, onWish }: { readonly wish: RunWish; readonly onWish: (wish: RunWish) => void }): ReactNode {
  const { t } = useTranslation();
  const symbols = useReplica((replica) => [...replica.instruments.keys()]) ?? [];
  return (
    <div className="runs-filters" role="group" aria-label={t('agents.filters')}>
      <SelectField
        label={t('agents.scenario')}
        options={[
          { value: any, label: t('agents.anyScenario') },
          ...scenarioSchema.options.map((value) => ({ value, label: t('scenarios.name', { scenario: value }) })),
        ]}
        value={wish.scenario ?? any}
        onChange={(value) => onWish({ ...wish, scenario: scenarioSchema.safeParse(value).data ?? null })}
      />
      <SelectField
        label={t('agents.symbol')}
        options={[{ value: any, label: t('agents.anySymbol') }, ...symbols.map((value) => ({ value, label: value }))]}
        value={wish.symbol ?? any}
        onChange={(value) => onWish({ ...wish, symbol: value === any ? null : value })}
      />
      <SelectField
        label={t('agents.kind')}
        options={[
          { value: any, label: t('agents.anyKind') },
          ...runKindSchema.options.map((value) => ({ value, label: t(`runKind.${value}`) })),
        ]}
        value={wish.kind ?? any}
        onChange={(value) => onWish({ ...wish, kind: runKindSchema.safeParse(value).data ?? null })}
      />
      <SelectField
        label={t('agents.verdict')}
        options={[
          { value: any, label: t('agents.anyVerdict') },
          ...verdictSchema.options.map((value) => ({ value, label: t(`agentVerdict.${value}`) })),
        ]}
        value={wish.verdict ?? any}
        onChange={(value) => onWish({ ...wish, verdict: verdictSchema.safeParse(value).data ?? null })}
      />
    </div>
  );
}
