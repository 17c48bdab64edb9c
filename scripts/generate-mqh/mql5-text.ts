import type { PackedLayout } from '#main/protocol/packed-layout.ts';

/** A name and what stands for it: a number as it is or in hexadecimal digits, a text in quotes. */
export type Definition = readonly [name: string, value: Value];

type Value = number | string | { readonly hex: number };

/** The head of a file as MetaEditor draws it. */
export const fileHead = (fileName: string, lines: readonly string[]): string =>
  [rule, boxed(fileName.padStart(64)), ...lines.map(boxed), rule].join('\n');

/** `#define`s under a comment, their values in one column. */
export function defines(title: string, definitions: readonly Definition[]): string {
  const width = Math.max(...definitions.map(([name]) => name.length));
  return [
    `//--- ${title}`,
    ...definitions.map(([name, value]) => `#define ${name.padEnd(width)} ${literal(value)}`),
  ].join('\n');
}

/** A struct with the layout's fields in their order. MQL5 leaves no gaps between members. */
export const struct = (name: string, title: string, { fields }: PackedLayout): string =>
  [
    box(title),
    `struct ${name}`,
    '  {',
    ...fields.map(
      ({ name: member, scalar, count }) =>
        `   ${scalarNames[scalar].padEnd(18)}${member}${count === 1 ? '' : `[${count}]`};`,
    ),
    '  };',
  ].join('\n');

const scalarNames = { u8: 'uchar', u16: 'ushort', u32: 'uint', i64: 'long', f64: 'double' } as const;

/** A function that answers true for the named values of a `uchar` and false for all others. */
export const membership = (name: string, title: string, members: readonly string[]): string =>
  [
    box(title),
    `bool ${name}(const uchar type)`,
    '  {',
    '   switch(type)',
    '     {',
    ...members.map((member) => `      case ${member}:`),
    '         return(true);',
    '     }',
    '   return(false);',
    '  }',
  ].join('\n');

/** A name of ours as a macro has it: of `stopLimit` it makes STOP_LIMIT. */
export const macroName = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();

/** MQL5 reads `\\` and `\"` as JSON does. */
const literal = (value: Value): string =>
  typeof value === 'object' ? `0x${value.hex.toString(16).toUpperCase()}` : JSON.stringify(value);

const rule = `//+${'-'.repeat(66)}+`;

const boxed = (text: string): string => `//| ${text.padEnd(64)} |`;

const box = (text: string): string => [rule, boxed(text), rule].join('\n');
