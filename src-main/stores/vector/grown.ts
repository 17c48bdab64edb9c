const lengthMin = 64;

/** The array itself where it is long enough, else one of twice the length with the same numbers: adding one by one costs what adding at once does. */
export function grown<Numbers extends Uint16Array | Uint32Array | Float64Array>(
  numbers: Numbers,
  length: number,
): Numbers {
  if (length <= numbers.length) return numbers;
  const wider = new (numbers.constructor as new (length: number) => Numbers)(
    Math.max(lengthMin, length, numbers.length * 2),
  );
  wider.set(numbers);
  return wider;
}
