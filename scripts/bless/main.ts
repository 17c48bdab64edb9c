/**
 * `npm run bless -- backtest`: plays the pinned runs, shows what is different from the pins that are committed, and writes the new ones. Commit them with
 * the reason why they moved.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { pinDifferences, pinnedRuns, pinOf, pinsFile, readPins } from '#main/testkit/pinned-runs.ts';
import { runInMemory } from '#main/wiring/run-in-memory.ts';

if (process.argv.slice(2).join() !== 'backtest') {
  process.stderr.write('Usage: npm run bless -- backtest\n');
  process.exitCode = 1;
} else {
  const { markets, plans } = pinnedRuns();
  const before = existsSync(pinsFile) ? readPins() : {};
  const after = Object.fromEntries(
    Object.entries(plans).map(([name, plan]) => [name, pinOf(runInMemory(plan, markets))]),
  );
  const lines = pinDifferences(before, after);
  writeFileSync(pinsFile, await format(JSON.stringify(after), { parser: 'json', printWidth: 120 }));
  process.stdout.write(lines.length === 0 ? 'Nothing differs.\n' : `${lines.join('\n')}\n`);
}
