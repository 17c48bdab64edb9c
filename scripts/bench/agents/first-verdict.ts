/** `node first-verdict.ts FOLDER WAIT_MS`: agents in a process of their own, asked for the first time so long after their start; prints what that took. */
import { setTimeout as sleep } from 'node:timers/promises';
import { askDesk } from './ask-desk.ts';
import { deskSymbols } from './desk.ts';
import { lostLookups } from './lost-lookups.ts';
import { openDesk } from './open-desk.ts';

export interface FirstVerdict {
  readonly ms: number;
  readonly lostLookups: number;
}

const [folder = '', waitMs] = process.argv.slice(2);
await using desk = openDesk(folder);
await sleep(Number(waitMs));
const { ms } = await askDesk(desk.agents.analyst, deskSymbols[0] ?? '');
process.stdout.write(JSON.stringify({ ms, lostLookups: lostLookups(desk.agents.runs, 1) } satisfies FirstVerdict));
