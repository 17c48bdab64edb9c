import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { expect, test } from 'vitest';
import { lintBlocks } from '../import-map/lint-blocks.ts';

const linter = new Linter();

function messages(folder: string, code: string): string[] {
  const config: Linter.Config[] = [
    { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
    ...lintBlocks(),
  ];
  const found = linter.verify(code, config, { filename: `${folder}/planted.ts` });
  return found.map(({ message }) => message);
}

test.each([
  'export const forged = 1 as Price;',
  'export const forged = 1 as unknown as Price;',
  'export const forged = <Price>(1 as unknown);',
  'export const forged = [1] as unknown as readonly Price[];',
  'export const forged = { price: 1 } as unknown as { price: Price };',
  "import type { Price as Level } from '#shared/units/price.ts'; export const forged = 1 as Level;",
  "import type * as units from '#shared/units/price.ts'; export const forged = 1 as units.Price;",
  "export const forged = 1 as import('#shared/units/price.ts').Price;",
  'type Level = Price; export const forged = 1 as Level;',
  'export const isPrice = (value: number): value is Price => value > 0;',
  'export function assertPrice(value: number): asserts value is Price {}',
  'export const forging = z.custom<Price>();',
  "export const forging = brandedSchema<Price, number>(z.number(), () => true, '');",
])('refuses in a folder that does not own the mark: %s', (code) => {
  expect(messages('src-main/engine', code)).toEqual([
    'Price is given only by its constructor, in the folder that owns it.',
  ]);
  expect(messages('src-shared/units', code)).toEqual([]);
});

test('refuses a cast to a type parameter, except where marks are made', () => {
  const code = 'export function forge<T>(value: unknown): T { return value as T; }';
  expect(messages('src-main/engine', code)).toEqual([
    'A cast to the type parameter T can give any mark: narrow or parse the value instead.',
  ]);
  expect(messages('src-shared/base', code)).toEqual([]);
});

test('an alias that is a mark of its own stands for itself in the folder that owns it', () => {
  const code = "type Price = Brand<number, 'Price'>; export const price = (value: number) => value as Price;";
  expect(messages('src-shared/units', code)).toEqual([]);
  expect(messages('src-main/engine', code)).toHaveLength(2);
});

test('lets each gate give its own mark and not the other', () => {
  const gates = { 'src-main/risk': 'RiskApproved', 'src-main/approval': 'Authorized' };
  for (const [folder, mark] of Object.entries(gates)) {
    const other = Object.values(gates).find((name) => name !== mark) ?? '';
    expect(messages(folder, `export const given = {} as ${mark};`)).toEqual([]);
    expect(messages(folder, `export const given = {} as ${other};`)).toHaveLength(1);
    expect(messages(folder, 'export const forged = 1 as Price;')).toHaveLength(1);
  }
});

test.each([
  "export const pair = ['a', 'b'] as const;",
  'export const keys = <T extends object>(value: T) => Object.keys(value) as (keyof T)[];',
  'export const checked = { price } satisfies { price: Price };',
  'export const annotated: Price = price(1);',
  'export const sizes = <T,>(value: unknown) => value as Map<T, number>;',
  'type Tree = string | Tree[]; export const tree = [] as Tree;',
])('lets pass %s', (code) => {
  expect(messages('src-main/engine', code)).toEqual([]);
});
