import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { barsCodec, type BarsBody } from './bar-codec.ts';
import type { Frame } from './frame-decoder.ts';
import { messageKindOf, type AppMessageKind, type MessageKind, type TerminalMessageKind } from './message-types.ts';
import {
  busySchema,
  byeSchema,
  errorSchema,
  pingSchema,
  pongSchema,
  type BusyBody,
  type ByeBody,
  type ErrorBody,
  type PingBody,
  type PongBody,
} from './messages/control-messages.ts';
import {
  barsRequestSchema,
  calendarRequestSchema,
  calendarSchema,
  historyEndSchema,
  subscribeSchema,
  symbolsRequestSchema,
  ticksRequestSchema,
  unsubscribeSchema,
  type BarsRequestBody,
  type CalendarBody,
  type CalendarRequestBody,
  type HistoryEndBody,
  type SubscribeBody,
  type SymbolsRequestBody,
  type TicksRequestBody,
  type UnsubscribeBody,
} from './messages/data-messages.ts';
import {
  authSchema,
  challengeSchema,
  helloSchema,
  readySchema,
  type AuthBody,
  type ChallengeBody,
  type HelloBody,
  type ReadyBody,
} from './messages/handshake-messages.ts';
import {
  haltSchema,
  limitsSchema,
  limitsStatusSchema,
  type HaltBody,
  type LimitsBody,
  type LimitsStatusBody,
} from './messages/limits-messages.ts';
import {
  replayControlSchema,
  replaySchema,
  type ReplayBody,
  type ReplayControlBody,
} from './messages/replay-messages.ts';
import {
  dealsSchema,
  ordersSchema,
  positionsSchema,
  snapshotHeadSchema,
  snapshotRequestSchema,
  symbolsSchema,
  transactionSchema,
  wireAccountSchema,
  type DealsBody,
  type OrdersBody,
  type PositionsBody,
  type SnapshotHead,
  type SnapshotRequestBody,
  type SymbolsBody,
  type TransactionBody,
  type WireAccount,
} from './messages/state-messages.ts';
import {
  orderAckSchema,
  orderQuerySchema,
  orderResultSchema,
  orderStatusSchema,
  wireOrderSchema,
  type OrderAckBody,
  type OrderQueryBody,
  type OrderResultBody,
  type OrderStatusBody,
  type WireOrder,
} from './messages/trade-messages.ts';
import { emptyCodec, jsonCodec, type PayloadCodec } from './payload-codec.ts';
import { ticksCodec, type TicksBody } from './tick-codec.ts';

interface Bodies {
  ACK: null;
  HELLO: HelloBody;
  CHALLENGE: ChallengeBody;
  AUTH: AuthBody;
  READY: ReadyBody;
  PING: PingBody;
  PONG: PongBody;
  BUSY: BusyBody;
  BYE: ByeBody;
  ERROR: ErrorBody;
  TICKS: TicksBody;
  BARS: BarsBody;
  SUBSCRIBE: SubscribeBody;
  UNSUBSCRIBE: UnsubscribeBody;
  BARS_REQUEST: BarsRequestBody;
  TICKS_REQUEST: TicksRequestBody;
  HISTORY_END: HistoryEndBody;
  CALENDAR_REQUEST: CalendarRequestBody;
  CALENDAR: CalendarBody;
  SYMBOLS_REQUEST: SymbolsRequestBody;
  SNAPSHOT: SnapshotHead;
  SYMBOLS: SymbolsBody;
  ACCOUNT: WireAccount;
  POSITIONS: PositionsBody;
  DEALS: DealsBody;
  ORDERS: OrdersBody;
  SNAPSHOT_REQUEST: SnapshotRequestBody;
  TRANSACTION: TransactionBody;
  ORDER: WireOrder;
  ORDER_ACK: OrderAckBody;
  ORDER_RESULT: OrderResultBody;
  ORDER_QUERY: OrderQueryBody;
  ORDER_STATUS: OrderStatusBody;
  LIMITS: LimitsBody;
  LIMITS_STATUS: LimitsStatusBody;
  HALT: HaltBody;
  REPLAY: ReplayBody;
  REPLAY_CONTROL: ReplayControlBody;
}

