import { ASTUtils, AST_NODE_TYPES, ESLintUtils, type TSESTree } from '@typescript-eslint/utils';
import { bareParameters, namedTypes } from './named-types.ts';

interface Marks {
  readonly own: readonly string[];
  readonly foreign: readonly string[];
  readonly mayCastToParameter: boolean;
}

const noMarks: Marks = { own: [], foreign: [], mayCastToParameter: false };

/** Functions that give back whatever type they are called with. */
const castingFunctions = ['brandedSchema', 'custom'];

/**
 * A mark (`Price`, `RiskApproved`, …) is given by its own constructor, which checks. Asserting it, claiming it in a type
 * predicate or calling a casting function with it is forging, under whatever local name, except in the folder whose own it
 * is. `as T` with a type parameter could forge every mark.
 */
export const noForgedMark = ESLintUtils.RuleCreator.withoutDocs<[Marks], 'forged' | 'parameter'>({
  meta: {
    type: 'problem',
    defaultOptions: [noMarks],
    schema: [
      {
        type: 'object',
        properties: { own: names(), foreign: names(), mayCastToParameter: { type: 'boolean' } },
        required: Object.keys(noMarks),
        additionalProperties: false,
      },
    ],
    messages: {
      forged: '{{name}} is given only by its constructor, in the folder that owns it.',
      parameter: 'A cast to the type parameter {{name}} can give any mark: narrow or parse the value instead.',
    },
  },
  create: (context, [{ own, foreign, mayCastToParameter }]) => {
    const check = (type: TSESTree.Node): void => {
      const forged = namedTypes(context.sourceCode, type, own).filter((name) => foreign.includes(name));
      for (const name of new Set(forged)) context.report({ node: type, messageId: 'forged', data: { name } });
      const parameters = mayCastToParameter ? [] : bareParameters(context.sourceCode, type);
      for (const name of parameters) context.report({ node: type, messageId: 'parameter', data: { name } });
    };
    return {
      TSAsExpression: ({ typeAnnotation }) => {
        check(typeAnnotation);
      },
      TSTypeAssertion: ({ typeAnnotation }) => {
        check(typeAnnotation);
      },
      TSTypePredicate: ({ typeAnnotation }) => {
        if (typeAnnotation !== null) check(typeAnnotation.typeAnnotation);
      },
      CallExpression: (node) => {
        if (castingFunctions.includes(calledName(node.callee))) node.typeArguments?.params.forEach(check);
      },
    };
  },
});

function names(): { type: 'array'; items: { type: 'string' } } {
  return { type: 'array', items: { type: 'string' } };
}

function calledName(callee: TSESTree.Expression): string {
  if (callee.type === AST_NODE_TYPES.Identifier) return callee.name;
  return callee.type === AST_NODE_TYPES.MemberExpression ? (ASTUtils.getPropertyName(callee) ?? '') : '';
}
