import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { checkProgram, showChecked } from './check-program.ts';
import { programs, root } from './places.ts';
import { whySkipped } from './variant.ts';

/**
 * `node mql5/host-test/build/check.ts [file ...]`: checks our MQL5 programs, or the named `.mq5` and `.mqh`, and ends
 * with 1 where one has a problem.
 */
const named = process.argv.slice(2).map((path) => resolve(path));
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

const noCompiler = whySkipped('plain');
if (noCompiler !== null) say(`${noCompiler}: the sources are linted and not compiled`);
for (const path of named.length > 0 ? named : Object.values(programs)) {
  const start = performance.now();
  const problems = existsSync(path) ? showChecked(checkProgram(path)) : ['is not there'];
  problems.forEach(say);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(
    `${relative(root, path)}: ${problems.length === 0 ? 'right' : `${problems.length} lines of problems`}, ${seconds} s`,
  );
  if (problems.length > 0) process.exitCode = 1;
}
