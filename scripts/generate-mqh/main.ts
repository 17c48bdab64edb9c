/** `npm run generate`: writes what the MQL5 programs know of the wire from the definitions of `src-main/protocol`. */
import { writeFile } from 'node:fs/promises';
import { programVersion } from '#main/wiring/program-version.ts';
import { inProject } from '../project-root.ts';
import { protocolMqh } from './protocol-mqh.ts';
import { protocolMqhPath } from './protocol-mqh-path.ts';

await writeFile(inProject(protocolMqhPath), protocolMqh(programVersion), 'ascii');
process.stdout.write(`${protocolMqhPath} is written.\n`);
