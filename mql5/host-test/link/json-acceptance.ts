/** Bounds of the adviser's reader: `ATS_JSON_BYTES_MAX` and `ATS_JSON_DEPTH_MAX`. */
const bytesMax = 65_536;
const depthMax = 32;

/** What the adviser's reader must make of a text: the value as `JSON.parse` reads it, or undefined where it must refuse. */
export function acceptedJson(bytes: Uint8Array): unknown {
  if (bytes.length > bytesMax) return undefined;
  try {
    const text = strictUtf8.decode(bytes);
    const value: unknown = JSON.parse(text);
    return depthOf(text) > depthMax ? undefined : value;
  } catch {
    return undefined;
  }
}

/** A byte-order mark is no JSON. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Of the text, not of the value: of two members of one name the value keeps the last only. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [mark] of json.replace(strings, '').matchAll(/[[\]{}]/g)) {
    depth += mark === '[' || mark === '{' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

const strings = /"(?:[^"\\]|\\.)*"/g;
