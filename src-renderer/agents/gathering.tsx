import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../format/use-formats.ts';
import './gathering.css';
import type { StepOf } from './run-story.ts';
import { StoryLine } from './story-line.tsx';
import { ToolCall } from './tool-call.tsx';
import { useStepWords } from './use-step-words.ts';

type Call = StepOf<'toolCalled'>;

/** What was read before anybody was asked: how long each took beside the others, and what it found. */
export function Gathering({ calls }: { readonly calls: readonly Call[] }): ReactNode {
  const { t } = useTranslation();
  const fromMs = Math.min(...calls.map(beganAt));
  const toMs = Math.max(...calls.map(({ atMs }) => atMs), fromMs + 0.1);
  return (
    <section aria-label={t('agents.gathered')}>
      <StoryLine atMs={fromMs} title={t('agents.gathered')}>
        {t('agents.gatheredOf', { count: calls.length })}
      </StoryLine>
      <Spans calls={calls} fromMs={fromMs} lengthMs={toMs - fromMs} />
      {calls.map((call) => (
        <ToolCall key={call.sequence} call={call} />
      ))}
    </section>
  );
}

const beganAt = ({ atMs, durationMs }: Call): number => Math.max(0, atMs - durationMs);

const row = 12;
const width = 200;

/** One bar a reading, on one scale of time. The figures stand in the list below. */
function Spans({
  calls,
  fromMs,
  lengthMs,
}: {
  readonly calls: readonly Call[];
  readonly fromMs: number;
  readonly lengthMs: number;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { toolName } = useStepWords();
  return (
    <svg
      className="gathering-spans"
      viewBox={`0 0 ${width + 110} ${calls.length * row}`}
      role="img"
      aria-label={t('agents.spans', { duration: formats.duration(lengthMs) })}
    >
      {calls.map((call, index) => (
        <g key={call.sequence} transform={`translate(0 ${index * row})`}>
          <text className="gathering-name" x="0" y="9">
            {toolName(call.tool)}
          </text>
          <rect
            className={call.fault === null ? 'gathering-span' : 'gathering-span gathering-fault'}
            x={110 + ((beganAt(call) - fromMs) / lengthMs) * width}
            y="3"
            width={Math.max(1.5, (Math.min(call.durationMs, lengthMs) / lengthMs) * width)}
            height="7"
          />
        </g>
      ))}
    </svg>
  );
}
