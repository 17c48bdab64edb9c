import type { JsonValue } from '#shared/base/json-value.ts';
import type { ErrorDescription } from './describe-error.ts';
import type { LogRecord } from './log-record.ts';

/** One line for a person at a terminal: time (UTC), level, message, facts, and errors without their stacks, which are in the file. */
export function readableLine({ atUtcMs, level, message, facts, error }: LogRecord): string {
  const time = new Date(atUtcMs).toISOString().slice(11, 23);
  const told = Object.entries(facts).map(([name, value]) => `${name}=${factText(value ?? null)}`);
  const parts = [time, level.toUpperCase().padEnd(5), message, ...told, ...(error === null ? [] : [errorText(error)])];
  return `${parts.join(' ').replaceAll(/\s*\n\s*/g, ' ')}\n`;
}

const factText = (value: JsonValue): string =>
  typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);

function errorText({ name, message, code, cause }: ErrorDescription): string {
  const own = `${name}: ${message}${code === null || message.includes(code) ? '' : ` (${code})`}`;
  return cause === null ? `| ${own}` : `| ${own} ${errorText(cause)}`;
}
