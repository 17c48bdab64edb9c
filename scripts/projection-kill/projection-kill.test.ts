import { expect, test } from 'vitest';
import { realChromaTest } from '#main/testkit/real-chroma.ts';
import { whyNoRealNeo4j } from '#main/testkit/real-neo4j.ts';
import { plantNames } from './plants.ts';
import { projectionRuns } from './projection-runs.ts';

const isLinux = process.platform === 'linux';
const onLinux = (name: string): string => (isLinux ? name : `skipped: processes are found in /proc: ${name}`);
const watch = { interrupted: new AbortController().signal, onRun: () => undefined };
const minutes = 60_000;

test.skipIf(!isLinux)(
  onLinux('whatever is struck, each holder comes to hold what a clean rebuild makes of the same stores'),
  async () => {
    const report = await projectionRuns({ runs: 4, seed: 5, killsBolt: false, plant: null }, watch);
    expect(report).toMatchObject({ differing: 0, broken: 0, ok: true, stories: [] });
    expect(report.rows.exact).toBeGreaterThan(1000);
    expect(report.rows.embedded).toBeGreaterThan(500);
  },
  10 * minutes,
);

/** Each needs the server that it is planted in. */
const missing: Readonly<Record<(typeof plantNames)[number], boolean>> = {
  vectors: false,
  graph: false,
  chroma: realChromaTest('').startsWith('skipped'),
  bolt: whyNoRealNeo4j() !== null,
};

for (const plant of plantNames) {
  const name = `a fault that is planted in ${plant} is found`;
  test.skipIf(!isLinux || missing[plant])(
    missing[plant] ? `skipped: no such server: ${name}` : onLinux(name),
    async () => {
      const report = await projectionRuns({ runs: 1, seed: 3, killsBolt: false, plant }, watch);
      expect(report).toMatchObject({ differing: 1, broken: 0, ok: false });
      expect(report.stories[0]).toContain('a clean rebuild');
    },
    5 * minutes,
  );
}
