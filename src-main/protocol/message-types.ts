/** Who may send a message. */
export type Sender = 'terminal' | 'app' | 'both';

/**
 * How a message is charged. Control and results may use the whole credit, bulk leaves them a reserve; within a lane the order is kept,
 * and only control may overtake bulk that waits for credit. Free messages cost no credit, so that an acknowledgement is never stuck.
 */
export type Lane = 'control' | 'bulk' | 'free';

interface MessageType {
  readonly code: number;
  readonly from: Sender;
  readonly lane: Lane;
}

/**
 * Our own codes, never MT5's. A code is never reused; groups leave room for what is still to come. PING rides in the bulk lane: its PONG
 * proves that all market data sent before it was handled.
 */
export const messageTypes = {
  ACK: { code: 0x01, from: 'both', lane: 'free' },
  HELLO: { code: 0x02, from: 'terminal', lane: 'control' },
  CHALLENGE: { code: 0x03, from: 'app', lane: 'control' },
  AUTH: { code: 0x04, from: 'terminal', lane: 'control' },
  READY: { code: 0x05, from: 'app', lane: 'control' },
  PING: { code: 0x06, from: 'both', lane: 'bulk' },
  PONG: { code: 0x07, from: 'both', lane: 'control' },
  BUSY: { code: 0x08, from: 'terminal', lane: 'control' },
  BYE: { code: 0x09, from: 'both', lane: 'control' },
  ERROR: { code: 0x0a, from: 'terminal', lane: 'control' },
  TICKS: { code: 0x20, from: 'terminal', lane: 'bulk' },
  BARS: { code: 0x21, from: 'terminal', lane: 'bulk' },
  SUBSCRIBE: { code: 0x22, from: 'app', lane: 'control' },
  UNSUBSCRIBE: { code: 0x23, from: 'app', lane: 'control' },
  BARS_REQUEST: { code: 0x24, from: 'app', lane: 'control' },
  TICKS_REQUEST: { code: 0x25, from: 'app', lane: 'control' },
  HISTORY_END: { code: 0x26, from: 'terminal', lane: 'bulk' },
  CALENDAR_REQUEST: { code: 0x27, from: 'app', lane: 'control' },
  CALENDAR: { code: 0x28, from: 'terminal', lane: 'bulk' },
  SYMBOLS_REQUEST: { code: 0x29, from: 'app', lane: 'control' },
  SNAPSHOT: { code: 0x40, from: 'terminal', lane: 'bulk' },
  SYMBOLS: { code: 0x41, from: 'terminal', lane: 'bulk' },
  ACCOUNT: { code: 0x42, from: 'terminal', lane: 'bulk' },
  POSITIONS: { code: 0x43, from: 'terminal', lane: 'bulk' },
  DEALS: { code: 0x44, from: 'terminal', lane: 'bulk' },
  ORDERS: { code: 0x45, from: 'terminal', lane: 'bulk' },
  SNAPSHOT_REQUEST: { code: 0x46, from: 'app', lane: 'control' },
  TRANSACTION: { code: 0x47, from: 'terminal', lane: 'control' },
  ORDER: { code: 0x60, from: 'app', lane: 'control' },
  ORDER_ACK: { code: 0x61, from: 'terminal', lane: 'control' },
  ORDER_RESULT: { code: 0x62, from: 'terminal', lane: 'control' },
  ORDER_QUERY: { code: 0x63, from: 'app', lane: 'control' },
  ORDER_STATUS: { code: 0x64, from: 'terminal', lane: 'control' },
  LIMITS: { code: 0x66, from: 'app', lane: 'control' },
  LIMITS_STATUS: { code: 0x67, from: 'terminal', lane: 'control' },
  HALT: { code: 0x68, from: 'app', lane: 'control' },
  REPLAY: { code: 0x80, from: 'terminal', lane: 'bulk' },
  REPLAY_CONTROL: { code: 0x81, from: 'app', lane: 'control' },
} as const satisfies Readonly<Record<string, MessageType>>;

export type MessageKind = keyof typeof messageTypes;

type SentBy<Who extends Sender> = {
  [Kind in MessageKind]: (typeof messageTypes)[Kind]['from'] extends Who ? Kind : never;
}[MessageKind];

export type TerminalMessageKind = SentBy<'terminal' | 'both'>;

export type AppMessageKind = SentBy<'app' | 'both'>;

const kindsByCode: ReadonlyMap<number, MessageKind> = new Map(
  (Object.keys(messageTypes) as MessageKind[]).map((kind) => [messageTypes[kind].code, kind]),
);

export const messageKindOf = (code: number): MessageKind | null => kindsByCode.get(code) ?? null;

export const isSentBy = (kind: MessageKind, who: 'terminal' | 'app'): boolean =>
  messageTypes[kind].from === who || messageTypes[kind].from === 'both';
