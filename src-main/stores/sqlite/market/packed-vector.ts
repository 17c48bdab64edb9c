const bytesPerComponent = 4;

/** Little-endian float32, whatever the machine's own order is. Minus zero becomes zero: it says nothing else, and not every store would keep it. */
export function packVector(vector: Float32Array): Uint8Array {
  const packed = Buffer.alloc(vector.length * bytesPerComponent);
  vector.forEach((component, index) => packed.writeFloatLE(component + 0, index * bytesPerComponent));
  return packed;
}

export function unpackVector(packed: Uint8Array): Float32Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const vector = new Float32Array(packed.byteLength / bytesPerComponent);
  for (let index = 0; index < vector.length; index++) vector[index] = view.getFloat32(index * bytesPerComponent, true);
  return vector;
}