type MessageOf<Kinds extends MessageKind> = {
  [Kind in Kinds]: { readonly kind: Kind; readonly body: Bodies[Kind] };
}[Kinds];

export type Message = MessageOf<MessageKind>;

export type TerminalMessage = MessageOf<TerminalMessageKind>;

export type AppMessage = MessageOf<AppMessageKind>;

const codecs: { readonly [Kind in MessageKind]: PayloadCodec<Bodies[Kind]> } = {
  ACK: emptyCodec,
  HELLO: jsonCodec(helloSchema),
  CHALLENGE: jsonCodec(challengeSchema),
  AUTH: jsonCodec(authSchema),
  READY: jsonCodec(readySchema),
  PING: jsonCodec(pingSchema),
  PONG: jsonCodec(pongSchema),
  BUSY: jsonCodec(busySchema),
  BYE: jsonCodec(byeSchema),
  ERROR: jsonCodec(errorSchema),
  TICKS: ticksCodec,
  BARS: barsCodec,
  SUBSCRIBE: jsonCodec(subscribeSchema),
  UNSUBSCRIBE: jsonCodec(unsubscribeSchema),
  BARS_REQUEST: jsonCodec(barsRequestSchema),
  TICKS_REQUEST: jsonCodec(ticksRequestSchema),
  HISTORY_END: jsonCodec(historyEndSchema),
  CALENDAR_REQUEST: jsonCodec(calendarRequestSchema),
  CALENDAR: jsonCodec(calendarSchema),
  SYMBOLS_REQUEST: jsonCodec(symbolsRequestSchema),
  SNAPSHOT: jsonCodec(snapshotHeadSchema),
  SYMBOLS: jsonCodec(symbolsSchema),
  ACCOUNT: jsonCodec(wireAccountSchema),
  POSITIONS: jsonCodec(positionsSchema),
  DEALS: jsonCodec(dealsSchema),
  ORDERS: jsonCodec(ordersSchema),
  SNAPSHOT_REQUEST: jsonCodec(snapshotRequestSchema),
  TRANSACTION: jsonCodec(transactionSchema),
  ORDER: jsonCodec(wireOrderSchema),
  ORDER_ACK: jsonCodec(orderAckSchema),
  ORDER_RESULT: jsonCodec(orderResultSchema),
  ORDER_QUERY: jsonCodec(orderQuerySchema),
  ORDER_STATUS: jsonCodec(orderStatusSchema),
  LIMITS: jsonCodec(limitsSchema),
  LIMITS_STATUS: jsonCodec(limitsStatusSchema),
  HALT: jsonCodec(haltSchema),
  REPLAY: jsonCodec(replaySchema),
  REPLAY_CONTROL: jsonCodec(replayControlSchema),
};

export function encodePayload<Kind extends MessageKind>(message: MessageOf<Kind>): Uint8Array {
  return codecs[message.kind].encode(message.body);
}

/** The message of a frame, or FRAME_TYPE where its code is unknown, or FRAME_PAYLOAD. */
export function decodeMessage(frame: Frame): Result<Message, Fault> {
  const { type } = frame.header;
  const kind = messageKindOf(type);
  if (kind === null) return err(fault('FRAME_TYPE', `A message of type ${type} is unknown here.`, { type }));
  return decodeAs(kind, frame.payload);
}

function decodeAs<Kind extends MessageKind>(kind: Kind, payload: Uint8Array): Result<MessageOf<Kind>, Fault> {
  const body = codecs[kind].decode(payload);
  if (body.ok) return ok({ kind, body: body.value });
  const { code, message, facts } = body.error;
  return err(fault(code, message, { ...facts, kind }));
}
