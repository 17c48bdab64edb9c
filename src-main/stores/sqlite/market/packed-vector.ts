const bytesPerComponent = 4;

/** Little-endian float32, whatever the machine's own order is. */
export function packVector(vector: Float32Array): Uint8Array {
  const packed = Buffer.alloc(vector.length * bytesPerComponent);
  vector.forEach((component, index) => packed.writeFloatLE(component, index * bytesPerComponent));
  return packed;
}

export function unpackVector(packed: Uint8Array): Float32Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  return Float32Array.from({ length: packed.byteLength / bytesPerComponent }, (_, index) =>
    view.getFloat32(index * bytesPerComponent, true),
  );
}
