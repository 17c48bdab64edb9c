import { encodePayload } from '#main/protocol/message.ts';
import { isSentBy, messageTypes } from '#main/protocol/message-types.ts';
import { sampleMessages } from '#main/testkit/sample-messages.ts';

export type Speaker = 'terminal' | 'app';

/** A frame without the numbers of its stream. */
export interface LooseFrame {
  readonly type: number;
  readonly payload: Uint8Array;
}

/** A frame of every shape of message, by who sends it. */
export const sampleFrames: Readonly<Record<Speaker, readonly LooseFrame[]>> = {
  terminal: framesOf('terminal'),
  app: framesOf('app'),
};

export const knownTypes: readonly number[] = Object.values(messageTypes).map(({ code }) => code);

function framesOf(speaker: Speaker): LooseFrame[] {
  return sampleMessages
    .filter(({ kind }) => isSentBy(kind, speaker))
    .map((message) => ({ type: messageTypes[message.kind].code, payload: encodePayload(message) }));
}
