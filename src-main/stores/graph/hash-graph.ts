import { createHash } from 'node:crypto';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { GraphLink, GraphNode, GraphReads } from '#main/ports/graph-store.ts';

export interface GraphHash {
  /** Nodes and links. */
  readonly rows: number;
  /** SHA-256, in lower-case hexadecimal. */
  readonly hash: string;
}

/** What a graph holds, as one word: all nodes and links in their order. Two that hold the same have the same hash, whichever adapter they are. */
export async function hashGraph(graph: Pick<GraphReads, 'contents'>): Promise<GraphHash> {
  const digest = createHash('sha256');
  let rows = 0;
  for await (const entry of graph.contents()) {
    rows += 1;
    digest.update(`${lineOf(entry)}\n`);
  }
  return { rows, hash: digest.digest('hex') };
}

const lineOf = (entry: GraphNode | GraphLink): string =>
  canonicalJson(
    'id' in entry
      ? [entry.id, entry.kind, entry.knownAtUtcMs, entry.facts]
      : { from: entry.from, kind: entry.kind, to: entry.to },
  );
