import { inspect } from 'node:util';
import { FaultError } from '#shared/base/fault.ts';
import type { LogFacts } from '#main/ports/logger.ts';
import { redactMembers, redactText } from './redact.ts';

/** An error as it is written down. `code` is the system's, SQLite's or a fault's; `facts` are a fault's. */
export interface ErrorDescription {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
  readonly facts: LogFacts | null;
  readonly stack: string | null;
  readonly cause: ErrorDescription | null;
  /** What an AggregateError gathers. */
  readonly errors: readonly ErrorDescription[];
}

/** A chain of causes may be a ring. */
const causesMax = 8;

const errorsMax = 8;

/** Whatever was thrown, with its stack, its chain of causes and the errors that it gathers, without secrets. */
export function describeError(thrown: unknown, depth = 0): ErrorDescription {
  if (!(thrown instanceof Error)) return thrownValue(thrown);
  const next = (error: unknown): ErrorDescription => describeError(error, depth + 1);
  const isLast = depth === causesMax;
  const gathered: readonly unknown[] = thrown instanceof AggregateError && !isLast ? thrown.errors : [];
  return {
    name: thrown.name,
    message: redactText(thrown.message),
    code: codeOf(thrown),
    facts: thrown instanceof FaultError ? redactMembers(thrown.fault.facts) : null,
    stack: thrown.stack === undefined ? null : redactText(thrown.stack),
    cause: thrown.cause === undefined || isLast ? null : next(thrown.cause),
    errors: gathered.slice(0, errorsMax).map(next),
  };
}

function thrownValue(thrown: unknown): ErrorDescription {
  const message = redactText(typeof thrown === 'string' ? thrown : inspect(thrown));
  return { name: 'Thrown', message, code: null, facts: null, stack: null, cause: null, errors: [] };
}

function codeOf(error: Error): string | null {
  if (error instanceof FaultError) return error.fault.code;
  return 'code' in error ? String(error.code) : null;
}
