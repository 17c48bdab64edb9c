/** The bytes of a request as text, or null as soon as they are more than that: what a header says of their number is nobody's word. */
export async function readBody({ body }: Request, bytesMax: number): Promise<string | null> {
  if (body === null) return '';
  const parts: Uint8Array[] = [];
  const arriving: AsyncIterable<Uint8Array> = body;
  let bytes = 0;
  for await (const part of arriving) {
    bytes += part.byteLength;
    if (bytes > bytesMax) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
