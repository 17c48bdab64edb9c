import { createHash } from 'node:crypto';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { GraphLink, GraphNode, GraphReads } from '#main/ports/graph-store.ts';

/** SHA-256 over all nodes and links in their order, as hex: the same for the same graph, whichever adapter holds it. Reads it once, in flat memory. */
export async function hashGraph(graph: Pick<GraphReads, 'contents'>): Promise<string> {
  const hash = createHash('sha256');
  for await (const entry of graph.contents()) hash.update(`${lineOf(entry)}\n`);
  return hash.digest('hex');
}

const lineOf = (entry: GraphNode | GraphLink): string =>
  canonicalJson(
    'id' in entry
      ? [entry.id, entry.kind, entry.knownAtUtcMs, entry.facts]
      : { from: entry.from, kind: entry.kind, to: entry.to },
  );
