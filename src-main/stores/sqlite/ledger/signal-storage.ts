import type { SignalStorage } from '#main/ports/signal-storage.ts';
import type { ReadableDb } from '../readable-db.ts';
import { selectLatestApprovals } from './approval-rows.ts';
import { selectLatestDecisions } from './decision-rows.ts';
import { selectSignals } from './signal-rows.ts';

export const sqliteSignalStorage = (db: ReadableDb): SignalStorage => ({
  latestDecisions: (limit) => selectLatestDecisions(db, limit),
  signals: (page) => selectSignals(db, page),
  latestApprovals: (limit) => selectLatestApprovals(db, limit),
});
