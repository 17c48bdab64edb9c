import type { ChainLink, ChainNode, EventChain } from '#shared/contract/memory.ts';
import { keyOf, type LinkKind, type RecordId } from '#shared/trading/record-id.ts';
import { stampText } from './health-text.ts';

/** What leads on from record to record; the rest stands beside. */
const onward: ReadonlySet<LinkKind> = new Set<LinkKind>([
  'becameDecision',
  'checkedBy',
  'putBefore',
  'ordered',
  'executedAs',
  'partOf',
]);

/** A chain as a tree from where it began, each record once with all that it says; the asked one is marked. */
export function chainText({ adapter, root, nodes, links, isCut }: EventChain): string {
  const origin = `Answered by ${adapter === 'bolt' ? 'the graph server' : 'the embedded graph'}.`;
  if (nodes.length === 0) return `Nothing leads from ${root} to there. ${origin}`;
  const tree = treeOf(nodes, links);
  const shown = new Set<RecordId>();
  const lines = tree.beginnings.flatMap((node) => linesOf(node, { tree, root, shown }));
  return [...lines, ...(isCut ? ['There is more than is shown.'] : []), origin].join('\n');
}

interface Tree {
  readonly beginnings: readonly ChainNode[];
  readonly nextOf: (node: ChainNode) => readonly ChainNode[];
  /** Symbol, scenario and regime of a record. */
  readonly besideOf: (node: ChainNode) => readonly ChainNode[];
}

/** Nodes come in the order of time, and so do the branches. */
function treeOf(nodes: readonly ChainNode[], links: readonly ChainLink[]): Tree {
  const isBeside = ({ kind }: ChainNode): boolean => kind === 'symbol' || kind === 'scenario' || kind === 'regime';
  // A lesson is read where it was learnt.
  const steps = links.flatMap(({ from, to, kind }) => {
    if (kind === 'learntFrom') return [{ from: to, to: from }];
    return onward.has(kind) ? [{ from, to }] : [];
  });
  const following = new Set(steps.map(({ to }) => to));
  const events = nodes.filter((node) => !isBeside(node));
  const begins = events.filter(({ id }) => !following.has(id));
  return {
    beginnings: events.length === 0 ? nodes : begins,
    nextOf: ({ id }) => events.filter((node) => steps.some(({ from, to }) => from === id && to === node.id)),
    besideOf: ({ id }) =>
      nodes.filter((node) => isBeside(node) && links.some(({ from, to }) => from === id && to === node.id)),
  };
}

function linesOf(
  node: ChainNode,
  walk: { readonly tree: Tree; readonly root: RecordId; readonly shown: Set<RecordId> },
): readonly string[] {
  const { tree, root, shown } = walk;
  const name = `${node.id}${node.id === root ? ' ◀' : ''}`;
  if (shown.has(node.id)) return [`${name} (see above)`];
  shown.add(node.id);
  const at = node.knownAtUtcMs === null ? [] : [`${stampText(node.knownAtUtcMs)} UTC`];
  const beside = tree.besideOf(node);
  const names = beside.map((it) => (it.kind === 'regime' ? it.id : keyOf(it.id))).join(', ');
  const head = [name, ...at, ...(names === '' ? [] : [`[${names}]`])].join('  ');
  const next = tree.nextOf(node);
  const stem = next.length === 0 ? '    ' : '│   ';
  return [
    head,
    ...factLines(node, beside).map((line) => `${stem}${line}`),
    ...next.flatMap((child, index) => branch(linesOf(child, walk), index === next.length - 1)),
  ];
}

const factsWidth = 96;

/** What a record says, but for what stands beside it already, in lines that a terminal holds. */
function factLines({ facts }: ChainNode, beside: readonly ChainNode[]): readonly string[] {
  const told = new Set<unknown>(beside.map(({ id }) => keyOf(id)));
  const texts = Object.entries(facts).flatMap(([fact, value]) => (told.has(value) ? [] : [factText(fact, value)]));
  const lines: string[] = [];
  for (const word of texts.join(', ').split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + word.length >= factsWidth) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return texts.length === 0 ? [] : lines;
}

const branch = ([first = '', ...rest]: readonly string[], isLast: boolean): readonly string[] => [
  `${isLast ? '└─ ' : '├─ '}${first}`,
  ...rest.map((line) => `${isLast ? '   ' : '│  '}${line}`),
];

/** Moments are numbers among the facts, and are told as people write them; what arithmetic leaves behind a price or an amount is not told. */
function factText(fact: string, value: string | number | boolean): string {
  if (typeof value !== 'number') return `${fact} ${value}`;
  if (fact.endsWith('UtcMs')) return `${fact.slice(0, -'UtcMs'.length)} ${stampText(value)} UTC`;
  return `${fact} ${Number(value.toPrecision(digits))}`;
}

const digits = 8;
