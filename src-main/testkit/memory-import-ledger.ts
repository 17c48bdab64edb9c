import type { ImportKey, ImportLedger, ImportRecord } from '#main/ports/import-ledger.ts';
import { assertDefined } from '#shared/base/assert.ts';

/** Remembers imports as long as a test runs. What a slice that throws did to other stores stays. */
export function createMemoryImportLedger(): ImportLedger {
  const records = new Map<string, ImportRecord>();
  const keyOf = ({ contentHash, reading }: ImportKey): string => `${contentHash} ${reading}`;
  const change = (key: ImportKey, changes: Partial<ImportRecord>): void => {
    const record = assertDefined(records.get(keyOf(key)), 'an import is begun before it goes on');
    records.set(keyOf(key), { ...record, ...changes });
  };
  return {
    find: (key) => records.get(keyOf(key)) ?? null,
    begin: (record) => {
      records.delete(keyOf(record));
      records.set(keyOf(record), { ...record, finishedAtUtcMs: null, recordsCommitted: 0 });
    },
    advance: (key, store) => {
      change(key, store());
    },
    finish: change,
    list: (limit) => [...records.values()].reverse().slice(0, limit),
  };
}
