/**
 * The one place where the two forms of "undefined" meet. Inside columns a number that is not defined is NaN, because typed arrays hold
 * nothing else and every comparison with it is false; outside them (reports, events, the wire) it is null, because JSON has no NaN.
 */
export const definedOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
