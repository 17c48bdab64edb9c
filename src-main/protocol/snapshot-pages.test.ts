import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleStampMs, sampleWireDeal, sampleWirePosition, sampleWireSnapshot } from '#main/testkit/sample-wire.ts';
import {
  ListAssembler,
  listMessages,
  SnapshotAssembler,
  snapshotMessages,
  type WireSnapshot,
} from './snapshot-pages.ts';

const deals = Array.from({ length: 300 }, (_, index) => sampleWireDeal({ dealTicket: String(index + 1) }));
const snapshot = sampleWireSnapshot({ positions: [sampleWirePosition()], deals });

test('is complete with the last of its pages, and not before', () => {
  const assembler = new SnapshotAssembler();
  const answers = snapshotMessages(snapshot).map((message) => assembler.accept(message));
  expect(answers.length).toBeGreaterThan(5);
  expect(answers.slice(0, -1).every((answer) => answer.ok && answer.value === null)).toBe(true);
  expect(answers.at(-1)).toEqual({ ok: true, value: snapshot });
});

test('is the same whatever the order of the three lists', () => {
  const { revision, stampMs } = snapshot.head;
  const { instruments, positions } = snapshot;
  const lists = [
    listMessages({ kind: 'symbols', revision, stampMs, instruments }),
    listMessages({ kind: 'positions', revision, stampMs, positions }),
    listMessages({ kind: 'deals', revision, stampMs, deals }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(lists, { minLength: 3 }), (shuffled) => {
      const assembler = new SnapshotAssembler();
      assembler.accept({ kind: 'SNAPSHOT', body: snapshot.head });
      const answers = shuffled.flat().map((message) => assembler.accept(message));
      expect(answers.at(-1)).toEqual({ ok: true, value: snapshot });
    }),
  );
});

const afterHead = (other: WireSnapshot) => snapshotMessages(other).slice(1);

test.each([
  ['a list before the head', afterHead(snapshot)],
  [
    'a list of another revision',
    [...snapshotMessages(snapshot).slice(0, 1), ...afterHead(sampleWireSnapshot({ head: { revision: 2 } }))],
  ],
  ['a second head', [...snapshotMessages(snapshot).slice(0, 1), ...snapshotMessages(snapshot)]],
  [
    'anything else in between',
    [...snapshotMessages(snapshot).slice(0, 1), { kind: 'ACCOUNT' as const, body: snapshot.head.account }],
  ],
])('refuses %s', (_, messages) => {
  const assembler = new SnapshotAssembler();
  const refused = messages.map((message) => assembler.accept(message)).find((answer) => !answer.ok);
  expect(refused).toMatchObject({ error: { code: 'HANDSHAKE_ORDER' } });
});

test('refuses a page out of turn', () => {
  const assembler = new SnapshotAssembler();
  const [head, symbols, positions, , secondOfDeals] = snapshotMessages(snapshot);
  const answers = [head, symbols, positions, secondOfDeals].map((message) => message && assembler.accept(message));
  expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: 'FRAME_PAYLOAD' } });
});

test('gives each live list once it is whole', () => {
  const assembler = new ListAssembler();
  const stampMs = sampleStampMs;
  const lists = [
    { kind: 'symbols', stampMs, instruments: snapshot.instruments },
    { kind: 'positions', stampMs, positions: [] },
    { kind: 'deals', stampMs, deals },
  ] as const;
  const complete = lists
    .flatMap((list, index) => listMessages({ ...list, revision: index }))
    .map((message) => assembler.accept(message))
    .flatMap((answer) => (answer.ok && answer.value !== null ? [answer.value] : []));
  expect(complete).toEqual(lists);
});
