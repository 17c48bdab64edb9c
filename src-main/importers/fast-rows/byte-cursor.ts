const [zero, nine, point, lineFeed, carriageReturn] = [0x30, 0x39, 0x2e, 0x0a, 0x0d];

/** So many digits are exact in a float64, as are the powers of ten up to that: their quotient is the number that the text means. */
const digitsMax = 15;
const integerDigitsMax = 12;
const powersOfTen = Array.from({ length: digitsMax + 1 }, (_, exponent) => 10 ** exponent);

/**
 * Reads numbers of bytes that hold rows of a table, each of them digit by digit to the very float64 that `Number` makes of the text. What it
 * cannot be sure of fails, so that a slower reader may look at the whole line.
 */
export class ByteCursor {
  bytes: Uint8Array = new Uint8Array();
  at = 0;
  /** Something else stood there; all that was read of this line is void. */
  hasFailed = false;

  /** Where a line begins in a batch that ends with a line feed: no read goes beyond it. */
  begin(bytes: Uint8Array, at: number): void {
    this.bytes = bytes;
    this.at = at;
    this.hasFailed = false;
  }

  /** Exactly so many digits. */
  fixed(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--) {
      const byte = this.bytes[this.at] ?? 0;
      if (byte < zero || byte > nine) {
        this.hasFailed = true;
        return 0;
      }
      value = value * 10 + (byte - zero);
      this.at++;
    }
    return value;
  }

  /** One digit to so many. */
  integer(max = digitsMax): number {
    const from = this.at;
    const value = this.#digits(0);
    if (this.at === from || this.at - from > max) this.hasFailed = true;
    return value;
  }

  /** Digits, perhaps a point and digits. */
  decimal(): number {
    const from = this.at;
    const whole = this.#digits(0);
    const wholeDigits = this.at - from;
    if (wholeDigits === 0 || wholeDigits > integerDigitsMax) this.hasFailed = true;
    if (this.bytes[this.at] !== point) return whole;
    this.at++;
    const fractionFrom = this.at;
    const mantissa = this.#digits(whole);
    const fractionDigits = this.at - fractionFrom;
    if (fractionDigits === 0 || wholeDigits + fractionDigits > digitsMax) this.hasFailed = true;
    return mantissa / (powersOfTen[fractionDigits] ?? Number.NaN);
  }

  has(byte: number): boolean {
    return this.bytes[this.at] === byte;
  }

  pass(byte: number): void {
    if (this.bytes[this.at++] !== byte) this.hasFailed = true;
  }

  passLineEnd(): void {
    if (this.has(carriageReturn)) this.at++;
    this.pass(lineFeed);
  }

  get isAtLineEnd(): boolean {
    return this.has(lineFeed) || this.has(carriageReturn);
  }

  #digits(start: number): number {
    const { bytes } = this;
    let value = start;
    for (let byte = bytes[this.at] ?? 0; byte >= zero && byte <= nine; byte = bytes[++this.at] ?? 0)
      value = value * 10 + (byte - zero);
    return value;
  }
}
