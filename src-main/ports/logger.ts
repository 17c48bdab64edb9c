import type { JsonValue } from '#shared/base/json-value.ts';

export type LogFacts = Readonly<Record<string, JsonValue | undefined>>;

/** Structured lines. Secrets are redacted by the sink, yet are not to be passed at all. */
export interface Logger {
  readonly debug: (message: string, facts?: LogFacts) => void;
  readonly info: (message: string, facts?: LogFacts) => void;
  readonly warn: (message: string, facts?: LogFacts) => void;
  /** `error` is written with its stack and its chain of causes. */
  readonly error: (message: string, error: unknown, facts?: LogFacts) => void;
  /** The same sink with facts that stand on every line. */
  readonly child: (facts: LogFacts) => Logger;
}
