import type { Fault } from '#shared/base/fault.ts';

export interface OutputFlags {
  readonly json?: boolean;
}

/** With `--json` the object on one line; otherwise the text for people. */
export function answer({ json }: OutputFlags, value: object, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : `${printable(text)}\n`);
}

/** Says what went wrong, for programs on stdout and for people on stderr, and makes the exit code tell. */
export function refuse({ json }: OutputFlags, fault: Fault): void {
  if (json === true) process.stdout.write(`${JSON.stringify({ error: fault })}\n`);
  process.stderr.write(`${fault.code}: ${printable(fault.message)}\n`);
  process.exitCode = 1;
}

/** Words of models, of brokers and of files are in what people read: none of them may move the cursor, hide others or give the terminal an order. */
const printable = (text: string): string => text.replaceAll(/[^\P{Cc}\n\t]|\p{Bidi_Control}/gu, '\u{fffd}');
