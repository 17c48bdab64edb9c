import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleMessages } from '#main/testkit/sample-messages.ts';
import {
  sampleListHash,
  sampleStampMs,
  sampleWireBrokerOrder,
  sampleWireCash,
  sampleWireDeal,
  sampleWireLimits,
  sampleWireList,
  sampleWirePosition,
  sampleWireSnapshot,
} from '#main/testkit/sample-wire.ts';
import type { Message, TerminalMessage } from './message.ts';
import {
  isListMessage,
  ListAssembler,
  listMessages,
  SnapshotAssembler,
  snapshotMessages,
  type ListMessage,
  type WireList,
  type WireSnapshot,
} from './snapshot-pages.ts';

const deals = Array.from({ length: 300 }, (_, index) => sampleWireDeal({ dealTicket: String(index + 1) }));
const cash = Array.from({ length: 300 }, (_, index) => sampleWireCash({ dealTicket: String(index + 501) }));
const snapshot = sampleWireSnapshot({
  positions: sampleWireList.positions([sampleWirePosition()]),
  orders: sampleWireList.orders([sampleWireBrokerOrder()]),
  deals: sampleWireList.deals(deals, cash),
});

test('is complete with the last of its pages, and not before', () => {
  const assembler = new SnapshotAssembler();
  const answers = snapshotMessages(snapshot).map((message) => assembler.accept(message));
  expect(answers.length).toBeGreaterThan(6);
  expect(answers.slice(0, -1).every((answer) => answer.ok && answer.value === null)).toBe(true);
  expect(answers.at(-1)).toEqual({ ok: true, value: snapshot });
});

test('goes out as head, symbols, positions, orders, deals', () => {
  const kinds = snapshotMessages(snapshot).map(({ kind }) => kind);
  expect([...new Set(kinds)]).toEqual(['SNAPSHOT', 'SYMBOLS', 'POSITIONS', 'ORDERS', 'DEALS']);
  expect(kinds.length).toBeGreaterThan(new Set(kinds).size);
});

test('is the same whatever the order of its lists', () => {
  const { revision } = snapshot.head;
  const { symbols, positions, orders, deals } = snapshot;
  const lists = [symbols, positions, orders, deals].map((list) => listMessages({ ...list, revision }));
  fc.assert(
    fc.property(fc.shuffledSubarray(lists, { minLength: 4 }), (shuffled) => {
      const assembler = new SnapshotAssembler();
      assembler.accept({ kind: 'SNAPSHOT', body: snapshot.head });
      const answers = shuffled.flat().map((message) => assembler.accept(message));
      expect(answers.at(-1)).toEqual({ ok: true, value: snapshot });
    }),
  );
});

test('takes the limits that were said since its head', () => {
  const assembler = new SnapshotAssembler();
  const [head, ...lists] = snapshotMessages(snapshot);
  const limits = sampleWireLimits({ tradesToday: 7 });
  assembler.replaceLimits(sampleWireLimits({ tradesToday: 1 }));
  if (head !== undefined) assembler.accept(head);
  assembler.replaceLimits(limits);
  const answers = lists.map((message) => assembler.accept(message));
  expect(answers.at(-1)).toEqual({ ok: true, value: { ...snapshot, head: { ...snapshot.head, limits } } });
});

const calendar: WireList = {
  kind: 'calendar',
  stampMs: sampleStampMs,
  hash: sampleListHash,
  fromStampMs: sampleStampMs,
  toStampMs: sampleStampMs,
  events: sampleMessages.flatMap((message) => (message.kind === 'CALENDAR' ? message.body.events : [])),
};

const afterHead = (other: WireSnapshot) => snapshotMessages(other).slice(1);

test.each([
  ['a list before the head', afterHead(snapshot)],
  [
    'a list of another revision',
    [...snapshotMessages(snapshot).slice(0, 1), ...afterHead(sampleWireSnapshot({ head: { revision: 2 } }))],
  ],
  ['a second head', [...snapshotMessages(snapshot).slice(0, 1), ...snapshotMessages(snapshot)]],
  [
    'a calendar, though it counts as the snapshot does',
    [...snapshotMessages(snapshot).slice(0, 1), ...listMessages({ ...calendar, revision: snapshot.head.revision })],
  ],
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
  const [head, symbols, positions, orders, , secondOfDeals] = snapshotMessages(snapshot);
  const answers = [head, symbols, positions, orders, secondOfDeals].map(
    (message) => message && assembler.accept(message),
  );
  expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: 'FRAME_PAYLOAD' } });
});

test('gives each live list once it is whole, with its mark', () => {
  const assembler = new ListAssembler();
  const { symbols, positions, orders, deals } = snapshot;
  const lists: readonly WireList[] = [
    symbols,
    sampleWireList.positions([], '00000000000000b1'),
    orders,
    deals,
    calendar,
    positions,
  ];
  const complete = lists
    .flatMap((list, index) => listMessages({ ...list, revision: index }))
    .map((message) => assembler.accept(message))
    .flatMap((answer) => (answer.ok && answer.value !== null ? [answer.value] : []));
  expect(complete).toEqual(lists);
});

test('counts deals and cash together', () => {
  const counts = listMessages({ ...snapshot.deals, revision: 1 }).map(({ body }) => body.count);
  expect(new Set(counts)).toEqual(new Set([deals.length + cash.length]));
});

const isList = (message: Message): message is ListMessage => isListMessage(message as TerminalMessage);

test('refuses a list of any kind that does not hold what it counts', () => {
  for (const message of sampleMessages.filter(isList)) {
    const short = { ...message, body: { ...message.body, count: message.body.count + 1 } } as typeof message;
    expect(new ListAssembler().accept(short)).toMatchObject({ ok: false, error: { code: 'FRAME_PAYLOAD' } });
  }
});
