import { dataFolderAt } from '../data-folder/data-folder.ts';
import { acquireDataFolderLock } from '../data-folder/data-folder-lock.ts';
import { temporaryStores, valueOf } from '../temporary-stores.suite.ts';
import { restoreBySteps } from './restore-backup.ts';
import { restoreWish } from './restore-rig.suite.ts';

/** A second process for the kill tests: restores a backup into a folder and dies by its own hand after so many steps. */
const [, , folderPath = '', from = '', steps = ''] = process.argv;
const stores = temporaryStores(folderPath);
valueOf(acquireDataFolderLock(dataFolderAt(folderPath)));
const restore = restoreBySteps(restoreWish(stores, from));
for (let step = 0; step < Number(steps); step++) restore.next();
process.kill(process.pid, 'SIGKILL');
