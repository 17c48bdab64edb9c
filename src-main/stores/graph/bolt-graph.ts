import { assert } from '#shared/base/assert.ts';
import { fault, FaultError } from '#shared/base/fault.ts';
import { kindOf, type LinkKind, type RecordId } from '#shared/trading/record-id.ts';
import type { GraphLink, GraphNode, GraphReads } from '#main/ports/graph-store.ts';
import type { BoltConnection, Row, RunStatement } from './bolt-connection.ts';
import { linkKindOf, linkTypes, nodeOf, recordLabel, typeOf, type Properties, type Space } from './bolt-names.ts';
import { onwardLinks, signalOutcomes, type FollowedTrade } from './signal-outcomes.ts';
import { tallyRegimes } from './tally-regimes.ts';
import { chainPart, compareLinks, pathPart, walkChain, walkPath, type Walk } from './walk-graph.ts';

/** What is read at once of all that there is. */
const rowsPerPage = 1000;

/**
 * The graph on a server, read by the walks that read the embedded one. Each question is one transaction, but for what goes over everything. A walk
 * costs a statement for each layer, of which a chain has ten at most.
 */
export function boltGraph(connection: Pick<BoltConnection, 'address' | 'read'>, space: Space): GraphReads {
  const read = <T>(work: (run: RunStatement) => Promise<T>): Promise<T> => connection.read(work);
  const reader = (run: RunStatement): Reader => readerOf(run, space);
  return {
    node: (id) => read(async (run) => (await reader(run).nodes([id]))[0] ?? null),
    chain: (wish) =>
      read(async (run) => {
        const walked = await answered(reader(run), walkChain(wish));
        const nodes = await reader(run).nodes(walked.ids);
        if (nodes.length === 0) return { nodes, links: [], isCut: false };
        return chainPart(walked, allOf(walked.ids, nodes, connection.address));
      }),
    path: (wish) =>
      read(async (run) => {
        const walked = await answered(reader(run), walkPath(wish));
        if (walked === null) return null;
        const nodes = await reader(run).nodes(walked.ids);
        return nodes.length === 0 ? null : pathPart(walked, allOf(walked.ids, nodes, connection.address));
      }),
    tradesByRegime: async (wish) => {
      const tally = tallyRegimes(wish);
      const pages = pagesOf(space.keysOf('trade'), (bounds) => read((run) => run(selectTrades, bounds)));
      for await (const row of pages) {
        if (isBare(row)) continue;
        const regime = row.regime === null ? null : space.idOf(textOf(row.regime));
        tally.add({ facts: nodeOf(row.properties as Properties).facts, regime });
      }
      return tally.regimeTrades();
    },
    outcomesOf: ({ signals, asOfUtcMs }) =>
      read(async (run) => signalOutcomes(await followedTrades(reader(run), signals), asOfUtcMs)),
    counts: () =>
      read(async (run) => ({
        nodes: await countOf(run, `MATCH (n:${recordLabel} {_space: $space}) WHERE n._id IS NOT NULL`, space),
        links: await countOf(run, `MATCH (:${recordLabel} {_space: $space})-[n]->(:${recordLabel})`, space),
      })),
    contents: async function* () {
      const all = space.keysOf(null);
      for await (const row of pagesOf(all, (bounds) => read((run) => run(selectNodes, bounds)))) {
        if (!isBare(row)) yield nodeOf(row.properties as Properties);
      }
      for await (const row of pagesOf(all, (bounds) => read((run) => run(selectLinks, bounds)))) {
        yield* linksFrom(row, space).toSorted(compareLinks);
      }
    },
  };
}

/** In pages by the order of the keys, which is that of ids: code points, as the other adapter has it. */
async function* pagesOf(
  { above, below }: { readonly above: string; readonly below: string },
  read: (bounds: { readonly above: string; readonly below: string }) => Promise<readonly Row[]>,
): AsyncGenerator<Row, void, undefined> {
  for (let page = await read({ above, below }); page.length > 0;) {
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < rowsPerPage) return;
    page = await read({ above: textOf(last.key), below });
  }
}

const page = `MATCH (n:${recordLabel}) WHERE n._key > $above AND n._key < $below WITH n ORDER BY n._key LIMIT ${rowsPerPage}`;

const selectNodes = `${page} RETURN n._key AS key, properties(n) AS properties ORDER BY key`;

const selectTrades = `${page} OPTIONAL MATCH (n)-[:${typeOf('inRegime')}]->(regime:${recordLabel})
  WITH n, min(regime._key) AS regime
  RETURN n._key AS key, properties(n) AS properties, regime ORDER BY key`;

const selectLinks = `${page} OPTIONAL MATCH (n)-[r:${linkTypes}]->(end:${recordLabel})
  WITH n, collect(CASE WHEN r IS NULL THEN null ELSE [type(r), end._key] END) AS links
  RETURN n._key AS key, links ORDER BY key`;

