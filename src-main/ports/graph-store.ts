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
   * scenarios and regimes beside it, which end it: two trades do not hang together by being of one symbol. Empty where there is no such record.
   */
  readonly chain: (wish: { readonly id: RecordId; readonly nodesMax: number }) => Promise<GraphPart>;
  /** A shortest path along links of any kind and direction; the first by ids where there are several, null where none is within reach. */
  readonly path: (wish: {
    readonly from: RecordId;
    readonly to: RecordId;
    readonly linksMax: number;
  }) => Promise<GraphPart | null>;
  /** Of trades that were closed by a moment. */
  readonly tradesByRegime: (wish: {
    readonly asOfUtcMs: UtcMs;
    readonly symbol: string | null;
    readonly scenario: Scenario | null;
  }) => Promise<RegimeTrades>;
  /** What became of signals, as far as it was closed by a moment. */
  readonly outcomesOf: (wish: {
    readonly signals: readonly RecordId[];
    readonly asOfUtcMs: UtcMs;
  }) => Promise<readonly SignalOutcome[]>;
  readonly counts: () => Promise<{ readonly nodes: number; readonly links: number }>;
  /** All of it: nodes by id, then links by from, kind, to. For hashes. */
  readonly contents: () => AsyncIterable<GraphNode | GraphLink>;
}

/** One row of the embedded graph that has changed. Links follow the nodes that they join. */
export type GraphChange = { readonly revision: number } & (
  | { readonly kind: 'putNode'; readonly node: GraphNode }
  | { readonly kind: 'putLink'; readonly link: GraphLink }
  | { readonly kind: 'removedNode'; readonly id: RecordId }
  | { readonly kind: 'removedLink'; readonly link: GraphLink }
);

/** The embedded graph's writing side; it knows no more than rows. Idempotent: what says the same as before leaves no change behind. */
export interface GraphRows {
  readonly putNode: (node: GraphNode) => void;
  readonly putLink: (link: GraphLink) => void;
  /** With its links. */
  readonly removeNode: (id: RecordId) => void;
  readonly removeLink: (link: GraphLink) => void;
  /** Links of a kind that leave a record. */
  readonly linksFrom: (id: RecordId, kind: GraphLink['kind']) => readonly GraphLink[];
}
