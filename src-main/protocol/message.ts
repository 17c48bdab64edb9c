import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { barsCodec } from './bar-codec.ts';
import type { Frame } from './frame-decoder.ts';
import {
  messageKindOf,
  messageTypes,
  type AppMessageKind,
  type MessageKind,
  type TerminalMessageKind,
} from './message-types.ts';
import { busySchema, byeSchema, errorSchema, pingSchema } from './messages/control-messages.ts';
import { authSchema, challengeSchema, helloSchema, readySchema } from './messages/handshake-messages.ts';
import { replayControlSchema, replaySchema } from './messages/replay-messages.ts';
import {
  dealsSchema,
  positionsSchema,
  snapshotHeadSchema,
  symbolsSchema,
  wireAccountSchema,
} from './messages/state-messages.ts';
import {
  orderAckSchema,
  orderQuerySchema,
  orderResultSchema,
  orderStatusSchema,
  wireOrderSchema,
} from './messages/trade-messages.ts';
import { emptyCodec, jsonCodec, type PayloadCodec } from './payload-codec.ts';
import { ticksCodec } from './tick-codec.ts';

const codecs = {
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
} as const satisfies Readonly<Record<MessageKind, unknown>>;

type BodyOf<Kind extends MessageKind> = (typeof codecs)[Kind] extends PayloadCodec<infer Body> ? Body : never;

type MessageOf<Kinds extends MessageKind> = {
  [Kind in Kinds]: { readonly kind: Kind; readonly body: BodyOf<Kind> };
}[Kinds];

export type Message = MessageOf<MessageKind>;

export type TerminalMessage = MessageOf<TerminalMessageKind>;

export type AppMessage = MessageOf<AppMessageKind>;

export const encodePayload = (message: Message): Uint8Array => codecOf(message.kind).encode(message.body);

/** The message of a frame, or FRAME_TYPE where its code is unknown, or FRAME_PAYLOAD. */
export function decodeMessage(frame: Frame): Result<Message, Fault> {
  const { type } = frame.header;
  const kind = messageKindOf(type);
  if (kind === null) return err(fault('FRAME_TYPE', `A message of type ${type} is unknown here.`, { type }));
  const body = codecOf(kind).decode(frame.payload);
  return body.ok ? ok({ kind, body: body.value } as Message) : err(aboutKind(kind, body.error));
}

export const messageCode = (kind: MessageKind): number => messageTypes[kind].code;

/** Kind and body belong together by the table; TypeScript cannot follow that through an index, so it is told here, once. */
const codecOf = (kind: MessageKind): PayloadCodec<Message['body']> => codecs[kind] as PayloadCodec<Message['body']>;

const aboutKind = (kind: MessageKind, failure: Fault): Fault =>
  fault(failure.code, failure.message, { ...failure.facts, kind });
