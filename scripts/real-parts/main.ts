/** `npm run real-parts -- chroma neo4j`: fetches real servers once, for the tests that run against them. */
import { fetchChroma } from './chroma.ts';
import type { Fetched } from './fetched.ts';
import { fetchNeo4j } from './neo4j.ts';

const parts: Readonly<Record<string, () => Promise<Fetched>>> = { chroma: fetchChroma, neo4j: fetchNeo4j };

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
