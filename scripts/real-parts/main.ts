/** `npm run real-parts -- chroma …`: fetches real servers once, for the tests that run against them. */
import { fetchChroma } from './chroma.ts';
import type { Fetched } from './fetched.ts';

const parts: Readonly<Record<string, () => Promise<Fetched>>> = { chroma: fetchChroma };

const wanted = process.argv.slice(2);
for (const name of wanted.length === 0 ? Object.keys(parts) : wanted) {
  const part = parts[name];
  const fetched: Fetched =
    part === undefined
      ? { kind: 'failed', reason: `there is no such part; there are ${Object.keys(parts).join(', ')}` }
      : await part();
  if (fetched.kind === 'ready') process.stdout.write(`${name}: ${fetched.where}\n`);
  else {
    process.stderr.write(`${name} could not be had: ${fetched.reason}\n`);
    process.exitCode = 1;
  }
}
