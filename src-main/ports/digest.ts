/** SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal. A port, so that the engine needs no Node. */
export type Digest = (text: string) => string;
