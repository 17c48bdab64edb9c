/** `npm run build`: every program of the cockpit, into `out/`. `--force` builds even when nothing changed. */
import { rmSync } from 'node:fs';
import { ensureBuilt } from './ensure-built.ts';
import { inProject } from './project-root.ts';

if (process.argv.includes('--force')) rmSync(inProject('out'), { recursive: true, force: true });
if (!(await ensureBuilt())) process.exitCode = 1;
