import { writeSync } from 'node:fs';
import { createDataFolder } from '../../data-folder/data-folder.ts';
import { acquireDataFolderLock } from '../../data-folder/data-folder-lock.ts';
import { temporaryStores, valueOf } from '../../temporary-stores.suite.ts';
import { openLedger } from './open-ledger.ts';

/**
 * A second process for the kill tests: appends batches of three events to the ledger in the folder that its argument names, until it is
 * killed, and says after each commit how far the log goes and which order id it took before.
 */
const { folder, context } = temporaryStores(process.argv[2]);
valueOf(createDataFolder(folder.path));
valueOf(acquireDataFolderLock(folder));
const { log, orderIds } = valueOf(openLedger(folder, context));
for (;;) {
  const id = orderIds.next();
  const reason = `order ${id}`;
  const event = { occurredAtUtcMs: context.wallClock.nowUtcMs(), event: { kind: 'engineStopped', reason } } as const;
  const sequence = log.append([event, event, event]).at(-1)?.sequence ?? 0;
  writeSync(1, `${sequence} ${id}\n`);
}
