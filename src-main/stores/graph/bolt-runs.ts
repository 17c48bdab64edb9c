import type { GraphChange, GraphLink, GraphNode } from '#main/ports/graph-store.ts';
import type { LinkKind, RecordId, RecordKind } from '#shared/trading/record-id.ts';

/** Changes that may be made by what is to be done: nodes are put, then links are put, then links are removed, then nodes with all their links. */
export interface Run {
  readonly nodes: ReadonlyMap<RecordKind, readonly GraphNode[]>;
  readonly links: ReadonlyMap<LinkKind, readonly GraphLink[]>;
  readonly removedLinks: ReadonlyMap<LinkKind, readonly GraphLink[]>;
  readonly removedNodes: readonly RecordId[];
}

/**
 * Cuts changes into runs: few statements for many changes, and the same in the end as one after the other. A run ends only where something comes back
 * that was removed in it: a record, a link, or a link to a record.
 */
export function runsOf(changes: readonly GraphChange[]): readonly Run[] {
  const runs: GraphChange[][] = [];
  let removed = new Set<string>();
  for (const change of changes) {
    let run = runs.at(-1);
    if (run === undefined || needs(change).some((name) => removed.has(name))) {
      run = [];
      runs.push(run);
      removed = new Set();
    }
    run.push(change);
    if (change.kind === 'removedNode') removed.add(change.id);
    if (change.kind === 'removedLink') removed.add(nameOf(change.link));
  }
  return runs.map(runOf);
}

/** What must not have been removed in the same run. */
const needs = (change: GraphChange): readonly string[] => {
  if (change.kind === 'putNode') return [change.node.id];
  return change.kind === 'putLink' ? [nameOf(change.link), change.link.from, change.link.to] : [];
};

const nameOf = ({ from, kind, to }: GraphLink): string => JSON.stringify([from, kind, to]);

const runOf = (changes: readonly GraphChange[]): Run => ({
  nodes: Map.groupBy(
    changes.flatMap((change) => (change.kind === 'putNode' ? [change.node] : [])),
    ({ kind }) => kind,
  ),
  links: linksOf(changes, 'putLink'),
  removedLinks: linksOf(changes, 'removedLink'),
  removedNodes: changes.flatMap((change) => (change.kind === 'removedNode' ? [change.id] : [])),
});

const linksOf = (
  changes: readonly GraphChange[],
  kind: 'putLink' | 'removedLink',
): ReadonlyMap<LinkKind, readonly GraphLink[]> =>
  Map.groupBy(
    changes.flatMap((change) => (change.kind === kind ? [change.link] : [])),
    (link) => link.kind,
  );
