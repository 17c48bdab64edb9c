import type { WallClock } from '#main/ports/clock.ts';
import type { LogFacts, Logger } from '#main/ports/logger.ts';
import { describeError, type ErrorDescription } from './describe-error.ts';
import { isAtLeast, type LogLevel, type LogSink } from './log-record.ts';
import { redactMembers, redactText } from './redact.ts';

/** A logger with what it writes to. Disposing waits until every line is on its way to the disk; later lines are lost. */
export interface Log extends AsyncDisposable {
  readonly logger: Logger;
}

/** Redaction comes before every sink, so that none of them can forget it. */
export function createLogger(clock: WallClock, sinks: readonly LogSink[]): Log {
  return {
    logger: loggerWith({}, clock, sinks),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(sinks.map((sink) => sink[Symbol.asyncDispose]()));
    },
  };
}

interface Line {
  readonly level: LogLevel;
  readonly message: string;
  readonly facts: LogFacts | undefined;
  readonly error: ErrorDescription | null;
}

function loggerWith(standing: LogFacts, clock: WallClock, sinks: readonly LogSink[]): Logger {
  const write = ({ level, message, facts, error }: Line): void => {
    const open = sinks.filter((sink) => isAtLeast(level, sink.level));
    if (open.length === 0) return;
    const record = {
      level,
      atUtcMs: clock.nowUtcMs(),
      message: redactText(message),
      facts: redactMembers({ ...standing, ...facts }),
      error,
    };
    for (const sink of open) sink.write(record);
  };
  const at =
    (level: LogLevel) =>
    (message: string, facts?: LogFacts): void => {
      write({ level, message, facts, error: null });
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: (message, error, facts) => write({ level: 'error', message, facts, error: describeError(error) }),
    child: (facts) => loggerWith({ ...standing, ...facts }, clock, sinks),
  };
}
