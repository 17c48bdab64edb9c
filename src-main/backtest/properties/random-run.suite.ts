import fc from 'fast-check';
import { assertDefined } from '#shared/base/assert.ts';
import { costTermsSchema } from '#shared/trading/cost-terms.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';
import { goldenInput, type Asked, type Golden, type Row, type Script } from '../golden/golden-run.suite.ts';
import type { RunInput } from '../run-input.ts';

export const rowCount = 400;

/** A run over seeded rows, with lanes that ask for this and that at seeded moments. */
export interface RandomRun {
  readonly golden: Golden;
  readonly input: RunInput;
}

/** What a random run is made of: small enough to be read where one fails. */
export const randomTerms = fc.record({
  seed: fc.nat(1_000_000),
  lanes: fc.integer({ min: 1, max: 3 }),
  balance: fc.integer({ min: 500, max: 500_000 }),
  credit: fc.constantFrom(0, 0, 1000),
  riskRatio: fc.constantFrom(0.001, 0.005, 0.02),
  stopOutRatio: fc.constantFrom(0.5, 0.5, 1.5),
  isCostly: fc.boolean(),
});

export function randomRun(terms: typeof randomTerms extends fc.Arbitrary<infer T> ? T : never): RandomRun {
  const { seed, lanes, balance, credit, riskRatio, stopOutRatio, isCostly } = terms;
  const random = seededRandom(seed);
  const rows = randomRows(random);
  const golden: Golden = {
    ...{ rows, riskRatio, account: { balance, credit, stopOutRatio }, scenario: isCostly ? 'B' : null },
    scripts: Array.from({ length: lanes }, () => randomScript(random, rows)),
    ...(isCostly && { rowsPerDecision: 5, costs: costly }),
    limits: { driftRMax: 0.5 },
  };
  return { golden, input: goldenInput(golden) };
}

const costly = costTermsSchema.parse({
  approvalDelayMs: { A: 60_000, B: 90_000 },
  wakingHours: { fromHour: 0, toHour: 0, zone: 'utc' },
  latencyMs: 700,
});

/** Two-digit prices that walk, jump now and then, and have a spread that changes. */
function randomRows(random: () => number): readonly Row[] {
  const rows: Row[] = [];
  let cents = 200_000;
  for (let index = 0; index < rowCount; index++) {
    const way = (most: number): number => Math.round((random() * 2 - 1) * most);
    const open = cents + (random() < 0.05 ? way(600) : 0);
    const close = open + way(120);
    const high = Math.max(open, close) + Math.round(random() * 80);
    const low = Math.min(open, close) - Math.round(random() * 80);
    rows.push([open / 100, high / 100, low / 100, close / 100, Math.round(random() * 40) / 100]);
    cents = close;
  }
  return rows;
}

function randomScript(random: () => number, rows: readonly Row[]): Script {
  const script: Record<number, Asked> = {};
  for (const [index] of rows.entries()) {
    const draw = random();
    if (draw < 0.3) script[index] = randomEntry(random, assertDefined(rows[index], 'a row')[3]);
    else if (draw < 0.36) script[index] = { leave: true };
    else if (draw < 0.42) script[index] = { closePart: 0.1 + 0.8 * random() };
    else if (draw < 0.5)
      script[index] = { moveStop: onCents(assertDefined(rows[index], 'a row')[3] + 6 * random() - 3) };
  }
  return script;
}

function randomEntry(random: () => number, close: number): Asked {
  const isBuy = random() < 0.5;
  const sign = isBuy ? 1 : -1;
  const distance = 0.3 + 5 * random();
  const entry = { enter: isBuy ? 'buy' : 'sell', stop: onCents(close - sign * distance) } as const;
  return random() < 0.5 ? entry : { ...entry, target: onCents(close + sign * (distance + 4 * random() + 3)) };
}

const onCents = (price: number): number => Math.round(price * 100) / 100;
