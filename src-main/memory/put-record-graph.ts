import type { RecordId } from '#shared/trading/record-id.ts';
import type { GraphLink, GraphRows } from '#main/ports/graph-store.ts';
import type { RecordGraph } from './graph-of-record.ts';

/**
 * Writes what a record says into the graph's rows. A link of which one end is not there is left out: that record could not be remembered. What stood beside
 * a record (a symbol, a scenario, a regime) goes with the last link to it.
 */
export function putRecordGraph(rows: GraphRows, { nodes, links, whole, gone }: RecordGraph): void {
  if (gone !== null) removeWithWhatStoodBeside(rows, gone);
  for (const node of nodes) rows.putNode(node);
  for (const link of links) if (rows.has(link.from) && rows.has(link.to)) rows.putLink(link);
  const said = new Set(links.map(nameOf));
  for (const { from, kind } of whole) {
    for (const link of rows.linksFrom(from, kind)) {
      if (said.has(nameOf(link))) continue;
      rows.removeLink(link);
      if (isBeside(link)) removeWhereAlone(rows, link.to);
    }
  }
}

function removeWithWhatStoodBeside(rows: GraphRows, id: RecordId): void {
  const beside = besideKinds.flatMap((kind) => rows.linksFrom(id, kind));
  rows.removeNode(id);
  for (const { to } of beside) removeWhereAlone(rows, to);
}

function removeWhereAlone(rows: GraphRows, id: RecordId): void {
  if (!rows.isLinked(id)) rows.removeNode(id);
}

const besideKinds = ['ofSymbol', 'ofScenario', 'inRegime'] as const;

const isBeside = ({ kind }: GraphLink): boolean => besideKinds.some((beside) => beside === kind);

const nameOf = ({ from, kind, to }: GraphLink): string => JSON.stringify([from, kind, to]);
