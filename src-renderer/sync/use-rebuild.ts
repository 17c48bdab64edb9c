import type { ProjectionName, RebuildEvent } from '#shared/contract/memory.ts';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../format/use-formats.ts';
import { useCockpit } from '../stream/cockpit-context.ts';
import { addMessage } from '../stream/messages.ts';
import { useRefusalText } from '../stream/use-refusal-text.ts';

export interface RunningRebuild {
  readonly projection: ProjectionName;
  /** Null before the first word of it. */
  readonly progress: Extract<RebuildEvent, { kind: 'progress' }> | null;
  readonly isCancelling: boolean;
}

export interface Rebuild {
  readonly running: RunningRebuild | null;
  readonly start: (projection: ProjectionName) => void;
  readonly cancel: () => void;
}

/** One rebuild at a time, with its progress; what came of it is told in the tray. It goes on while another panel is looked at. */
export function useRebuild(): Rebuild {
  const { t } = useTranslation();
  const formats = useFormats();
  const { ask } = useCockpit();
  const refusalText = useRefusalText();
  const [running, setRunning] = useState<RunningRebuild | null>(null);
  const life = useRef<AbortController | null>(null);

  const run = async (projection: ProjectionName): Promise<void> => {
    const name = t(`projections.name.${projection}`);
    const { signal } = (life.current = new AbortController());
    setRunning({ projection, progress: null, isCancelling: false });
    const ended = await ask(async (client) => {
      for await (const event of await client.memory.rebuild({ projection }, { signal })) {
        if (event.kind === 'finished') return event.report;
        setRunning((now) => now && { ...now, progress: event });
      }
      return null;
    });
    setRunning(null);
    if (ended.ok && ended.value !== null) {
      const { rows, hash, durationMs, deadLetters } = ended.value;
      addMessage({
        tone: 'neutral',
        title: t('projections.finished', { name }),
        text: t('projections.finishedText', {
          rows: formats.figure(rows),
          time: formats.duration(durationMs),
          deadLetters: formats.figure(deadLetters),
          hash,
        }),
      });
    } else if (signal.aborted) {
      addMessage({
        tone: 'neutral',
        title: t('projections.cancelled', { name }),
        text: t('projections.cancelledText'),
      });
    } else {
      const { title, text } = ended.ok ? { title: '', text: '' } : refusalText(ended.error);
      addMessage({ tone: 'warning', title: `${t('projections.failed', { name })} ${title}`.trim(), text });
    }
  };

  return {
    running,
    start: (projection) => void run(projection),
    cancel: () => {
      setRunning((now) => now && { ...now, isCancelling: true });
      life.current?.abort();
    },
  };
}
