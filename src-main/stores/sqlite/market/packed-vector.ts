const bytesPerComponent = 4;

/**
 * Little-endian float32, whatever the machine's own order is. Minus zero becomes zero: it says nothing else, and not every store would keep it. Of the
 * many patterns of NaN, which is an unknown component, one is written, so that the same vector has the same bytes.
 */
export function packVector(vector: Float32Array): Uint8Array {
  const packed = Buffer.alloc(vector.length * bytesPerComponent);
  vector.forEach((component, index) => {
    const at = index * bytesPerComponent;
    if (Number.isNaN(component)) packed.writeUInt32LE(quietNan, at);
    else packed.writeFloatLE(component + 0, at);
  });
  return packed;
}

/** As IEEE 754 recommends it: quiet, without a sign or a payload. */
const quietNan = 0x7f_c0_00_00;

export function unpackVector(packed: Uint8Array): Float32Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const vector = new Float32Array(packed.byteLength / bytesPerComponent);
  for (let index = 0; index < vector.length; index++) vector[index] = view.getFloat32(index * bytesPerComponent, true);
  return vector;
}
