/** Bounds of the adviser's reader: `ATS_JSON_BYTES_MAX` and `ATS_JSON_DEPTH_MAX`. */
const bytesMax = 65_536;
const depthMax = 32;

/** What the adviser's reader must make of a text: the value as `JSON.parse` reads it, or undefined where it must refuse. */
export function acceptedJson(bytes: Uint8Array): unknown {
  if (bytes.length > bytesMax) return undefined;
  try {
    const value: unknown = JSON.parse(strictUtf8.decode(bytes));
    return depthOf(value) > depthMax ? undefined : value;
  } catch {
    return undefined;
  }
}

/** A byte-order mark is no JSON. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let deepest = 0;
  for (const part of Object.values(value)) deepest = Math.max(deepest, depthOf(part));
  return deepest + 1;
}
