import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { LogFacts } from '#main/ports/logger.ts';
import type { ErrorDescription } from './describe-error.ts';

/** From the least to the most important. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;

export type LogLevel = (typeof logLevels)[number];

/** One line before it takes its form; nothing in it is secret any more. */
export interface LogRecord {
  readonly level: LogLevel;
  readonly atUtcMs: UtcMs;
  readonly message: string;
  readonly facts: LogFacts;
  readonly error: ErrorDescription | null;
}

/** Somewhere that lines go. */
export interface LogSink extends AsyncDisposable {
  readonly level: LogLevel;
  readonly write: (record: LogRecord) => void;
}

export const isAtLeast = (level: LogLevel, least: LogLevel): boolean =>
  logLevels.indexOf(level) >= logLevels.indexOf(least);
