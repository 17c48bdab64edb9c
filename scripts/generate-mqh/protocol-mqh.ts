import {
  barRecordLayout,
  barsPerMessageMax,
  formingFlag,
  timeframeCode,
  unknownFigure,
} from '#main/protocol/bar-codec.ts';
import { barsHeadLayout, bulkHeadBytes, ticksHeadLayout } from '#main/protocol/bulk-head.ts';
import { firstBarsDays } from '#main/protocol/first-bars.ts';
import { frameBytesMax, frameHeaderLayout, frameVersion, payloadBytesMax } from '#main/protocol/frame-header.ts';
import { ackEveryBytes, terminalLimits } from '#main/protocol/frame-link.ts';
import { nonceBytes, proofSpeakers, protocolRange, roleCodes } from '#main/protocol/handshake-proof.ts';
import { beatPeriodMs, busyMsMax, dataBusyMsMax, pingPeriodMs, silenceMsMax } from '#main/protocol/liveness.ts';
import { isSentBy, messageTypes, type MessageKind } from '#main/protocol/message-types.ts';
import { calendarSpanMsMax, historyRequestsMax } from '#main/protocol/messages/data-messages.ts';
import { overlapTicksMax, subscriptionsMax } from '#main/protocol/messages/handshake-messages.ts';
import { hashDigits, pagesMax } from '#main/protocol/messages/page.ts';
import { orderDealsMax, orderTtlMsMax } from '#main/protocol/messages/trade-messages.ts';
import type { PackedLayout } from '#main/protocol/packed-layout.ts';
import { pipeName } from '#main/protocol/pipe-address.ts';
import { handshakeMsMax, snapshotMsMax } from '#main/protocol/server-session.ts';
import { rewindFlag, tickRecordLayout, ticksPerMessageMax } from '#main/protocol/tick-codec.ts';
import { timeframes } from '#shared/market/timeframe.ts';
import { clientOrderIdMarker, installationTagBits, orderCounterBits } from '#shared/trading/client-order-id.ts';
import { adviserFaults } from './adviser-faults.ts';
import { defines, fileHead, macroName, membership, struct, type Definition } from './mql5-text.ts';
import { wireWords } from './wire-words.ts';

const kinds = Object.keys(messageTypes) as MessageKind[];

/** The wire as the MQL5 programs know it, made of nothing but what the TypeScript codecs use themselves. */
export const protocolMqh = (version: string): string =>
  `${[
    fileHead('Protocol.mqh', [
      'The wire between the cockpit and its MQL5 programs.',
      'Generated from src-main/protocol by "npm run generate"; do not',
      'edit. A test of the project fails where the two differ.',
    ]) + '\n#ifndef ATS_PROTOCOL_MQH\n#define ATS_PROTOCOL_MQH',
    ...definitions(version),
    struct('AtsHeader', 'Before each payload', frameHeaderLayout),
    struct('AtsTickRecord', 'One tick of TICKS', tickRecordLayout),
    struct('AtsBarRecord', 'One bar of BARS', barRecordLayout),
    membership(
      'AtsIsControl',
      'May use the whole credit; all else but ACK is bulk',
      kinds.filter(isControl).map(typeOf),
    ),
    membership('AtsIsFromApp', 'The cockpit sends it', kinds.filter((it) => isSentBy(it, 'app')).map(typeOf)),
    '#endif\n//+------------------------------------------------------------------+',
  ].join('\n\n')}\n`;

