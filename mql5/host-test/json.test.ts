import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { acceptedJson } from './link/json-acceptance.ts';
import { joinChunks, runProbe, u32 } from './link/run-probe.ts';
import { buildMsMax, buildProbes } from './link/build-probes.ts';
import { whyNoProbe } from './link/start-probe.ts';

const why = whyNoProbe('sanitized');
const probeTest = test.skipIf(why !== null);

beforeAll(() => buildProbes('sanitized', 'JsonProbe'), buildMsMax);

interface Case {
  readonly text: Uint8Array;
  readonly paths: readonly string[];
}

probeTest('reads and writes every JSON value as JSON.parse does', async () => {
  const values = fc.sample(fc.jsonValue({ maxDepth: 6, depthSize: 'medium' }), { numRuns: 1500, seed: 1 });
  const orders = fc.sample(likeAnOrder, { numRuns: 500, seed: 2 });
  const cases = [...values, ...orders].map((value): Case => {
    const text = JSON.stringify(value);
    return { text: new TextEncoder().encode(text), paths: [...pathsOf(JSON.parse(text)), 'nothing.here[3]'] };
  });
  const answers = await ask(cases);
  expect(answers).toEqual(cases.map(({ text, paths }) => expectedAnswer(acceptedJson(text), paths)));
});

probeTest('accepts exactly the texts that JSON.parse accepts, within its bounds', async () => {
  const cases = hostileTexts().map((text): Case => ({ text, paths: [''] }));
  const answers = await ask(cases);
  const differences = cases.flatMap(({ text }, index) => {
    const isExpected = acceptedJson(text) !== undefined;
    return (answers[index] !== null) === isExpected
      ? []
      : [{ text: new TextDecoder().decode(text).slice(0, 100), isExpected }];
  });
  expect(differences).toEqual([]);
  expect(answers.filter((answer) => answer !== null).length).toBeGreaterThan(200);
  expect(answers.filter((answer) => answer === null).length).toBeGreaterThan(1000);
});

/** Numbers as prices, volumes and stamps are, beside extremes of every kind. */
const likeAnOrder = fc.record({
  price: fc.double({ noDefaultInfinity: true, noNaN: true }),
  volume: fc.integer({ min: 1, max: 10_000 }).map((lots) => lots / 100),
  stampMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  extreme: fc.constantFrom(
    2 ** 53,
    -(2 ** 53),
    2 ** 63,
    -(2 ** 63),
    2 ** 62,
    1e21,
    1e300,
    5e-324,
    1.7976931348623157e308,
    0.1,
  ),
  text: fc.string({ unit: 'binary' }),
  name: fc.string({ unit: 'grapheme' }),
});

function hostileTexts(): Uint8Array[] {
  const seeds = fc.sample(
    fc.oneof(
      fc.json({ maxDepth: 5 }),
      likeAnOrder.map((order) => JSON.stringify(order, null, 1)),
    ),
    {
      numRuns: 400,
      seed: 3,
    },
  );
  const bytes = seeds.map((text) => new TextEncoder().encode(text));
  const mutations = fc.sample(fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom('set', 'cut', 'insert', 'double')), {
    numRuns: 4000,
    seed: 4,
  });
  const mutated = mutations.map(([at, byte, how], index) => {
    const text = bytes[index % bytes.length] ?? new Uint8Array(0);
    const place = at % (text.length + 1);
    const [head, tail] = [text.subarray(0, place), text.subarray(place)];
    if (how === 'cut') return head;
    if (how === 'double') return joinChunks([text, text]);
    return joinChunks([head, Uint8Array.of(byte), how === 'set' ? tail.subarray(1) : tail]);
  });
  const random = fc.sample(fc.uint8Array({ maxLength: 64 }), { numRuns: 500, seed: 5 });
  return [
    ...bytes,
    ...mutated,
    ...random,
    ...chosenTexts.map((text) => new TextEncoder().encode(text)),
    ...chosenBytes,
  ];
}

