import { fault, FaultError } from '#shared/base/fault.ts';
import type { ChangeFeed, ProjectionMark, ProjectionTarget } from '#main/ports/projection.ts';

export interface RowChange {
  readonly revision: number;
  readonly key: string;
  /** Null: the row is no more. */
  readonly value: number | null;
}

/** Rows that change, as a store keeps them: each bears the revision of its last change. */
export interface ChangingRows extends ChangeFeed<RowChange> {
  readonly put: (key: string, value: number | null) => void;
  /** A new life: all rows go. */
  readonly clear: () => void;
  /** What a target that is in step holds. */
  readonly expected: () => ReadonlyMap<string, number>;
  /** The largest number of changes that was read at once. */
  readonly readMost: () => number;
}

export function createChangingRows(): ChangingRows {
  const rows = new Map<string, RowChange>();
  let life = 1;
  let newest = 0;
  let most = 0;
  return {
    epoch: () => `life ${life}`,
    newest: () => newest,
    after: (revision, limit) => {
      const changed = [...rows.values()].filter((row) => row.revision > revision);
      const read = changed.toSorted((a, b) => a.revision - b.revision).slice(0, limit);
      most = Math.max(most, read.length);
      return read;
    },
    depth: (revision) => [...rows.values()].filter((row) => row.revision > revision).length,
    put: (key, value) => {
      newest += 1;
      rows.delete(key);
      rows.set(key, { revision: newest, key, value });
    },
    clear: () => {
      rows.clear();
      life += 1;
      newest = 0;
    },
    expected: () => new Map([...rows.values()].flatMap(({ key, value }) => (value === null ? [] : [[key, value]]))),
    readMost: () => most,
  };
}

/** What the target does to the next call: the call fails before it did anything, after it did all, half-way, with an unknown error, or is refused. */
export type Mishap = 'before' | 'after' | 'halfway' | 'unknown' | 'refused' | 'none';

export interface HostileTarget extends ProjectionTarget<RowChange> {
  readonly mishaps: Mishap[];
  readonly held: () => ReadonlyMap<string, number>;
  readonly keptMark: () => ProjectionMark | null;
  /** Keys of changes that are refused whenever they come. */
  readonly refusedKeys: Set<string>;
  /** The line breaks under every batch that is larger. */
  readonly takesAtMost: (changes: number) => void;
  /** Somebody empties the server, or another takes its place. */
  readonly wipe: () => void;
  /** No call of `begin` and `apply` ever met another one. */
  readonly metAnother: () => boolean;
  readonly begun: () => number;
  readonly applied: () => readonly (readonly string[])[];
}

export const unreachable = new FaultError(fault('VECTORS_UNREACHABLE', 'The server does not answer.'));
export const refused = new FaultError(fault('VECTORS_REFUSED', 'The server refuses it.'));

export function createHostileTarget(): HostileTarget {
  const mishaps: Mishap[] = [];
  const refusedKeys = new Set<string>();
  const applied: (readonly string[])[] = [];
  let rows = new Map<string, number>();
  let kept: ProjectionMark | null = null;
  let calls = 0;
  let metAnother = false;
  let begun = 0;
  let changesMax = Infinity;

  /** As a server does: nothing is done before the next turn of the loop. */
  const suffering = async (steps: readonly (() => void)[]): Promise<void> => {
    calls += 1;
    metAnother ||= calls > 1;
    try {
      await Promise.resolve();
      const mishap = mishaps.shift() ?? 'none';
      if (mishap === 'before') throw unreachable;
      if (mishap === 'unknown') throw new TypeError('nobody knows why');
      if (mishap === 'refused') throw refused;
      for (const step of steps.slice(0, mishap === 'halfway' ? steps.length / 2 : steps.length)) step();
      if (mishap !== 'none') throw unreachable;
      await Promise.resolve();
    } finally {
      calls -= 1;
    }
  };

  return {
    name: 'hostile',
    mishaps,
    refusedKeys,
    takesAtMost: (changes) => {
      changesMax = changes;
    },
    held: () => rows,
    keptMark: () => kept,
    wipe: () => {
      rows = new Map();
      kept = null;
    },
    metAnother: () => metAnother,
    begun: () => begun,
    applied: () => applied,
    mark: async () => {
      await suffering([]);
      return kept;
    },
    begin: async (epoch) => {
      begun += 1;
      await suffering([() => (kept = null), () => (rows = new Map()), () => (kept = { epoch, revision: 0 })]);
    },
    apply: async (changes, mark) => {
      if (changes.some(({ key }) => refusedKeys.has(key))) throw refused;
      if (changes.length > changesMax) throw unreachable;
      applied.push(changes.map(({ key }) => key));
      await suffering([
        ...changes.map(({ key, value }) => () => {
          if (value === null) rows.delete(key);
          else rows.set(key, value);
        }),
        () => (kept = mark),
      ]);
    },
  };
}
