import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
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
    const { title, text } = faultText(end.fault);
    return (
      <div className="turn">
        <p className="turn-line">
          {head}
          <Badge tone="warning">{end.to === null ? t('agents.toRules') : t('agents.fellBack', { to: end.to })}</Badge>
        </p>
        <p className="turn-line turn-quiet">
          {title} {text}
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
