import { expectTypeOf, test } from 'vitest';
import type { Brand } from './brand.ts';

type Checked = Brand<{ readonly volume: number }, 'Checked'>;
type Signed = Brand<Checked, 'Signed'>;

test('marks stack without collapsing into a type that fits everything', () => {
  expectTypeOf<Signed>().not.toBeNever();
  expectTypeOf<Signed>().toExtend<Checked>();
  expectTypeOf<Checked>().not.toExtend<Signed>();
});

test('a value without a mark is no marked one, and another mark does not help', () => {
  expectTypeOf<{ readonly volume: number }>().not.toExtend<Checked>();
  expectTypeOf<Brand<number, 'Lots'>>().not.toExtend<Brand<number, 'Price'>>();
  expectTypeOf<Brand<number, 'Lots'>>().toExtend<number>();
});
