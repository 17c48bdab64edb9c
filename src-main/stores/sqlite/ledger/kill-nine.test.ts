import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseClientOrderId } from '#shared/trading/client-order-id.ts';
import { clientOrderId } from '#shared/trading/ids.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../../temporary-stores.suite.ts';
import { acquireDataFolderLock } from '../../data-folder/data-folder-lock.ts';
import { openLedger, openLedgerToRead } from './open-ledger.ts';

let stores: TemporaryStores;

beforeEach(() => {
  stores = temporaryStores();
});

afterEach(() => {
  stores[Symbol.dispose]();
});

interface Acknowledged {
  readonly sequence: number;
  readonly id: string;
}

/** Lets the writer work until it has said so many lines, kills it, and answers all that it said. */
async function killWriterAfter(lineCount: number): Promise<readonly Acknowledged[]> {
  const script = fileURLToPath(new URL('./tireless-writer.suite.ts', import.meta.url));
  const writer = spawn(process.execPath, [script, stores.folder.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: Acknowledged[] = [];
  for await (const line of createInterface(writer.stdout)) {
    const [sequence = '', id = ''] = line.split(' ');
    acknowledged.push({ sequence: Number(sequence), id });
    if (acknowledged.length === lineCount) writer.kill('SIGKILL');
  }
  if (writer.signalCode === null) await once(writer, 'exit');
  expect(writer.signalCode).toBe('SIGKILL');
  return acknowledged;
}

test(
  'writers killed in the middle leave every acknowledged event in a whole chain, and no order id is given twice',
  { timeout: 60_000 },
  async () => {
    const ids: string[] = [];
    let committed: readonly unknown[] = [];
    for (const lineCount of [1, 20, 150]) {
      const acknowledged = await killWriterAfter(lineCount);
      ids.push(...acknowledged.map(({ id }) => id));

      const reader = valueOf(openLedgerToRead(stores.folder, stores.context));
      const seenByReader = [...(reader?.log.readAfter(0) ?? [])];
      reader?.[Symbol.dispose]();

      const lock = valueOf(acquireDataFolderLock(stores.folder));
      const ledger = valueOf(openLedger(stores.folder, stores.context));
      const events = [...ledger.log.readAfter(0)];
      expect(seenByReader).toEqual(events);
      expect(events.length).toBeGreaterThanOrEqual(acknowledged.at(-1)?.sequence ?? Infinity);
      expect(events.length % 3).toBe(0);
      expect(events.slice(0, committed.length)).toEqual(committed);
      committed = events;
      ids.push(ledger.orderIds.next());
      ledger[Symbol.dispose]();
      lock[Symbol.dispose]();
    }
    expect(new Set(ids).size).toBe(ids.length);
    const counters = ids.map((id) => parseClientOrderId(clientOrderId(id))?.counter ?? 0);
    expect(counters).toEqual(counters.toSorted((a, b) => a - b));
  },
);
