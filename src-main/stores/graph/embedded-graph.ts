import type { GraphLink, GraphNode, GraphReads } from '#main/ports/graph-store.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import { onwardLinks, signalOutcomes } from './signal-outcomes.ts';
import { tallyRegimes } from './tally-regimes.ts';
import { chainPart, pathPart, walkChain, walkPath, type Walk } from './walk-graph.ts';
import { selectChangeFeed } from '../sqlite/market/change-feed-rows.ts';
import { countLinks, selectLinksBehind, selectLinksOf } from '../sqlite/market/graph-link-rows.ts';
import { countNodes, selectNodes, selectNodesBehind } from '../sqlite/market/graph-node-rows.ts';
import { selectLinkedTrades, selectTradesBehind, type GraphTrade } from '../sqlite/market/graph-trade-rows.ts';
import type { ReadableDb } from '../sqlite/readable-db.ts';

/** What is read at once, so that the engine's loop waits no longer than a few milliseconds. */
const rowsPerTurn = 100;

/**
 * The graph in the market's file. A chain, a path and the outcomes are read at once, and cost what they find. What goes over everything lets the loop
 * turn between its pages, and may meet rows that changed meanwhile.
 */
export function embeddedGraph(db: ReadableDb, nextTurn: () => Promise<void>): GraphReads {
  const answered = <Found>(walk: Walk<Found>): Found => answer(walk, (ids) => selectLinksOf(db, ids));
  const together = <T>(read: () => T): Promise<T> => promised(() => db.together(read));
  const counts = cachedCounts(db);
  return {
    node: (id) => promised(() => selectNodes(db, [id])[0] ?? null),
    chain: (wish) =>
      together(() => {
        const walked = answered(walkChain(wish));
        return chainPart(walked, selectNodes(db, walked.ids));
      }),
    path: (wish) =>
      together(() => {
        const walked = answered(walkPath(wish));
        if (walked === null) return null;
        const nodes = selectNodes(db, walked.ids);
        return nodes.length === 0 ? null : pathPart(walked, nodes);
      }),
    tradesByRegime: async (wish) => {
      const tally = tallyRegimes(wish);
      const trades = pages<GraphTrade>((after) => selectTradesBehind(db, after?.id ?? '', rowsPerTurn), nextTurn);
      for await (const trade of trades) tally.add(trade);
      return tally.regimeTrades();
    },
    outcomesOf: ({ signals, asOfUtcMs }) =>
      promised(() => signalOutcomes(selectLinkedTrades(db, signals, onwardLinks), asOfUtcMs)),
    counts: () => promised(counts),
    contents: async function* () {
      yield* pages<GraphNode>((after) => selectNodesBehind(db, after?.id ?? '', rowsPerTurn), nextTurn);
      yield* pages<GraphLink>((after) => selectLinksBehind(db, after, rowsPerTurn), nextTurn);
    },
  };
}

/** What throws refuses the promise instead. */
const promised = <T>(read: () => T): Promise<T> => new Promise((resolve) => resolve(read()));

function answer<Found>(walk: Walk<Found>, linksOf: (ids: readonly RecordId[]) => readonly GraphLink[]): Found {
  let step = walk.next();
  while (step.done !== true) step = walk.next(linksOf(step.value));
  return step.value;
}

/** Asked for with every look at the lamps: counted again only when the graph has changed. */
function cachedCounts(db: ReadableDb): () => { readonly nodes: number; readonly links: number } {
  let counted = { key: '', nodes: 0, links: 0 };
  return () => {
    const { epoch, lastRevision } = selectChangeFeed(db, 'graph');
    const key = `${epoch} ${lastRevision}`;
    if (counted.key !== key) counted = { key, nodes: countNodes(db), links: countLinks(db) };
    return { nodes: counted.nodes, links: counted.links };
  };
}

async function* pages<Row>(
  read: (after: Row | null) => readonly Row[],
  nextTurn: () => Promise<void>,
): AsyncGenerator<Row, void, undefined> {
  for (let page = read(null); page.length > 0; page = read(page.at(-1) ?? null)) {
    yield* page;
    await nextTurn();
  }
}
