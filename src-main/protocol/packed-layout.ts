/** Bytes of each scalar; all are little-endian. */
const widths = { u8: 1, u16: 2, u32: 4, i64: 8, f64: 8 } as const;

export type PackedScalar = keyof typeof widths;

/** A scalar, or so many bytes that are kept zero. */
type PackedType = PackedScalar | { readonly zeros: number };

export interface PackedField {
  readonly name: string;
  readonly scalar: PackedScalar;
  readonly count: number;
  readonly offset: number;
}

/** Fields that stand one after the other without a gap, as MQL5 lays out a struct. */
export interface PackedLayout<Name extends string = string> {
  readonly fields: readonly PackedField[];
  /** Bytes of all fields together. */
  readonly bytes: number;
  /** The offset of each field. */
  readonly at: Readonly<Record<Name, number>>;
}

/** The one description of a packed record: the codecs read and write by it, and the adviser's structs are generated from it. */
export function packedLayout<Name extends string>(types: Readonly<Record<Name, PackedType>>): PackedLayout<Name> {
  const fields: PackedField[] = [];
  let offset = 0;
  for (const [name, type] of Object.entries<PackedType>(types)) {
    const field = typeof type === 'string' ? { scalar: type, count: 1 } : { scalar: 'u8' as const, count: type.zeros };
    fields.push({ name, ...field, offset });
    offset += widths[field.scalar] * field.count;
  }
  const at = Object.fromEntries(fields.map((field) => [field.name, field.offset]));
  return { fields, bytes: offset, at: at as Record<Name, number> };
}
