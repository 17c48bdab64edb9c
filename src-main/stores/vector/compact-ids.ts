import { assertDefined } from '#shared/base/assert.ts';
import { grown } from './grown.ts';

/** Digits that a float64 holds exactly, with one to spare for scaling. */
const digitsMax = 15;
/** In place of the number of an id that ends in none. */
const noNumber = -1;
/** Of the slots, so many are in use at most: beyond that, looking for one takes longer. */
const slotsUsedMax = 0.6;

/**
 * Ids of rows, from 0 on, as a stem and the number at its end: of a hundred thousand bars of a series the stem is kept once, and a row costs some
 * twenty bytes in place of a hundred. A row is never given up, so whoever remembers one can come back to it.
 */
export class CompactIds {
  #length = 0;
  readonly #stems: string[] = [];
  readonly #stemNumbers = new Map<string, number>();
  #stemOf = new Uint32Array(0);
  #numberOf = new Float64Array(0);
  /** Row + 1 by the hash of its id, 0 where there is none; the next free slot where that is taken. */
  #slots = new Int32Array(64);

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    const stems = this.#stems.reduce((sum, stem) => sum + 2 * stem.length, 0);
    return stems + this.#stemOf.byteLength + this.#numberOf.byteLength + this.#slots.byteLength;
  }

  /** The row of an id, or null. */
  find(id: string): number | null {
    const at = numberStart(id);
    const stem = this.#stemNumbers.get(id.slice(0, at));
    if (stem === undefined) return null;
    const row = this.#slots[this.#slotOf(stem, numberFrom(id, at))] as number;
    return row === 0 ? null : row - 1;
  }

  /** The row of an id, which is made where there is none. */
  ensure(id: string): number {
    const at = numberStart(id);
    const stem = this.#ensureStem(id.slice(0, at));
    const number = numberFrom(id, at);
    const slot = this.#slotOf(stem, number);
    const known = this.#slots[slot] as number;
    return known === 0 ? this.#add(slot, stem, number) : known - 1;
  }

  idAt(row: number): string {
    const number = this.#numberOf[row] as number;
    const stem = assertDefined(this.#stems[this.#stemOf[row] as number], 'each row has its stem');
    return number === noNumber ? stem : `${stem}${number}`;
  }

  /** As JavaScript compares the ids themselves, which need not be put together for it as a rule. */
  compare(a: number, b: number): number {
    const [stemA, stemB] = [this.#stemOf[a] as number, this.#stemOf[b] as number];
    if (stemA === stemB) return compareDecimals(this.#numberOf[a] as number, this.#numberOf[b] as number);
    const [idA, idB] = [this.idAt(a), this.idAt(b)];
    return idA < idB ? -1 : 1;
  }

  #ensureStem(stem: string): number {
    const known = this.#stemNumbers.get(stem);
    if (known !== undefined) return known;
    this.#stems.push(stem);
    this.#stemNumbers.set(stem, this.#stems.length - 1);
    return this.#stems.length - 1;
  }

  #add(slot: number, stem: number, number: number): number {
    const row = this.#length++;
    this.#stemOf = grown(this.#stemOf, this.#length);
    this.#numberOf = grown(this.#numberOf, this.#length);
    this.#stemOf[row] = stem;
    this.#numberOf[row] = number;
    this.#slots[slot] = row + 1;
    if (this.#length > this.#slots.length * slotsUsedMax) this.#widen();
    return row;
  }

  #slotOf(stem: number, number: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(stem, number) & mask;
    for (let row = this.#slots[slot] as number; row !== 0; row = this.#slots[slot] as number) {
      if (this.#stemOf[row - 1] === stem && this.#numberOf[row - 1] === number) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #widen(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let row = 0; row < this.#length; row++)
      this.#slots[this.#slotOf(this.#stemOf[row] as number, this.#numberOf[row] as number)] = row + 1;
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
