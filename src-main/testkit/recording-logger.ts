import type { LogFacts, Logger } from '#main/ports/logger.ts';

export interface RecordedLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly facts: LogFacts;
  readonly error?: unknown;
}

/** A logger that keeps its lines for the test to look at; children write to the same list. */
export function createRecordingLogger(): { readonly logger: Logger; readonly lines: readonly RecordedLine[] } {
  const lines: RecordedLine[] = [];
  const loggerWith = (standing: LogFacts): Logger => {
    const plain =
      (level: 'debug' | 'info' | 'warn') =>
      (message: string, facts: LogFacts = {}): void =>
        void lines.push({ level, message, facts: { ...standing, ...facts } });
    return {
      debug: plain('debug'),
      info: plain('info'),
      warn: plain('warn'),
      error: (message, error, facts = {}) =>
        void lines.push({ level: 'error', message, error, facts: { ...standing, ...facts } }),
      child: (facts) => loggerWith({ ...standing, ...facts }),
    };
  };
  return { logger: loggerWith({}), lines };
}
