import type { Fault } from '#shared/base/fault.ts';

export interface OutputFlags {
  readonly json?: boolean;
}

/** With `--json` the object on one line; otherwise the text for people. */
export function answer({ json }: OutputFlags, value: object, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : `${text}\n`);
}

/** Says what went wrong, for programs on stdout and for people on stderr, and makes the exit code tell. */
export function refuse({ json }: OutputFlags, fault: Fault): void {
  if (json === true) process.stdout.write(`${JSON.stringify({ error: fault })}\n`);
  process.stderr.write(`${fault.code}: ${fault.message}\n`);
  process.exitCode = 1;
}
