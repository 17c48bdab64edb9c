import { below, few, pick, type Random } from './random.ts';

const utf8 = new TextEncoder();

/** What readers stumble over: numbers beyond range, broken text, nesting, names of the language. */
const oddTexts: readonly Uint8Array[] = [
  ...[
    'null',
    '-0',
    '1e999',
    '-1e-400',
    '9007199254740993',
    '18446744073709551616',
    '0x10',
    'NaN',
    '1.',
    '.5',
    '+1',
    '01',
  ],
  ...[
    '""',
    '"\\ud800"',
    '"\\u0000"',
    '"\\',
    '"\t"',
    '[]',
    '{}',
    '{"__proto__":null}',
    '"constructor"',
    '[1,]',
    '{"a":1,"a":2}',
  ],
  ...[
    'true false',
    '"' + 'x'.repeat(600) + '"',
    '['.repeat(33) + ']'.repeat(33),
    '['.repeat(3000),
    '{"a":'.repeat(500),
  ],
  ...['\u{feff}', '\u{1f600}', '\u2028', ' \n\r\t', '//', "'", '\\'],
].map((text) => utf8.encode(text));

const oddBytes: readonly Uint8Array[] = [
  [0],
  [0xff],
  [0x80],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0, 0, 0, 0, 0, 0, 0xf0, 0x7f],
  [1, 0, 0, 0, 0, 0, 0xf0, 0x7f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
  [0, 0, 0, 0, 0, 0, 0, 0x80],
].map((bytes) => Uint8Array.from(bytes));

/** Bytes that were changed in a few places, anywhere. */
export function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  let mutated = bytes;
  for (let left = few(random, 5); left > 0; left--) mutated = mutateOnce(random, mutated);
  return mutated;
}

function mutateOnce(random: Random, bytes: Uint8Array): Uint8Array {
  const at = below(random, bytes.length + 1);
  const end = Math.min(bytes.length, at + few(random, 40));
  switch (below(random, 7)) {
    case 0:
      return overwrite(bytes, at, Uint8Array.of(below(random, 256)));
    case 1:
      return overwrite(bytes, at, Uint8Array.of((bytes[at] ?? 0) ^ (1 << below(random, 8))));
    case 2:
      return overwrite(bytes, at, pick(random, oddBytes));
    case 3:
      return splice(bytes, { at, end, insert: new Uint8Array(0) });
    case 4:
      return splice(bytes, { at, end: at, insert: bytes.subarray(at, end) });
    case 5:
      return splice(bytes, { at, end: at, insert: pick(random, oddTexts) });
    default:
      return replaceValue(random, bytes);
  }
}

/** Puts something odd where a JSON value stands; where there is none, nothing is changed. */
function replaceValue(random: Random, bytes: Uint8Array): Uint8Array {
  const colon = bytes.indexOf(colonByte, below(random, bytes.length + 1));
  if (colon < 0) return bytes;
  let end = colon + 1;
  while (end < bytes.length && !closingBytes.has(bytes[end] ?? 0)) end++;
  return splice(bytes, { at: colon + 1, end, insert: pick(random, oddTexts) });
}

const colonByte = 0x3a;

const closingBytes: ReadonlySet<number> = new Set(utf8.encode(',]}'));

function overwrite(bytes: Uint8Array, at: number, values: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy.set(values.subarray(0, Math.max(0, copy.length - at)), Math.min(at, copy.length));
  return copy;
}

function splice(
  bytes: Uint8Array,
  { at, end, insert }: { readonly at: number; readonly end: number; readonly insert: Uint8Array },
): Uint8Array {
  const spliced = new Uint8Array(bytes.length - (end - at) + insert.length);
  spliced.set(bytes.subarray(0, at));
  spliced.set(insert, at);
  spliced.set(bytes.subarray(end), at + insert.length);
  return spliced;
}
