import { setImmediate as nextTurn } from 'node:timers/promises';
import { assertNever } from '#shared/base/assert.ts';
import type { GraphChange, GraphRows } from '#main/ports/graph-store.ts';
import { temporaryMarket } from '../sqlite/market/temporary-market.suite.ts';
import { graphContract } from './graph.suite.ts';

function write(rows: GraphRows, change: GraphChange): void {
  switch (change.kind) {
    case 'putNode':
      return rows.putNode(change.node);
    case 'putLink':
      return rows.putLink(change.link);
    case 'removedNode':
      return rows.removeNode(change.id);
    case 'removedLink':
      return rows.removeLink(change.link);
    default:
      return assertNever(change, 'a change of the graph');
  }
}

graphContract('the embedded graph', () => {
  const market = temporaryMarket();
  return Promise.resolve({
    graph: market.store.embeddedGraph(() => nextTurn()),
    apply: (changes) => {
      for (const change of changes) write(market.store.graph, change);
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => {
      market[Symbol.dispose]();
      return Promise.resolve();
    },
  });
});
