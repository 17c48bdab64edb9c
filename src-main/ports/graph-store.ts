import type { ChainLink, ChainNode, RecordFacts, RegimeTrades } from '#shared/contract/memory.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

export type GraphNode = ChainNode;

export type GraphLink = ChainLink;

export interface GraphPart {
  readonly nodes: readonly GraphNode[];
  readonly links: readonly GraphLink[];
  readonly isCut: boolean;
}

/** A closed trade that followed from a signal. */
export interface SignalOutcome {
  readonly signal: RecordId;
  readonly trade: RecordId;
  readonly facts: RecordFacts;
}

/**
 * What can be asked of the graph, whichever adapter holds it. Every list is in an order of its own, the same in all adapters. Throws FaultError
 * GRAPH_UNREACHABLE or GRAPH_REFUSED.
 */
export interface GraphReads {
  readonly node: (id: RecordId) => Promise<GraphNode | null>;
  /**
   * Everything that a record hangs together with, both ways along the chain (`becameDecision` to `partOf`, and `learntFrom`), with the symbols,
   * scenarios and regimes beside it, which end it: two trades do not hang together by being of one symbol, and the chain of a symbol is the symbol
   * alone. Where it is cut, those are shown that are the fewest links away, and of those equally far the first by id. Nodes by time and then by id,
   * those outside of time last; links by from, kind, to. Empty where there is no such record.
   */
  readonly chain: (wish: { readonly id: RecordId; readonly nodesMax: number }) => Promise<GraphPart>;
  /**
   * A shortest path along links of any direction; the first by ids where there are several, null where none is within reach. A symbol, scenario or
   * regime may be one of its ends and lies on no path, for the same reason. Nodes and links in the order of the path.
   */
  readonly path: (wish: {
    readonly from: RecordId;
    readonly to: RecordId;
    readonly linksMax: number;
  }) => Promise<GraphPart | null>;
  /** Of trades that were closed by a moment; in the order of `regimes`, unknown last. */
  readonly tradesByRegime: (wish: {
    readonly asOfUtcMs: UtcMs;
    readonly symbol: string | null;
    readonly scenario: Scenario | null;
  }) => Promise<RegimeTrades>;
  /**
   * What became of signals, as far as it was closed by a moment, by signal and then by trade. A trade that had been opened before the signal was known,
   * and that it ended or added to, did not follow from it.
   */
  readonly outcomesOf: (wish: {
    readonly signals: readonly RecordId[];
    readonly asOfUtcMs: UtcMs;
  }) => Promise<readonly SignalOutcome[]>;
  readonly counts: () => Promise<{ readonly nodes: number; readonly links: number }>;
  /** All of it: nodes by id, then links by from, kind, to; texts by their code points. For hashes. */
  readonly contents: () => AsyncIterable<GraphNode | GraphLink>;
}

/**
 * One row of the embedded graph that has changed. Once all changes are taken each link has its nodes; until then one may be read before them, where a
 * node has changed since: who takes it makes bare nodes, and each gets what it says by its own change. A node that is removed takes its links with it,
 * and what is not there can be removed.
 */
export type GraphChange = { readonly revision: number } & (
  | { readonly kind: 'putNode'; readonly node: GraphNode }
  | { readonly kind: 'putLink'; readonly link: GraphLink }
  | { readonly kind: 'removedNode'; readonly id: RecordId }
  | { readonly kind: 'removedLink'; readonly link: GraphLink }
);

/**
 * The embedded graph's writing side; it knows no more than rows. Idempotent: what says the same as before leaves no change behind. A link joins
 * nodes that are there: anything else is a broken invariant.
 */
export interface GraphRows {
  readonly putNode: (node: GraphNode) => void;
  readonly putLink: (link: GraphLink) => void;
  /** With its links. */
  readonly removeNode: (id: RecordId) => void;
  readonly removeLink: (link: GraphLink) => void;
  /** Whether there is such a node. */
  readonly has: (id: RecordId) => boolean;
  /** Whether any link leads to or from it. */
  readonly isLinked: (id: RecordId) => boolean;
  /** Links of a kind that leave a record. */
  readonly linksFrom: (id: RecordId, kind: GraphLink['kind']) => readonly GraphLink[];
}
