import { expect, test } from 'vitest';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleLesson } from '#main/testkit/sample-lesson.ts';
import { sampleOpinion } from '#main/testkit/sample-opinion.ts';
import { temporaryStores, valueOf } from '../../../temporary-stores.suite.ts';
import { openForWriting } from '../../open-database.ts';
import { ledgerDefinition } from '../ledger-definition.ts';
import { openLedger } from '../open-ledger.ts';
import { createLedger } from './0001-create-ledger.ts';
import { addProjections } from './0002-add-projections.ts';
import { keepEverySignal } from './0003-keep-every-signal.ts';

test('a ledger of version 3 keeps what it holds, and has room for what agents say', () => {
  using stores = temporaryStores();
  const { folder, context } = stores;
  {
    const migrations = [createLedger, addProjections, keepEverySignal];
    const opening = { file: folder.ledgerFile, backupsFolder: folder.backupsFolder, context };
    using db = valueOf(openForWriting({ definition: { ...ledgerDefinition, migrations }, ...opening }));
    db.command(
      `INSERT INTO account_reports (file_hash, file_name, server, login, imported_at_utc_ms, body)
       VALUES (?, 'report.htm', 'AMarkets-Demo', '77', 5, '{}')`,
    ).run('a'.repeat(64));
    expect(() => db.query('SELECT * FROM lessons')).toThrow('no such table');
  }
  const opinion = sampleOpinion();
  const lesson = sampleLesson();
  {
    using ledger = valueOf(openLedger(folder, context));
    ledger.log.append(
      [
        { kind: 'decisionMade' as const, decision: sampleDecision() },
        { kind: 'opinionGiven' as const, decisionId: opinion.decisionId, opinion, fault: null },
        { kind: 'lessonLearnt' as const, lesson },
      ].map((event) => ({ occurredAtUtcMs: sampleStartUtcMs, event })),
    );
    expect(ledger.records.opinionOn(opinion.decisionId)).toEqual(opinion);
    expect(ledger.records.lesson(lesson.lessonId)).toEqual({ lesson, retired: null });
  }
  const opening = { file: folder.ledgerFile, backupsFolder: folder.backupsFolder, context };
  using db = valueOf(openForWriting({ definition: ledgerDefinition, ...opening }));
  expect(db.query('SELECT login FROM account_reports').all()).toEqual([{ login: '77' }]);
});
