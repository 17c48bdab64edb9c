import type { Declaration, EnumDeclaration, FunctionDeclaration, TypeDeclaration } from '../source/outline.ts';
import type { Edit } from './edit.ts';

/** Members of 32 bits, and the names that EnumToString knows. */
export function editEnum({ keyword, name, members, open, end }: EnumDeclaration): Edit[] {
  const width: Edit = { at: name ?? keyword, append: ' : int' };
  if (name === null) return [width];
  const cases = members.map(({ text }) => `case ${text}: return u"${text}"_s; `).join('');
  const toString = `inline string EnumToString(${name.text} value) { switch((int)value) { ${cases}} return string((int)value); }`;
  return [width, { at: open, prepend: ' ' }, { at: end, append: ` ${toString}` }];
}

/** Are its members values that a byte array can hold? Only such structures are packed and copied as bytes. */
export type IsPlain = (declaration: TypeDeclaration) => boolean;

export function editType(type: TypeDeclaration, isPlain: IsPlain): Edit[] {
  if (type.open === null || type.close === null) return [{ at: type.keyword, replace: cppKeyword(type) }];
  if (type.keyword.text === 'struct') return isPlain(type) ? packed(type) : [];
  const destructor = type.members.find(isDestructor);
  return [
    { at: type.keyword, replace: cppKeyword(type) },
    ...(type.keyword.text === 'interface' ? type.members.flatMap(abstract) : []),
    // A destructor of MQL5 is always virtual.
    ...(destructor === undefined
      ? [{ at: type.close, prepend: ` public: virtual ~${type.name.text}() = default; ` }]
      : virtual(destructor)),
  ];
}

/** The members of an interface are public. */
export const cppKeyword = ({ keyword }: TypeDeclaration): string =>
  keyword.text === 'interface' ? 'struct' : keyword.text;

const packed = ({ keyword, end }: TypeDeclaration): Edit[] => [
  { at: keyword, prepend: '_Pragma("pack(push,1)") ' },
  { at: end, append: ' _Pragma("pack(pop)")' },
];

const isDestructor = (member: Declaration): member is FunctionDeclaration =>
  member.kind === 'function' && member.role === 'destructor';

const abstract = (member: Declaration): Edit[] =>
  member.kind === 'function' && member.body === null ? [...virtual(member), { at: member.end, prepend: ' = 0' }] : [];

function virtual({ prefixes, head }: FunctionDeclaration): Edit[] {
  const [first] = head;
  if (first === undefined || prefixes.some(({ text }) => text === 'virtual')) return [];
  return [{ at: first, prepend: 'virtual ' }];
}
