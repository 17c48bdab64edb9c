/** Numbers in memory that threads share: a column is loaded once and never copied. */
export const sharedFloat64 = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));
