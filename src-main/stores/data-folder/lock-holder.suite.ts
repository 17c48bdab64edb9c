import { dataFolderAt } from './data-folder.ts';
import { acquireDataFolderLock } from './data-folder-lock.ts';
import { writeSessionFile } from './session-file.ts';

/** A second process for the lock's tests: takes the folder that its argument names, says how that went, and holds it until it is killed. */
const folder = dataFolderAt(process.argv[2] ?? '');
const lock = acquireDataFolderLock(folder);
if (lock.ok) writeSessionFile(folder, { port: 4000, token: 'open-sesame', pid: process.pid });
process.stdout.write(lock.ok ? 'held\n' : `${lock.error.code}\n`);
if (lock.ok) process.stdin.resume();
