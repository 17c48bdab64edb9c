import { expect, test } from 'vitest';
import { temporaryStores, valueOf } from '../../../temporary-stores.suite.ts';
import { openForWriting } from '../../open-database.ts';
import { ledgerDefinition } from '../ledger-definition.ts';
import { createLedger } from './0001-create-ledger.ts';
import { addProjections } from './0002-add-projections.ts';

test('signals of version 2 are still there, and one that moves a stop finds room beside them', () => {
  using stores = temporaryStores();
  const opening = {
    ...{ file: stores.folder.ledgerFile, backupsFolder: stores.folder.backupsFolder, context: stores.context },
  };
  const insert = (db: ReturnType<typeof open>, sequence: number, kind: string): void => {
    db.command(
      `INSERT INTO events (sequence, kind, version, occurred_at_utc_ms, received_at_utc_ms, body, previous_hash, hash)
       VALUES (?, 'decisionMade', 1, 0, 0, '{}', zeroblob(32), zeroblob(32))`,
    ).run(sequence);
    db.command(
      `INSERT INTO signals (sequence, decision_id, scenario, symbol, kind, side, as_of_utc_ms) VALUES (?, 'A:1', 'A', 'XAUUSD', ?, 'buy', 5)`,
    ).run(sequence, kind);
  };
  const open = (definition: typeof ledgerDefinition) => valueOf(openForWriting({ definition, ...opening }));
  {
    using db = open({ ...ledgerDefinition, migrations: [createLedger, addProjections] });
    insert(db, 1, 'enter');
    expect(() => {
      insert(db, 2, 'moveStop');
    }).toThrow('CHECK');
  }
  using db = open(ledgerDefinition);
  insert(db, 3, 'moveStop');
  insert(db, 4, 'closePart');
  expect(db.query('SELECT sequence, kind, as_of_utc_ms FROM signals ORDER BY sequence').all()).toEqual([
    { sequence: 1, kind: 'enter', as_of_utc_ms: 5 },
    { sequence: 3, kind: 'moveStop', as_of_utc_ms: 5 },
    { sequence: 4, kind: 'closePart', as_of_utc_ms: 5 },
  ]);
});
