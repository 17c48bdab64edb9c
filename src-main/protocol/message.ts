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
  type BusyBody,
  type ByeBody,
  type ErrorBody,
  type PingBody,
} from './messages/control-messages.ts';
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
  replayControlSchema,
  replaySchema,
  type ReplayBody,
  type ReplayControlBody,
} from './messages/replay-messages.ts';
import {
  dealsSchema,
  positionsSchema,
  snapshotHeadSchema,
  symbolsSchema,
  wireAccountSchema,
  type DealsBody,
  type PositionsBody,
  type SnapshotHead,
  type SymbolsBody,
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
  PONG: PingBody;
  BUSY: BusyBody;
  BYE: ByeBody;
  ERROR: ErrorBody;
  TICKS: TicksBody;
  BARS: BarsBody;
  SNAPSHOT: SnapshotHead;
  SYMBOLS: SymbolsBody;
  ACCOUNT: WireAccount;
  POSITIONS: PositionsBody;
  DEALS: DealsBody;
  ORDER: WireOrder;
  ORDER_ACK: OrderAckBody;
  ORDER_RESULT: OrderResultBody;
  ORDER_QUERY: OrderQueryBody;
  ORDER_STATUS: OrderStatusBody;
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
  PONG: jsonCodec(pingSchema),
  BUSY: jsonCodec(busySchema),
  BYE: jsonCodec(byeSchema),
  ERROR: jsonCodec(errorSchema),
  TICKS: ticksCodec,
  BARS: barsCodec,
  SNAPSHOT: jsonCodec(snapshotHeadSchema),
  SYMBOLS: jsonCodec(symbolsSchema),
  ACCOUNT: jsonCodec(wireAccountSchema),
  POSITIONS: jsonCodec(positionsSchema),
  DEALS: jsonCodec(dealsSchema),
  ORDER: jsonCodec(wireOrderSchema),
  ORDER_ACK: jsonCodec(orderAckSchema),
  ORDER_RESULT: jsonCodec(orderResultSchema),
  ORDER_QUERY: jsonCodec(orderQuerySchema),
  ORDER_STATUS: jsonCodec(orderStatusSchema),
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
