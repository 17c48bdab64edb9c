import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecordFacts, RegimeTrades } from '#shared/contract/memory.ts';
import { kindOf, recordId, type LinkKind, type RecordId } from '#shared/trading/record-id.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { GraphChange, GraphLink, GraphNode, GraphPart, GraphReads } from '#main/ports/graph-store.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { hashGraph } from './hash-graph.ts';

/** A graph of a test, empty at its beginning. Changes come as the feed tells them: a node before the links that join it. */
export interface GraphRig {
  readonly graph: GraphReads;
  readonly apply: (changes: readonly GraphChange[]) => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

const at = (minute: number): UtcMs => utcMs(sampleStartUtcMs + minute * 60_000);

const node = (id: RecordId, minute: number | null, facts: RecordFacts = {}): GraphNode => ({
  id,
  kind: kindOf(id),
  knownAtUtcMs: minute === null ? null : at(minute),
  facts,
});

const link = (from: RecordId, kind: LinkKind, to: RecordId): GraphLink => ({ from, kind, to });

/** Each test's own numbers, so that a change is never older than the one before. */
let revision = 0;

const put = ({
  nodes = [],
  links = [],
}: {
  nodes?: readonly GraphNode[];
  links?: readonly GraphLink[];
}): GraphChange[] => [
  ...nodes.map((it): GraphChange => ({ kind: 'putNode', node: it, revision: ++revision })),
  ...links.map((it): GraphChange => ({ kind: 'putLink', link: it, revision: ++revision })),
];

const removed = (id: RecordId): GraphChange => ({ kind: 'removedNode', id, revision: ++revision });

const idsOf = ({ nodes }: GraphPart): readonly RecordId[] => nodes.map(({ id }) => id);

const tradeFacts = (change: RecordFacts = {}): RecordFacts => ({
  ...{ positionId: '88', ordinal: 1, symbol: 'XAUUSD', side: 'buy', owner: 'A', volume: 0.1, openPrice: 2000 },
  openedAtUtcMs: at(3),
  ...change,
});

const closed = (minute: number, net: number, rMultiple?: number): RecordFacts => ({
  ...{ closedAtUtcMs: at(minute), closePrice: 2001, net },
  ...(rMultiple === undefined ? {} : { rMultiple }),
});

const [gold, scenarioA, trendUp] = ['symbol:XAUUSD', 'scenario:A', 'regime:1/H4/trendUp'] as const;

/** A signal, all that became of it, and what stands beside: the key is its own in every record. */
function story(
  key: string,
  minute = 0,
  trade = tradeFacts(closed(9, 50, 1.5)),
): Parameters<typeof put>[0] & { readonly chain: readonly RecordId[] } {
  const chain = (['signal', 'decision', 'riskCheck', 'approval', 'order', 'deal', 'trade'] as const).map((kind) =>
    recordId(kind, kind === 'trade' ? `${key}#1` : key),
  );
  const [signal, decision, riskCheck, approval, order, deal, ended] = chain as [
    RecordId,
    RecordId,
    RecordId,
    RecordId,
    RecordId,
    RecordId,
    RecordId,
  ];
  return {
    chain,
    nodes: [
      ...chain.map((id, index) => node(id, minute + Math.floor(index / 2), id === ended ? trade : { key })),
      ...[node(gold, null, { symbol: 'XAUUSD' }), node(scenarioA, null), node(trendUp, null, { regime: 'trendUp' })],
    ],
    links: [
      ...[link(signal, 'becameDecision', decision), link(decision, 'checkedBy', riskCheck)],
      ...[link(riskCheck, 'putBefore', approval), link(approval, 'ordered', order), link(order, 'executedAs', deal)],
      ...[link(deal, 'partOf', ended), link(signal, 'ofSymbol', gold), link(order, 'ofSymbol', gold)],
      ...[link(ended, 'ofSymbol', gold), link(signal, 'ofScenario', scenarioA), link(ended, 'ofScenario', scenarioA)],
      ...[link(signal, 'inRegime', trendUp), link(ended, 'inRegime', trendUp)],
    ],
  };
}

/** What every graph answers, whoever holds it: one suite for all adapters. */
export function graphContract(name: string, makeRig: () => Promise<GraphRig>): void {
  describe(name, () => {
    let rig: GraphRig;

    beforeEach(async () => {
      rig = await makeRig();
    });

    afterEach(() => rig[Symbol.asyncDispose]());

    const contents = async (): Promise<readonly (GraphNode | GraphLink)[]> => {
      const all: (GraphNode | GraphLink)[] = [];
      for await (const entry of rig.graph.contents()) all.push(entry);
      return all;
    };

    test('an empty graph knows nothing and says so', async () => {
      const { graph } = rig;
      expect(await graph.node(gold)).toBeNull();
      expect(await graph.chain({ id: gold, nodesMax: 9 })).toEqual({ nodes: [], links: [], isCut: false });
      expect(await graph.path({ from: gold, to: scenarioA, linksMax: 9 })).toBeNull();
      expect(await graph.path({ from: gold, to: gold, linksMax: 9 })).toBeNull();
      expect(await graph.tradesByRegime({ asOfUtcMs: at(99), symbol: null, scenario: null })).toEqual([]);
      expect(await graph.outcomesOf({ signals: ['signal:1'], asOfUtcMs: at(99) })).toEqual([]);
      expect(await graph.counts()).toEqual({ nodes: 0, links: 0 });
      expect(await contents()).toEqual([]);
    });

    test('what a record says comes back as it was: numbers, words, truth, and nothing else', async () => {
      const facts = {
        whole: 3,
        broken: 0.1,
        tiny: 5e-324,
        large: 2 ** 53,
        minus: -7,
        none: 0,
        no: false,
        yes: true,
        empty: '',
        digits: '42',
      };
      const odd = { "a 'quoted' \\ key": 'тикет 🐉 "x" {y} $z `w`\n\ttab', 'with.dots and-dash': 'null' };
      await rig.apply(put({ nodes: [node('deal:1', 5, { ...facts, ...odd }), node(gold, null)] }));
      expect(await rig.graph.node('deal:1')).toEqual(node('deal:1', 5, { ...facts, ...odd }));
      expect(await rig.graph.node(gold)).toEqual(node(gold, null));
    });

    test('ids of odd characters, of one letter in another case, and as long as may be are records of their own', async () => {
      const ids: readonly RecordId[] = [
        ...([
          'deal:a',
          'deal:A',
          'deal: a',
          'deal:a ',
          "deal:'; DROP",
          'deal:`x`',
          'deal:a|b',
          'deal:\\u0061',
        ] as const),
        ...(['deal:é', 'deal:e\u0301', 'deal:\uffee', 'deal:\u{1f409}', recordId('deal', 'x'.repeat(251))] as const),
      ];
      const links = ids.map((id) => link(id, 'partOf', 'trade:1#1'));
      await rig.apply(put({ nodes: [...ids, 'trade:1#1' as const].map((id) => node(id, 0, { id })), links }));
      expect(await rig.graph.counts()).toEqual({ nodes: 14, links: 13 });
      for (const id of ids) expect(await rig.graph.node(id)).toEqual(node(id, 0, { id }));
      const ordered = [...ids, 'trade:1#1' as const].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(idsOf(await rig.graph.chain({ id: 'deal:A', nodesMax: 99 }))).toEqual(ordered);
      expect((await contents()).slice(0, 14).map((entry) => 'id' in entry && entry.id)).toEqual(ordered);
    });

    test('the same told twice is there once, and the graph is the same by its hash', async () => {
      const told = story('7');
      await rig.apply(put(told));
      const [once, onceHash] = [await contents(), await hashGraph(rig.graph)];
      await rig.apply(put(told));
      await rig.apply(put({ links: told.links ?? [] }));
      expect(await contents()).toEqual(once);
      expect(await hashGraph(rig.graph)).toEqual(onceHash);
      expect(await rig.graph.counts()).toEqual({ nodes: told.nodes?.length, links: told.links?.length });
    });

    test('the order in which things were told does not show, only what they say', async () => {
      const [first, second] = [story('7'), story('8', 4)];
      await rig.apply([...put(first), ...put(second)]);
      const before = await hashGraph(rig.graph);
      await rig.apply([removed('deal:7'), removed('signal:8')]);
      expect(await hashGraph(rig.graph)).not.toEqual(before);
      await rig.apply([...put(second), ...put(first)]);
      expect(await hashGraph(rig.graph)).toEqual(before);
    });

    test('a record that changes says what it says last, and keeps its links', async () => {
      await rig.apply(put(story('7')));
      const other = node('order:7', 8, { status: 'filled', filledVolume: 0.1 });
      await rig.apply(put({ nodes: [other] }));
      expect(await rig.graph.node('order:7')).toEqual(other);
      const { links } = await rig.graph.chain({ id: 'order:7', nodesMax: 99 });
      expect(links.filter(({ from, to }) => from === other.id || to === other.id)).toHaveLength(3);
    });

    test('what is removed is gone with its links, what was not there can be removed, and it can come back', async () => {
      await rig.apply(put(story('7')));
      const partOf = link('deal:7', 'partOf', 'trade:7#1');
      await rig.apply([{ kind: 'removedLink', link: partOf, revision: ++revision }, removed('order:7')]);
      await rig.apply([
        { kind: 'removedLink', link: partOf, revision: ++revision },
        removed('order:7'),
        removed('order:9'),
      ]);
      expect(await rig.graph.node('order:7')).toBeNull();
      expect(idsOf(await rig.graph.chain({ id: 'deal:7', nodesMax: 99 }))).toEqual(['deal:7']);
      expect(await rig.graph.counts()).toEqual({ nodes: 9, links: 9 });
      expect((await contents()).filter((entry) => JSON.stringify(entry).includes('order:7'))).toEqual([]);
      await rig.apply(put({ nodes: [node('order:7', 1)] }));
      expect(await rig.graph.chain({ id: 'order:7', nodesMax: 99 })).toMatchObject({
        links: [],
        nodes: [{ facts: {} }],
      });
    });

    test('the chain is the same whole from each of its records, and other stories are not in it', async () => {
      const told = story('7');
      await rig.apply([...put(told), ...put(story('8', 5))]);
      const whole = [...told.chain, trendUp, scenarioA, gold];
      for (const id of told.chain) {
        const chain = await rig.graph.chain({ id, nodesMax: 99 });
        expect(idsOf(chain)).toEqual(
          // Decision and signal, approval and riskCheck, deal and order were known in the same minute.
          [
            'decision:7',
            'signal:7',
            'approval:7',
            'riskCheck:7',
            'deal:7',
            'order:7',
            'trade:7#1',
            trendUp,
            scenarioA,
            gold,
          ],
        );
        expect(chain.links).toHaveLength(told.links?.length ?? 0);
        expect(chain.nodes).toHaveLength(whole.length);
        expect(chain.isCut).toBe(false);
      }
    });

    test('links come by from, kind and to, the way they point', async () => {
      await rig.apply(put(story('7')));
      const { links } = await rig.graph.chain({ id: 'trade:7#1', nodesMax: 99 });
      expect(links.map(({ from, kind, to }) => `${from} ${kind} ${to}`)).toEqual([
        ...['approval:7 ordered order:7', 'deal:7 partOf trade:7#1', 'decision:7 checkedBy riskCheck:7'],
        ...['order:7 executedAs deal:7', 'order:7 ofSymbol symbol:XAUUSD', 'riskCheck:7 putBefore approval:7'],
        ...['signal:7 becameDecision decision:7', 'signal:7 inRegime regime:1/H4/trendUp'],
        ...['signal:7 ofScenario scenario:A', 'signal:7 ofSymbol symbol:XAUUSD'],
        ...[
          'trade:7#1 inRegime regime:1/H4/trendUp',
          'trade:7#1 ofScenario scenario:A',
          'trade:7#1 ofSymbol symbol:XAUUSD',
        ],
      ]);
    });

    test('what stands beside the chain has a chain of itself alone, and a lesson hangs on what it was learnt from', async () => {
      await rig.apply(put(story('7')));
      const learnt = [link('lesson:7', 'learntFrom', 'approval:7'), link('lesson:7', 'learntFrom', 'signal:7')];
      await rig.apply(put({ nodes: [node('lesson:7', 9)], links: learnt }));
      for (const id of [gold, scenarioA, trendUp])
        expect(await rig.graph.chain({ id, nodesMax: 99 })).toMatchObject({ nodes: [{ id }], links: [], isCut: false });
      expect((await rig.graph.chain({ id: 'lesson:7', nodesMax: 99 })).nodes).toHaveLength(11);
      expect(idsOf(await rig.graph.chain({ id: 'deal:7', nodesMax: 99 }))).toContain('lesson:7');
    });

    test('a chain that is too long is cut where it is farthest, by ids among those equally far', async () => {
      await rig.apply(put(story('7')));
      const cut = (nodesMax: number): Promise<GraphPart> => rig.graph.chain({ id: 'order:7', nodesMax });
      expect(await cut(1)).toMatchObject({ nodes: [{ id: 'order:7' }], links: [], isCut: true });
      expect(idsOf(await cut(3)).toSorted()).toEqual(['approval:7', 'deal:7', 'order:7']);
      expect(await cut(4)).toMatchObject({ links: { length: 3 }, isCut: true });
      expect(idsOf(await cut(5)).toSorted()).toEqual(['approval:7', 'deal:7', 'order:7', 'riskCheck:7', gold]);
      // The way on from the one that was taken is left out, the link between those two is not.
      expect(idsOf(await cut(6))).toContain('trade:7#1');
      expect((await cut(6)).links.map(({ from, to }) => `${from} ${to}`)).toContain(`trade:7#1 ${gold}`);
      expect(await cut(9)).toMatchObject({ nodes: { length: 9 }, isCut: true });
      expect(await cut(10)).toMatchObject({ nodes: { length: 10 }, isCut: false });
    });

    test('records that go round in a circle are each told once', async () => {
      const ring = (['deal:1', 'trade:1#1', 'deal:2', 'trade:1#2'] as const).map((id) => node(id, 0));
      await rig.apply(
        put({
          nodes: ring,
          links: ring.flatMap(({ id }, index) => [
            link(id, 'partOf', ring[(index + 1) % 4]?.id ?? id),
            link(ring[(index + 1) % 4]?.id ?? id, 'partOf', id),
          ]),
        }),
      );
      expect(await rig.graph.chain({ id: 'deal:2', nodesMax: 4 })).toMatchObject({
        nodes: { length: 4 },
        links: { length: 8 },
        isCut: false,
      });
      const path = await rig.graph.path({ from: 'deal:1', to: 'deal:2', linksMax: 9 });
      expect(path && idsOf(path)).toEqual(['deal:1', 'trade:1#1', 'deal:2']);
      expect(path?.links).toEqual([link('deal:1', 'partOf', 'trade:1#1'), link('deal:2', 'partOf', 'trade:1#1')]);
    });

    test('a path is the shortest, in the order in which it is gone, either way round', async () => {
      await rig.apply([...put(story('7')), ...put({ links: [link('decision:7', 'ordered', 'order:7')] })]);
      const way = ['signal:7', 'decision:7', 'order:7', 'deal:7', 'trade:7#1'];
      const there = await rig.graph.path({ from: 'signal:7', to: 'trade:7#1', linksMax: 4 });
      expect(there && idsOf(there)).toEqual(way);
      expect(there?.links.map(({ kind }) => kind)).toEqual(['becameDecision', 'ordered', 'executedAs', 'partOf']);
      const back = await rig.graph.path({ from: 'trade:7#1', to: 'signal:7', linksMax: 99 });
      expect(back && idsOf(back)).toEqual(way.toReversed());
      expect(back).toMatchObject({ isCut: false, nodes: [{ facts: { symbol: 'XAUUSD' } }, {}, {}, {}, {}] });
      expect(await rig.graph.path({ from: 'signal:7', to: 'trade:7#1', linksMax: 3 })).toBeNull();
      expect(await rig.graph.path({ from: 'deal:7', to: 'deal:7', linksMax: 0 })).toMatchObject({
        nodes: [{ id: 'deal:7' }],
      });
      expect(await rig.graph.path({ from: 'signal:7', to: 'signal:none', linksMax: 99 })).toBeNull();
    });

    test('of several ways of one length the first by ids is told, read from where one begins', async () => {
      const ids = ['order:1', 'deal:3', 'deal:5', 'trade:8#1', 'trade:6#1', 'order:9'] as const;
      await rig.apply(
        put({
          nodes: ids.map((id) => node(id, 0)),
          links: [
            ...[link('order:1', 'executedAs', 'deal:3'), link('order:1', 'executedAs', 'deal:5')],
            ...[link('deal:3', 'partOf', 'trade:8#1'), link('deal:5', 'partOf', 'trade:6#1')],
            ...[link('order:9', 'executedAs', 'trade:8#1'), link('order:9', 'executedAs', 'trade:6#1')],
          ],
        }),
      );
      const there = await rig.graph.path({ from: 'order:1', to: 'order:9', linksMax: 4 });
      expect(there && idsOf(there)).toEqual(['order:1', 'deal:3', 'trade:8#1', 'order:9']);
      const back = await rig.graph.path({ from: 'order:9', to: 'order:1', linksMax: 4 });
      expect(back && idsOf(back)).toEqual(['order:9', 'trade:6#1', 'deal:5', 'order:1']);
    });

    test('that two stories are of one symbol is no path between them; a symbol may be where a path ends or begins', async () => {
      await rig.apply([...put(story('7')), ...put(story('8', 5))]);
      expect(await rig.graph.path({ from: 'trade:7#1', to: 'trade:8#1', linksMax: 99 })).toBeNull();
      expect(await rig.graph.path({ from: gold, to: scenarioA, linksMax: 99 })).toBeNull();
      const out = await rig.graph.path({ from: 'deal:7', to: trendUp, linksMax: 99 });
      expect(out && idsOf(out)).toEqual(['deal:7', 'trade:7#1', trendUp]);
      const into = await rig.graph.path({ from: gold, to: 'approval:8', linksMax: 99 });
      expect(into && idsOf(into)).toEqual([gold, 'order:8', 'approval:8']);
    });

    test('trades are counted by the market they were opened in, as far as they had been closed', async () => {
      const trade = (key: string, regime: RecordId | null, facts: RecordFacts): GraphChange[] => {
        const id = recordId('trade', `${key}#1`);
        const links = regime === null ? [] : [link(id, 'inRegime', regime)];
        const beside = regime === null ? [] : [node(regime, null)];
        return put({ nodes: [node(id, 3, tradeFacts(facts)), ...beside], links });
      };
      await rig.apply([
        ...trade('1', trendUp, closed(10, 100, 2)),
        ...trade('2', trendUp, closed(11, -40, -1)),
        ...trade('3', 'regime:1/H4/range', { ...closed(12, -5), symbol: 'EURUSD', owner: 'manual' }),
        ...trade('4', null, { ...closed(13, 0), owner: 'B' }),
        ...trade('5', trendUp, {}),
      ]);
      const asOf = (minute: number, wish: { symbol?: string; scenario?: 'A' | 'B' } = {}): Promise<RegimeTrades> =>
        rig.graph.tradesByRegime({
          asOfUtcMs: at(minute),
          symbol: wish.symbol ?? null,
          scenario: wish.scenario ?? null,
        });
      const [up, range, unknown] = [
        { regime: 'trendUp', closed: 2, won: 1, net: 60, meanR: 0.5 },
        { regime: 'range', closed: 1, won: 0, net: -5, meanR: null },
        { regime: null, closed: 1, won: 0, net: 0, meanR: null },
      ];
      expect(await asOf(99)).toEqual([up, range, unknown]);
      expect(await asOf(12)).toEqual([up, range]);
      expect(await asOf(10)).toEqual([{ regime: 'trendUp', closed: 1, won: 1, net: 100, meanR: 2 }]);
      expect(await asOf(9)).toEqual([]);
      expect(await asOf(99, { symbol: 'EURUSD' })).toEqual([range]);
      expect(await asOf(99, { scenario: 'B' })).toEqual([unknown]);
      expect(await asOf(99, { symbol: 'EURUSD', scenario: 'A' })).toEqual([]);
    });

    test('what became of signals is told by signal and trade, and not of those that led to nothing', async () => {
      await rig.apply([
        ...put(story('7')),
        ...put(story('8', 2, tradeFacts({ ...closed(20, -30, -1), positionId: '8' }))),
        ...put({
          nodes: [node('signal:9', 1), node('lesson:1', 1)],
          links: [link('lesson:1', 'learntFrom', 'signal:9')],
        }),
      ]);
      // A second deal of the same order began another trade.
      const second = [node('deal:7b', 4), node('trade:70#1', 4, tradeFacts({ ...closed(9, 5), openedAtUtcMs: at(4) }))];
      await rig.apply(
        put({
          nodes: second,
          links: [link('order:7', 'executedAs', 'deal:7b'), link('deal:7b', 'partOf', 'trade:70#1')],
        }),
      );
      const signals = ['signal:9', 'signal:8', 'signal:7', 'signal:7', 'signal:none'] as const;
      const told = await rig.graph.outcomesOf({ signals, asOfUtcMs: at(99) });
      expect(told.map(({ signal, trade }) => [signal, trade])).toEqual([
        ...[
          ['signal:7', 'trade:7#1'],
          ['signal:7', 'trade:70#1'],
          ['signal:8', 'trade:8#1'],
        ],
      ]);
      expect(told[2]?.facts).toEqual(tradeFacts({ ...closed(20, -30, -1), positionId: '8' }));
      expect(await rig.graph.outcomesOf({ signals: ['signal:8'], asOfUtcMs: at(19) })).toEqual([]);
      expect(await rig.graph.outcomesOf({ signals: ['trade:8#1', 'lesson:1'], asOfUtcMs: at(99) })).not.toContainEqual(
        expect.objectContaining({ signal: 'lesson:1' }),
      );
    });

    test('the trade that a reversal ended had begun before, and is no outcome of its signal', async () => {
      await rig.apply(put(story('7')));
      const turned = story('8', 7, tradeFacts({ ...closed(30, 12), openedAtUtcMs: at(9) }));
      await rig.apply([...put(turned), ...put({ links: [link('deal:8', 'partOf', 'trade:7#1')] })]);
      const told = await rig.graph.outcomesOf({ signals: ['signal:8', 'signal:7'], asOfUtcMs: at(99) });
      expect(told.map(({ signal, trade }) => [signal, trade])).toEqual([
        ...[
          ['signal:7', 'trade:7#1'],
          ['signal:8', 'trade:8#1'],
        ],
      ]);
    });

    test('whatever is told, no outcome is later than the moment that is asked of', async () => {
      const minute = fc.integer({ min: 0, max: 40 });
      const trades = fc.array(
        fc.record({ opened: minute, lasts: fc.option(minute), net: fc.integer({ min: -9, max: 9 }) }),
        {
          minLength: 1,
          maxLength: 6,
        },
      );
      let run = 0;
      await fc.assert(
        fc.asyncProperty(trades, minute, async (drawn, asOf) => {
          const keys = drawn.map((_, index) => `${run}-${index}`);
          run += 1;
          const facts = drawn.map(({ opened, lasts, net }, index) =>
            tradeFacts({
              openedAtUtcMs: at(opened),
              symbol: `run ${run}`,
              ...(lasts === null ? {} : closed(opened + lasts, net, index)),
            }),
          );
          await rig.apply(keys.flatMap((key, index) => put(story(key, 0, facts[index]))));
          const expected = facts.filter(({ closedAtUtcMs }) => Number(closedAtUtcMs ?? Infinity) <= at(asOf));
          const signals = keys.map((key) => recordId('signal', key));
          const told = await rig.graph.outcomesOf({ signals, asOfUtcMs: at(asOf) });
          expect(told.map((it) => it.facts)).toEqual(expected);
          const [counted] = await rig.graph.tradesByRegime({
            asOfUtcMs: at(asOf),
            symbol: `run ${run}`,
            scenario: null,
          });
          expect(counted?.closed ?? 0).toBe(expected.length);
          expect(counted?.net ?? 0).toBe(expected.reduce((sum, { net }) => sum + Number(net), 0));
        }),
        { numRuns: 25 },
      );
    });

    test('all of it is told in order, however much it is', async () => {
      const keys = Array.from({ length: 130 }, (_, index) => String(index));
      await rig.apply(keys.flatMap((key) => put(story(key))));
      const all = await contents();
      const [nodes, links] = [all.slice(0, 913), all.slice(913)] as [readonly GraphNode[], readonly GraphLink[]];
      expect(await rig.graph.counts()).toEqual({ nodes: nodes.length, links: links.length });
      const ids = nodes.map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted());
      expect(new Set(ids).size).toBe(913);
      const names = links.map(({ from, kind, to }) => [from, kind, to]);
      expect(names).toHaveLength(130 * 13);
      expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
      const regimes = await rig.graph.tradesByRegime({ asOfUtcMs: at(99), symbol: null, scenario: null });
      expect(regimes).toEqual([{ regime: 'trendUp', closed: 130, won: 130, net: 6500, meanR: 1.5 }]);
    });
  });
}
