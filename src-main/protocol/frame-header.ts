import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { packedLayout } from './packed-layout.ts';

/**
 * | offset | width | field | meaning |
 * |---|---|---|---|
 * | 0 | u32 | length | bytes of the whole frame, this header included: 16 to 32768 |
 * | 4 | u8 | type | code of `message-types.ts` |
 * | 5 | u8 | version | of this header, 1 |
 * | 6 | u16 | flags | reserved: written as 0, not read |
 * | 8 | u32 | sequence | 1 for the first frame of a direction, then one more each, modulo 2³² |
 * | 12 | u32 | ackBytes | bytes consumed from the peer so far (all its frames but ACK), modulo 2³² |
 *
 * Little-endian. The length includes the header so that the largest frame just fits the credit towards the terminal.
 */
export interface FrameHeader {
  readonly length: number;
  readonly type: number;
  readonly sequence: number;
  readonly ackBytes: number;
}

export const frameHeaderLayout = packedLayout({
  length: 'u32',
  type: 'u8',
  version: 'u8',
  flags: 'u16',
  sequence: 'u32',
  ackBytes: 'u32',
});

const { at } = frameHeaderLayout;

export const frameHeaderBytes = frameHeaderLayout.bytes;

export const frameBytesMax = 32_768;

export const payloadBytesMax = frameBytesMax - frameHeaderBytes;

export const frameVersion = 1;

/** Counters of the wire wrap here: sequence numbers and acknowledged bytes. */
export const counterModulus = 2 ** 32;

export function writeFrameHeader(target: Uint8Array, header: FrameHeader): void {
  const view = new DataView(target.buffer, target.byteOffset, frameHeaderBytes);
  view.setUint32(at.length, header.length, true);
  view.setUint8(at.type, header.type);
  view.setUint8(at.version, frameVersion);
  view.setUint16(at.flags, 0, true);
  view.setUint32(at.sequence, header.sequence, true);
  view.setUint32(at.ackBytes, header.ackBytes, true);
}

/** Reads the first 16 bytes; refuses a length or a version (FRAME_LENGTH, FRAME_VERSION) before anything is waited for or kept. */
export function readFrameHeader(source: Uint8Array): Result<FrameHeader, Fault> {
  const view = new DataView(source.buffer, source.byteOffset, frameHeaderBytes);
  const version = view.getUint8(at.version);
  if (version !== frameVersion)
    return err(fault('FRAME_VERSION', `A frame of version ${version} arrived; this program speaks 1.`, { version }));
  const length = view.getUint32(at.length, true);
  if (length < frameHeaderBytes || length > frameBytesMax)
    return err(
      fault('FRAME_LENGTH', `A frame claims ${length} bytes; 16 to ${frameBytesMax} are allowed.`, { length }),
    );
  return ok({
    length,
    type: view.getUint8(at.type),
    sequence: view.getUint32(at.sequence, true),
    ackBytes: view.getUint32(at.ackBytes, true),
  });
}
