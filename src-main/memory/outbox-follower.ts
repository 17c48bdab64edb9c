import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import type { ProjectionName } from '#shared/contract/memory.ts';
import type { WallClock } from '#main/ports/clock.ts';
import type { LedgerOutbox, OutboxRow } from '#main/ports/ledger-outbox.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { ProjectionMark, ProjectionStore } from '#main/ports/projection.ts';
import { readLedgerRecord, type LedgerReads } from './ledger-record.ts';
import { rememberedOf, saveRemembered, type Remembered, type RememberedStores } from './remembered.ts';

export interface OutboxFollowerDependencies extends LedgerReads, RememberedStores {
  readonly outbox: LedgerOutbox;
  readonly projections: ProjectionStore;
  readonly wallClock: WallClock;
  readonly logger: Logger;
}

/** Raised when a record says something else than before: what was made of the ledger is then made anew. */
const rememberedVersion = 2;

/** Rows that are read at once; those of one event stay together. */
const pageSize = 64;

/** A record that cannot be read is tried so often before it is a dead letter. */
export const recordAttemptsMax = 3;

export const projectionNames = ['vectors', 'graph'] as const satisfies readonly ProjectionName[];

export interface Advance {
  readonly events: number;
  /** A record could not be read and is to be tried again; what follows it waits. */
  readonly isHeldUp: boolean;
}

/** Takes what the ledger's outbox tells into both projections, each behind its own mark; where they stand at the same event, both at once. */
export class OutboxFollower {
  readonly #dependencies: OutboxFollowerDependencies;
  /** Records of the event that is next which could not be read, and how often. */
  readonly #failed = new Map<string, number>();

  constructor(dependencies: OutboxFollowerDependencies) {
    this.#dependencies = dependencies;
  }

  /** How far a projection has come. */
  revisionOf(projection: ProjectionName): number {
    return this.#dependencies.projections.mark(targetOf(projection))?.revision ?? 0;
  }

  isBehind(projection: ProjectionName): boolean {
    return this.revisionOf(projection) < this.#dependencies.outbox.newest();
  }

  /** Empties what was made of another history than the ledger's, and answers what that was. */
  dropOtherHistories(): readonly ProjectionName[] {
    const { projections, logger } = this.#dependencies;
    const others = projectionNames.filter((projection) => {
      const mark = projections.mark(targetOf(projection));
      return mark !== null && mark.epoch !== this.#epochAt(mark.revision);
    });
    for (const projection of others) {
      projections.clear(projection);
      projections.clearDeadLetters(projection, targetOf(projection));
      logger.warn('the ledger is not the one that was remembered, and is read anew', { projection });
    }
    return others;
  }

  /** Takes on events until the time is over or a page is done, within the caller's transaction. */
  advance(isOver: () => boolean): Advance {
    const revisions = projectionNames.map((projection) => this.revisionOf(projection));
    const from = Math.min(...revisions);
    const to = Math.max(...revisions);
    const behind = projectionNames.filter((_, index) => revisions[index] === from);
    const isAlone = from < to;
    const page = eventsOf(this.#dependencies.outbox.after(from, pageSize)).filter(
      ({ sequence }) => !isAlone || sequence <= to,
    );
    if (isAlone && page.length === 0) {
      // The outbox was made anew, and no longer has a row of the event at which the other one stands.
      this.#saveMarks(behind, to);
      return { events: 1, isHeldUp: false };
    }
    return this.#takeOn(page, behind, isOver);
  }

  #takeOn(page: readonly LedgerEvent[], behind: readonly ProjectionName[], isOver: () => boolean): Advance {
    let events = 0;
    let last: number | null = null;
    let isHeldUp = false;
    for (const event of page) {
      const read = this.#read(event);
      if (read === null) {
        isHeldUp = true;
        break;
      }
      for (const projection of behind) this.#save(projection, read);
      this.#failed.clear();
      events += 1;
      last = event.sequence;
      if (isOver()) break;
    }
    if (last !== null) this.#saveMarks(behind, last);
    return { events, isHeldUp };
  }

  #save(projection: ProjectionName, { remembered, dead }: ReadEvent): void {
    const { projections, wallClock, logger } = this.#dependencies;
    for (const it of remembered) saveRemembered(projection, it, this.#dependencies);
    for (const { key, cause } of dead) {
      const target = targetOf(projection);
      projections.addDeadLetter({
        projection,
        target,
        key,
        fault: cause,
        attempts: recordAttemptsMax,
        diedAtUtcMs: wallClock.nowUtcMs(),
      });
      logger.warn('a record could not be remembered and is passed over', { target, key, code: cause.code });
    }
  }

  /** All that an event left; null where some of it is to be tried again. Throws what is a matter of the store. */
  #read({ rows }: LedgerEvent): ReadEvent | null {
    const remembered: Remembered[] = [];
    const dead: DeadRecord[] = [];
    for (const row of rows) {
      try {
        remembered.push(rememberedOf(readLedgerRecord(row, this.#dependencies)));
      } catch (error) {
        const cause = this.#causeOf(error);
        const key = `${row.topic}:${row.key}`;
        const attempts = (this.#failed.get(key) ?? 0) + 1;
        this.#failed.set(key, attempts);
        if (attempts < recordAttemptsMax) return null;
        dead.push({ key, cause });
      }
    }
    return { remembered, dead };
  }

  #causeOf(error: unknown): Fault {
    if (error instanceof FaultError) {
      if (error.fault.code.startsWith('STORE_')) throw error;
      return error.fault;
    }
    this.#dependencies.logger.error('a record of the ledger cannot be read', error);
    return fault('PROJECTION_FAILED', 'A record of the ledger cannot be read.', { reason: String(error) });
  }

  #saveMarks(behind: readonly ProjectionName[], revision: number): void {
    const mark: ProjectionMark = { epoch: this.#epochAt(revision), revision };
    for (const projection of behind) this.#dependencies.projections.saveMark(targetOf(projection), mark);
  }

  /** Names the history up to an event, and what is made of it. */
  #epochAt(sequence: number): string {
    return `${rememberedVersion}/${this.#dependencies.outbox.hashAt(sequence) ?? 'none'}`;
  }
}

interface LedgerEvent {
  readonly sequence: number;
  readonly rows: readonly OutboxRow[];
}

interface DeadRecord {
  readonly key: string;
  readonly cause: Fault;
}

interface ReadEvent {
  readonly remembered: readonly Remembered[];
  readonly dead: readonly DeadRecord[];
}

const targetOf = (projection: ProjectionName): string => `ledger:${projection}`;

/** Rows by their events. A deal is linked with the trades that it is a part of, which therefore come first. */
function eventsOf(rows: readonly OutboxRow[]): readonly LedgerEvent[] {
  const events: { readonly sequence: number; readonly rows: OutboxRow[] }[] = [];
  for (const row of rows) {
    const last = events.at(-1);
    if (last?.sequence === row.sequence) last.rows.push(row);
    else events.push({ sequence: row.sequence, rows: [row] });
  }
  return events.map(({ sequence, rows: own }) => ({ sequence, rows: own.toSorted(tradesFirst) }));
}

const tradesFirst = (a: OutboxRow, b: OutboxRow): number => Number(b.topic === 'trade') - Number(a.topic === 'trade');
