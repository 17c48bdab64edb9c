import { assertDefined } from '#shared/base/assert.ts';
import { grown } from './grown.ts';

/** Digits that a float64 holds exactly, with one to spare for scaling. */
const digitsMax = 15;
/** In place of the number of an id that ends in none. */
const noNumber = -1;
/** Of the slots, so many are in use at most: beyond that, looking for one takes longer. */
const slotsUsedMax = 0.6;
/** Of a string, its places in a list and in a map, without its letters. */
const bytesPerStem = 64;
/** Slots lie in shards, each of which is widened for itself: that of a million rows at once would take longer than a slice. */
const shards = { count: 64, bits: 6, slotsMin: 8 };

/** Rows + 1 by the hashes of their ids, 0 where a slot is free; the next one where a slot is taken. */
interface Shard {
  slots: Int32Array;
  used: number;
}

interface IdParts {
  /** By its number among the stems. */
  readonly stem: number;
  readonly number: number;
}

/**
 * Ids of rows, from 0 on, as a stem and the number at its end: of a hundred thousand bars of a series the stem is kept once, and a row costs some
 * twenty bytes in place of a hundred. A row is never given up, so whoever remembers one can come back to it.
 */
export class CompactIds {
  #length = 0;
  readonly #stems: string[] = [];
  #stemBytes = 0;
  readonly #stemNumbers = new Map<string, number>();
  #stemOf = new Uint32Array(0);
  #numberOf = new Float64Array(0);
  readonly #shards: readonly Shard[] = Array.from({ length: shards.count }, () => ({
    slots: new Int32Array(shards.slotsMin),
    used: 0,
  }));

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    const slots = this.#shards.reduce((sum, shard) => sum + shard.slots.byteLength, 0);
    return this.#stemBytes + slots + this.#stemOf.byteLength + this.#numberOf.byteLength;
  }

  /** The row of an id, or null. */
  find(id: string): number | null {
    const at = numberStart(id);
    const stem = this.#stemNumbers.get(id.slice(0, at));
    if (stem === undefined) return null;
    const hash = hashOf(stem, numberFrom(id, at));
    const { slots } = this.#shardOf(hash);
    const row = slots[this.#slotOf(slots, hash, { stem, number: numberFrom(id, at) })] ?? 0;
    return row === 0 ? null : row - 1;
  }

  /** The row of an id, which is made where there is none. */
  ensure(id: string): number {
    const at = numberStart(id);
    const parts = { stem: this.#ensureStem(id.slice(0, at)), number: numberFrom(id, at) };
    const hash = hashOf(parts.stem, parts.number);
    const shard = this.#shardOf(hash);
    const slot = this.#slotOf(shard.slots, hash, parts);
    const known = shard.slots[slot] ?? 0;
    if (known !== 0) return known - 1;
    const row = this.#add(parts);
    shard.slots[slot] = row + 1;
    shard.used += 1;
    if (shard.used > shard.slots.length * slotsUsedMax) this.#widen(shard);
    return row;
  }

  idAt(row: number): string {
    const number = this.#numberOf[row] ?? 0;
    const stem = assertDefined(this.#stems[this.#stemOf[row] ?? 0], 'each row has its stem');
    return number === noNumber ? stem : `${stem}${number}`;
  }

  /** As JavaScript compares the ids themselves, which need not be put together for it as a rule. */
  compare(a: number, b: number): number {
    const [stemA, stemB] = [this.#stemOf[a] ?? 0, this.#stemOf[b] ?? 0];
    if (stemA === stemB) return compareDecimals(this.#numberOf[a] ?? 0, this.#numberOf[b] ?? 0);
    const [idA, idB] = [this.idAt(a), this.idAt(b)];
    return idA < idB ? -1 : 1;
  }

  #ensureStem(stem: string): number {
    const known = this.#stemNumbers.get(stem);
    if (known !== undefined) return known;
    this.#stems.push(stem);
    this.#stemBytes += bytesPerStem + 2 * stem.length;
    this.#stemNumbers.set(stem, this.#stems.length - 1);
    return this.#stems.length - 1;
  }

  #add({ stem, number }: IdParts): number {
    const row = this.#length++;
    this.#stemOf = grown(this.#stemOf, this.#length);
    this.#numberOf = grown(this.#numberOf, this.#length);
    this.#stemOf[row] = stem;
    this.#numberOf[row] = number;
    return row;
  }

  #shardOf(hash: number): Shard {
    return assertDefined(this.#shards[hash >>> (32 - shards.bits)], 'a shard for each of its bits');
  }

  /** That of the id, or the free one that is its own. */
  #slotOf(slots: Int32Array, hash: number, { stem, number }: IdParts): number {
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let row = slots[slot] ?? 0; row !== 0; row = slots[slot] ?? 0) {
      if (this.#stemOf[row - 1] === stem && this.#numberOf[row - 1] === number) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #widen(shard: Shard): void {
    const wider = new Int32Array(shard.slots.length * 2);
    for (const known of shard.slots) {
      if (known === 0) continue;
      const parts = { stem: this.#stemOf[known - 1] ?? 0, number: this.#numberOf[known - 1] ?? 0 };
      wider[this.#slotOf(wider, hashOf(parts.stem, parts.number), parts)] = known;
    }
    shard.slots = wider;
  }
}

/** Where the number begins that an id ends in, as it would be written: without a leading zero, of 15 digits at most. */
function numberStart(id: string): number {
  let start = id.length;
  for (let at = id.length - 1; at >= Math.max(0, id.length - digitsMax); at--) {
    const digit = id.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) break;
    if (digit > 0 || at === id.length - 1) start = at;
  }
  return start;
}

const numberFrom = (id: string, at: number): number => (at === id.length ? noNumber : Number(id.slice(at)));

/** Mixes both halves of the number, since times of bars differ by whole hours only. */
function hashOf(stem: number, number: number): number {
  const high = Math.floor(number / 0x1_0000_0000);
  let hash = Math.imul(number | 0, 0x9e37_79b1) ^ Math.imul(high + 1, 0x85eb_ca6b) ^ Math.imul(stem + 1, 0xc2b2_ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** As their digits compare: 10 comes before 9, 1 before 10, none before all. */
function compareDecimals(a: number, b: number): number {
  const [left, right] = [leftAligned(a), leftAligned(b)];
  return left === right ? a - b : left - right;
}

function leftAligned(number: number): number {
  let aligned = number;
  while (aligned > 0 && aligned < 1e14) aligned *= 10;
  return aligned;
}
