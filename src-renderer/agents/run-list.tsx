import type { AgentRunSummary } from '#shared/agent/agent-run.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { noValue } from '../format/formats.ts';
import { shortStampText, zonedStampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { UngroundedBadge, VerdictBadge } from '../opinions/verdict-card.tsx';
import { useViewSetting } from '../stream/view-settings.ts';
import './run-list.css';

export function RunList({
  runs,
  shown,
  onChoose,
  children,
}: {
  readonly runs: readonly AgentRunSummary[];
  readonly shown: string | null;
  readonly onChoose: (runId: string) => void;
  /** What stands at its end. */
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="agents-scroll">
      <ul className="run-list">
        {runs.map((run) => (
          <li key={run.runId}>
            <RunRow run={run} isShown={run.runId === shown} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      {runs.length === 0 && <p className="agents-quiet run-list-none">{t('agents.noneWished')}</p>}
      {children}
    </div>
  );
}

function RunRow({
  run,
  isShown,
  onChoose,
}: {
  readonly run: AgentRunSummary;
  readonly isShown: boolean;
  readonly onChoose: (runId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  const { runId, kind, scenario, symbol, startedAtUtcMs, durationMs, isGrounded } = run;
  return (
    <button type="button" className="run-row" aria-pressed={isShown} title={runId} onClick={() => onChoose(runId)}>
      <span className="run-row-line">
        <strong>{symbol}</strong>
        <span>{t(`runKind.${kind}`)}</span>
        <span className="run-row-quiet">{scenario}</span>
        <time className="run-row-end" title={zonedStampText(startedAtUtcMs, zone)}>
          {shortStampText(startedAtUtcMs, zone)}
        </time>
      </span>
      <span className="run-row-line">
        <RunOutcome run={run} />
        {isGrounded === false && <UngroundedBadge />}
        <span className="run-row-end">{durationMs === null ? noValue : formats.duration(durationMs)}</span>
      </span>
    </button>
  );
}

/** How far a run has come, or what came of it and by whom. */
export function RunOutcome({ run: { state, verdict, mode, model } }: { readonly run: AgentRunSummary }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      {state !== 'ended' && <Badge tone={stateTones[state]}>{t(`runState.${state}`)}</Badge>}
      {verdict !== null && <VerdictBadge verdict={verdict} />}
      {mode === 'rulesOnly' && <span className="run-row-quiet">{t('opinion.rulesOnly')}</span>}
      {mode === 'model' && model !== null && <span className="run-row-quiet run-row-model">{model}</span>}
    </>
  );
}

const stateTones = { running: 'accent', waiting: 'accent', failed: 'fault', interrupted: 'warning' } as const;