const chosenTexts = [
  ...[
    '',
    ' ',
    'null',
    ' true ',
    'tru',
    'falsee',
    'nul',
    '-',
    '-0',
    '01',
    '1.',
    '.5',
    '1e',
    '1e+',
    '1E-2',
    '+1',
    '0x10',
  ],
  ...[
    'NaN',
    'Infinity',
    '1e999',
    '-1e-999',
    '[1,]',
    '{,}',
    '{"a":1,}',
    '[1 2]',
    '{"a" 1}',
    '{"a":}',
    "{'a':1}",
    '{a:1}',
  ],
  ...[
    '"\\x"',
    '"\\u12"',
    '"\\uD800"',
    '"\\uDC00\\uD800"',
    '"\\u0000"',
    '"\u0001"',
    '"\t"',
    '"',
    '"\\',
    '"\\"',
    '[]]',
    '{}{}',
  ],
  ...[
    '/**/1',
    '1//',
    '\ufeff1',
    '{"a":1,"a":2}',
    '{"__proto__":1}',
    '{"":""}',
    '[',
    '{',
    ']',
    '}',
    '"a":1',
    '\u00a01',
    '1\u0000',
  ],
  ...[
    `${'['.repeat(32)}${']'.repeat(32)}`,
    `${'['.repeat(33)}${']'.repeat(33)}`,
    `{"a":${'['.repeat(33)}${']'.repeat(33)},"a":1}`,
    '['.repeat(60_000),
    '{"a":'.repeat(10_000),
  ],
  ...[
    `"${'x'.repeat(65_534)}"`,
    `"${'x'.repeat(65_535)}"`,
    `[${'0,'.repeat(30_000)}0]`,
    '"\\u00e9\\ud83d\\ude00"',
    '"\u{10ffff}"',
  ],
];

/** Overlong, cut, stray and surrogate UTF-8. */
const chosenBytes = [
  [0xc0, 0xaf],
  [0xe0, 0x80, 0xaf],
  [0xf0, 0x80, 0x80, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xf5, 0x80, 0x80, 0x80],
  [0x80],
  [0xc3],
  [0xe2, 0x82],
  [0xf0, 0x9f, 0x98],
  [0xc3, 0x28],
].map((inside) => Uint8Array.of(0x22, ...inside, 0x22));

/** Of every value in it, by the names that a path can say. */
function pathsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((item, index) => pathsOf(item, `${path}[${index}]`))];
  if (typeof value !== 'object' || value === null) return [path];
  const members = Object.entries(value).filter(([name]) => /^[a-zA-Z_$][\w$-]*$/.test(name));
  return [path, ...members.flatMap(([name, member]) => pathsOf(member, path === '' ? name : `${path}.${name}`))];
}

const expectedAnswer = (value: unknown, paths: readonly string[]): unknown =>
  value === undefined ? null : paths.map((path) => describe(at(value, path)));

function at(value: unknown, path: string): unknown {
  const steps = [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([step, index]) => index ?? step);
  return steps.reduce<unknown>(
    (found, step) =>
      typeof found === 'object' && found !== null && Object.hasOwn(found, step)
        ? found[step as keyof typeof found]
        : undefined,
    value,
  );
}

function describe(value: unknown): unknown {
  if (value === undefined) return { missing: 0 };
  if (typeof value === 'number') return describeNumber(value);
  // MQL5 ends a string at its first zero.
  if (typeof value === 'string') return value.replaceAll('\0', '\ufffd');
  if (Array.isArray(value)) return { array: value.length };
  if (typeof value === 'object' && value !== null) return { object: Object.keys(value).length };
  return value;
}

function describeNumber(number: number): unknown {
  const text = JSON.stringify(number);
  const isWhole = /^-?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
  return isWhole ? { number, whole: number } : { number };
}

async function ask(cases: readonly Case[]): Promise<unknown[]> {
  const withLength = (bytes: Uint8Array): Uint8Array[] => [u32(bytes.length), bytes];
  const input = cases.flatMap(({ text, paths }) => [
    ...withLength(text),
    u32(paths.length),
    ...paths.flatMap((path) => withLength(new TextEncoder().encode(path))),
  ]);
  const lines = await runProbe('JsonProbe', {
    cases: 'json-cases.bin',
    bytes: joinChunks(input),
    answers: 'json-answers.txt',
  });
  return lines.map((line): unknown => JSON.parse(line));
}
