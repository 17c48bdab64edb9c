import type { Fault } from '#shared/base/fault.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import type { Formats } from '../format/formats.ts';
import { useFormats } from '../format/use-formats.ts';
import { useFaultText } from '../stream/use-refusal-text.ts';
import type { Ask } from './run-story.ts';

/** A model that was asked: which rung, with which prompt and how much time, and its reply, or why the next one was asked. */
export function AskView({ ask: { asked, end } }: { readonly ask: Ask }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const faultText = useFaultText();
  const { model, rung, prompt, timeoutMs } = asked;
  const head = (
    <>
      <strong>{model}</strong>
      <span className="turn-quiet">{t('agents.rung', { rung: rung + 1 })}</span>
      {prompt.name !== '' && (
        <span className="turn-quiet" title={prompt.hash}>
          {t('agents.prompt', { name: prompt.name, version: prompt.version, time: formats.duration(timeoutMs) })}
        </span>
      )}
    </>
  );
  if (end === null) {
    return (
      <p className="turn turn-line">
        {head}
        <Badge tone="accent">{t('agents.asked')}</Badge>
      </p>
    );
  }
  if (end.kind === 'fellBack') {
    return (
      <div className="turn">
        <p className="turn-line">
          {head}
          <Badge tone="warning">{end.to === null ? t('agents.toRules') : t('agents.fellBack', { to: end.to })}</Badge>
        </p>
        <p className="turn-line turn-quiet" title={end.fault.message}>
          {faultText(end.fault).title} {reasonOf(end.fault, formats)}
        </p>
      </div>
    );
  }
  return (
    <details className="turn">
      <summary>
        {head}
        <span className="turn-quiet">
          {formats.duration(end.latencyMs)} ·{' '}
          {t('agents.tokens', { prompt: formats.figure(end.tokens.prompt), reply: formats.figure(end.tokens.reply) })}
        </span>
      </summary>
      <pre className="turn-text" tabIndex={0} aria-label={t('agents.reply', { model })}>
        {end.reply}
      </pre>
    </details>
  );
}

/** What a fault says besides its name, in no language: a server's own word, or a time. The whole sentence is the engine's, in English. */
function reasonOf({ facts: { reason, timeoutMs }, message }: Fault, { duration }: Formats): string {
  if (typeof reason === 'string') return reason;
  return typeof timeoutMs === 'number' ? duration(timeoutMs) : message;
}
