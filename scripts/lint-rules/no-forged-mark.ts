import { ASTUtils, AST_NODE_TYPES, ESLintUtils, type TSESTree } from '@typescript-eslint/utils';
import { namedTypes } from './named-types.ts';

type Options = [{ readonly marks: readonly string[]; readonly mayCastToParameter: boolean }];
type MessageId = 'forged' | 'parameter';

/** Functions that give back whatever type they are called with. */
const castingFunctions = ['brandedSchema', 'custom'];

/**
 * A mark (`Price`, `RiskApproved`, …) is given by its own constructor, which checks. Asserting it, claiming it in a
 * type predicate or calling a casting function with it is forging, under whatever local name. `as T` with a type
 * parameter could forge every mark. `marks` are those that the linted folder does not own.
 */
export const noForgedMark = ESLintUtils.RuleCreator.withoutDocs<Options, MessageId>({
  meta: {
    type: 'problem',
    defaultOptions: [{ marks: [], mayCastToParameter: false }],
    schema: [
      {
        type: 'object',
        properties: { marks: { type: 'array', items: { type: 'string' } }, mayCastToParameter: { type: 'boolean' } },
        required: ['marks', 'mayCastToParameter'],
        additionalProperties: false,
      },
    ],
    messages: {
      forged: '{{name}} is given only by its constructor, in the folder that owns it.',
      parameter: 'A cast to the type parameter {{name}} can give any mark: narrow or parse the value instead.',
    },
  },
  create: (context, [{ marks, mayCastToParameter }]) => {
    const check = (type: TSESTree.Node | undefined): void => {
      if (type === undefined) return;
      for (const { name, isParameter } of namedTypes(context.sourceCode, type)) {
        if (isParameter && !mayCastToParameter) context.report({ node: type, messageId: 'parameter', data: { name } });
        if (!isParameter && marks.includes(name)) context.report({ node: type, messageId: 'forged', data: { name } });
      }
    };
    return {
      TSAsExpression: (node) => {
        check(node.typeAnnotation);
      },
      TSTypeAssertion: (node) => {
        check(node.typeAnnotation);
      },
      TSTypePredicate: (node) => {
        check(node.typeAnnotation ?? undefined);
      },
      CallExpression: (node) => {
        if (castingFunctions.includes(calledName(node.callee))) node.typeArguments?.params.forEach(check);
      },
    };
  },
});

function calledName(callee: TSESTree.Expression): string {
  if (callee.type === AST_NODE_TYPES.Identifier) return callee.name;
  return callee.type === AST_NODE_TYPES.MemberExpression ? (ASTUtils.getPropertyName(callee) ?? '') : '';
}