const definitions = (version: string): string[] => [
  defines('versions: of the protocols that are spoken, both included, and of these programs', [
    ['ATS_PROTOCOL_MIN', protocolRange.min],
    ['ATS_PROTOCOL_MAX', protocolRange.max],
    ['ATS_ADVISER_VERSION', version],
  ]),
  defines(
    'types of messages',
    kinds.map((kind): Definition => [typeOf(kind), messageTypes[kind].code]),
  ),
  defines('frames: the length in the header counts the header too', [
    ['ATS_HEADER_BYTES', frameHeaderLayout.bytes],
    ...offsets('ATS_HEADER_AT', frameHeaderLayout),
    ['ATS_FRAME_VERSION', frameVersion],
    ['ATS_FRAME_MAX', frameBytesMax],
    ['ATS_PAYLOAD_MAX', payloadBytesMax],
  ]),
  defines('credit: bytes that may be unacknowledged, headers included, ACK frames not', [
    ['ATS_CREDIT_TO_APP', terminalLimits.sendBytes],
    ['ATS_CREDIT_BULK', terminalLimits.sendBulkBytes],
    ['ATS_CREDIT_TO_TERMINAL', terminalLimits.receiveBytes],
    ['ATS_ACK_EVERY_BYTES', ackEveryBytes],
    ['ATS_ACK_EVERY_MS', beatPeriodMs],
  ]),
  defines('time', [
    ['ATS_HANDSHAKE_MS_MAX', handshakeMsMax],
    ['ATS_SNAPSHOT_MS_MAX', snapshotMsMax],
    ['ATS_PING_PERIOD_MS', pingPeriodMs],
    ['ATS_SILENCE_MS_MAX', silenceMsMax],
    ['ATS_BUSY_MS_MAX', busyMsMax],
    ['ATS_DATA_BUSY_MS_MAX', dataBusyMsMax],
  ]),
  defines('handshake and pipe', [
    ['ATS_NONCE_BYTES', nonceBytes],
    ['ATS_PROOF_APP', proofSpeakers.app],
    ['ATS_PROOF_TERMINAL', proofSpeakers.terminal],
    ['ATS_ROLE_TRADING', roleCodes.trading],
    ['ATS_ROLE_DATA', roleCodes.data],
    ['ATS_PIPE_PREFIX', pipeName.prefix],
    ['ATS_PIPE_LABEL', pipeName.label],
    ['ATS_PIPE_DIGITS', pipeName.digits],
  ]),
  defines('bounds', [
    ['ATS_PAGES_MAX', pagesMax],
    ['ATS_HASH_DIGITS', hashDigits],
    ['ATS_OVERLAP_MAX', overlapTicksMax],
    ['ATS_SUBSCRIPTIONS_MAX', subscriptionsMax],
    ['ATS_HISTORY_REQUESTS_MAX', historyRequestsMax],
    ['ATS_CALENDAR_SPAN_MS_MAX', calendarSpanMsMax],
    ['ATS_ORDER_TTL_MS_MAX', orderTtlMsMax],
    ['ATS_ORDER_DEALS_MAX', orderDealsMax],
  ]),
  defines('our ids of orders, carried as magic: marker, installation tag, counter', [
    ['ATS_MARKER', { hex: clientOrderIdMarker }],
    ['ATS_MARKER_SHIFT', installationTagBits + orderCounterBits],
    ['ATS_TAG_BITS', installationTagBits],
    ['ATS_COUNTER_BITS', orderCounterBits],
  ]),
  defines('TICKS and BARS: a head of 8 bytes, the symbol in UTF-8, then records to the end', [
    ['ATS_BULK_HEAD_BYTES', bulkHeadBytes],
    ...offsets('ATS_TICKS_AT', ticksHeadLayout),
    ['ATS_TICKS_FLAG_REWIND', rewindFlag],
    ['ATS_TICK_BYTES', tickRecordLayout.bytes],
    ...offsets('ATS_TICK_AT', tickRecordLayout),
    ['ATS_TICKS_PER_MESSAGE_MAX', ticksPerMessageMax],
    ...offsets('ATS_BARS_AT', barsHeadLayout),
    ['ATS_BARS_FLAG_FORMING', formingFlag],
    ['ATS_BAR_BYTES', barRecordLayout.bytes],
    ...offsets('ATS_BAR_AT', barRecordLayout),
    ['ATS_BARS_PER_MESSAGE_MAX', barsPerMessageMax],
    ['ATS_FIRST_BARS_DAYS', firstBarsDays],
    ['ATS_BAR_UNKNOWN', { hex: unknownFigure }],
  ]),
  defines(
    'timeframes in BARS',
    timeframes.map((it): Definition => [`ATS_TIMEFRAME_${it}`, timeframeCode(it)]),
  ),
  ...Object.entries(wireWords).map(([choice, words]) =>
    defines(
      `words for ${choice}`,
      words.map((word): Definition => [`ATS_WORD_${macroName(choice)}_${macroName(word)}`, word]),
    ),
  ),
  defines(
    'codes of what went wrong',
    adviserFaults.map((code): Definition => [`ATS_FAULT_${code}`, code]),
  ),
];

const typeOf = (kind: MessageKind): string => `ATS_TYPE_${kind}`;

const isControl = (kind: MessageKind): boolean => messageTypes[kind].lane === 'control';

const offsets = (prefix: string, { fields }: PackedLayout): Definition[] =>
  fields
    .filter(({ name }) => name !== 'reserved')
    .map(({ name, offset }): Definition => [`${prefix}_${macroName(name)}`, offset]);
