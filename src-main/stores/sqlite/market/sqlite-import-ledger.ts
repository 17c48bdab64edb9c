import { assert } from '#shared/base/assert.ts';
import type { ImportLedger } from '#main/ports/import-ledger.ts';
import type { WritableDb } from '../readable-db.ts';
import { replaceImport, selectImport, selectImports, updateImportEnd, updateImportProgress } from './import-rows.ts';

export function sqliteImportLedger(db: WritableDb): ImportLedger {
  return {
    find: (key) => selectImport(db, key),
    begin: (record) => {
      replaceImport(db, record);
    },
    advance: (key, store) => {
      db.transaction(() => {
        const updated = updateImportProgress(db, key, store());
        assert(updated === 1, 'an import is begun before it advances');
      });
    },
    finish: (key, end) => {
      assert(updateImportEnd(db, key, end) === 1, 'an import is begun before it is finished');
    },
    list: (limit) => selectImports(db, limit),
  };
}
