/**
 * A number as exports write it: digits, perhaps a point and digits. No sign, no exponent, no thousands, no locale. The bound keeps a damaged
 * line from reading as an endless number.
 */
export const decimal = String.raw`(\d{1,12}(?:\.\d{1,15})?)`;

/** A count of ticks. */
export const count = String.raw`(\d{1,15})`;

/** Hours and minutes, perhaps seconds: three groups. */
export const timeOfDay = String.raw`(\d\d):(\d\d)(?::(\d\d))?`;
