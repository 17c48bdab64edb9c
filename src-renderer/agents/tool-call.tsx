import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useEvidenceDesk } from '../opinions/evidence-desk.tsx';
import { useEvidenceWords } from '../opinions/use-evidence-words.ts';
import { useFaultText } from '../stream/use-refusal-text.ts';
import type { StepOf } from './run-story.ts';
import { useStepWords } from './use-step-words.ts';

/** A tool that was called, with what it was asked for, and every value that it answered. */
export function ToolCall({ call }: { readonly call: StepOf<'toolCalled'> }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const faultText = useFaultText();
  const { toolName } = useStepWords();
  const { tool, fault, evidence, durationMs } = call;
  const wish = wishText(call.arguments);
  return (
    <details className="turn">
      <summary>
        <strong>{toolName(tool)}</strong>
        {wish !== '' && <span className="turn-quiet">{wish}</span>}
        {fault !== null && <Badge tone="fault">{faultText(fault).title}</Badge>}
        <span className="turn-quiet">
          {t('agents.values', { count: evidence.length })} · {formats.duration(durationMs)}
        </span>
      </summary>
      {fault !== null && <p className="turn-text">{fault.message}</p>}
      <ToolEvidence call={call} />
    </details>
  );
}

function ToolEvidence({ call: { tool, evidence } }: { readonly call: StepOf<'toolCalled'> }): ReactNode {
  const { t } = useTranslation();
  const { toolName } = useStepWords();
  const { symbol, open, show } = useEvidenceDesk();
  const { labelOf, textOf } = useEvidenceWords(symbol);
  return (
    <ul className="turn-evidence" aria-label={t('agents.valuesOf', { tool: toolName(tool) })}>
      {evidence.map((one) => (
        <li key={one.evidenceId}>
          <span className="turn-label" title={one.evidenceId}>
            {labelOf(one)}
          </span>
          <button
            type="button"
            className="cited-number"
            aria-expanded={open === one.evidenceId}
            onClick={() => show(open === one.evidenceId ? null : one.evidenceId)}
          >
            {textOf(one)}
            <span className="only-spoken"> {labelOf(one)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What a tool was asked for, on one line; nothing where it was asked for nothing. */
function wishText(wish: StepOf<'toolCalled'>['arguments']): string {
  const text = JSON.stringify(wish);
  return text === '{}' || text === 'null' ? '' : text;
}