/** The end of a link that came before its record: not there yet. */
const isBare = (row: Row): boolean => (row.properties as Properties)._id === undefined;

/** What is asked of the server within one transaction. */
interface Reader {
  /** Those that are there, in no order. */
  readonly nodes: (ids: readonly RecordId[]) => Promise<readonly GraphNode[]>;
  /** All that touch some records. */
  readonly linksOf: (ids: readonly RecordId[]) => Promise<readonly GraphLink[]>;
  /** All of some kinds that leave some records. */
  readonly linksFrom: (ids: readonly RecordId[], kinds: readonly LinkKind[]) => Promise<readonly GraphLink[]>;
}

function readerOf(run: RunStatement, space: Space): Reader {
  const keysOf = (ids: readonly RecordId[]): { readonly keys: readonly string[] } => ({ keys: ids.map(space.keyOf) });
  const matched = `UNWIND $keys AS key MATCH (n:${recordLabel} {_key: key})`;
  const there = 'n._id IS NOT NULL AND end._id IS NOT NULL';
  return {
    nodes: async (ids) => {
      const rows = await run(`${matched} RETURN properties(n) AS properties`, keysOf(ids));
      return rows.filter((row) => !isBare(row)).map((row) => nodeOf(row.properties as Properties));
    },
    linksOf: async (ids) => {
      const text = `${matched} MATCH (n)-[r:${linkTypes}]-(end:${recordLabel}) WHERE ${there}
        RETURN startNode(r)._key AS from, type(r) AS type, endNode(r)._key AS to`;
      return (await run(text, keysOf(ids))).map((row) => linkOf(row, space));
    },
    linksFrom: async (ids, kinds) => {
      const types = kinds.map(typeOf).join('|');
      const text = `${matched} MATCH (n)-[r:${types}]->(end:${recordLabel}) WHERE ${there}
        RETURN n._key AS from, type(r) AS type, end._key AS to`;
      return (await run(text, keysOf(ids))).map((row) => linkOf(row, space));
    },
  };
}

async function answered<Found>(reader: Reader, walk: Walk<Found>): Promise<Found> {
  let step = walk.next();
  while (step.done !== true) step = walk.next(await reader.linksOf(step.value));
  return step.value;
}

/** The trades that signals lead to, each once for a signal. All ways are gone at once, a layer with each statement. */
async function followedTrades(reader: Reader, signals: readonly RecordId[]): Promise<readonly FollowedTrade[]> {
  const origins = [...new Set(signals)];
  const onward = new Map<RecordId, RecordId[]>(origins.map((id) => [id, []]));
  for (let layer: readonly RecordId[] = origins; layer.length > 0;) {
    const links = await reader.linksFrom(layer, onwardLinks);
    for (const { from, to } of links) onward.get(from)?.push(to);
    layer = [...new Set(links.map(({ to }) => to))].filter((id) => !onward.has(id));
    for (const id of layer) onward.set(id, []);
  }
  const wanted = [...onward.keys()].filter((id) => kindOf(id) === 'trade');
  const nodes = new Map((await reader.nodes([...new Set([...origins, ...wanted])])).map((node) => [node.id, node]));
  return origins.flatMap((origin) => {
    const reached = new Set([origin]);
    for (const id of reached) for (const next of onward.get(id) ?? []) reached.add(next);
    const originKnownAtUtcMs = nodes.get(origin)?.knownAtUtcMs ?? null;
    return [...reached].flatMap((trade) => {
      const facts = kindOf(trade) === 'trade' ? nodes.get(trade)?.facts : undefined;
      return facts === undefined ? [] : [{ origin, originKnownAtUtcMs, trade, facts }];
    });
  });
}

/** Statements of one transaction may see what was committed between them; then the question is to be asked again. */
function allOf(ids: readonly RecordId[], nodes: readonly GraphNode[], address: string): readonly GraphNode[] {
  if (nodes.length === ids.length) return nodes;
  throw new FaultError(
    fault('GRAPH_UNREACHABLE', `The graph at ${address} changed while it was read. Ask again.`, { server: address }),
  );
}

const countOf = async (run: RunStatement, matched: string, space: Space): Promise<number> => {
  const [row] = await run(`${matched} RETURN count(n) AS count`, { space: space.name });
  return Number(row?.count);
};

const linkOf = ({ from, type, to }: Row, space: Space): GraphLink => ({
  from: space.idOf(textOf(from)),
  kind: linkKindOf(textOf(type)),
  to: space.idOf(textOf(to)),
});

const linksFrom = ({ key, links }: Row, space: Space): readonly GraphLink[] =>
  (links as readonly (readonly [string, string])[]).map(([type, to]) => linkOf({ from: key, type, to }, space));

function textOf(value: unknown): string {
  assert(typeof value === 'string', 'keys and types are texts');
  return value;
}
