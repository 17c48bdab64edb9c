import { AST_NODE_TYPES, ESLintUtils, type TSESLint, type TSESTree } from '@typescript-eslint/utils';
import { ambientGlobals, ambientModules, type Ambient } from './ambient-clocks.ts';

type Context = Readonly<TSESLint.RuleContext<'ambient', []>>;

/** A name in the source that stands for `source`, and what of it is forbidden. */
interface Use {
  readonly node: TSESTree.Node;
  readonly source: string;
  readonly ambient: Ambient | undefined;
}

/**
 * Time, chance and timers come from the event or from a port, so that live, paper, backtest and replay decide alike.
 * The rule follows names through `globalThis`, members, destructuring and imports. Taking the whole under another name
 * (`const d = Date`) is an error too, since the rule would lose sight of it.
 */
export const noAmbientClock = ESLintUtils.RuleCreator.withoutDocs<[], 'ambient'>({
  meta: {
    type: 'problem',
    schema: [],
    defaultOptions: [],
    messages: {
      ambient: '{{source}} belongs to the machine: take time, chance and timers from the event or from a port.',
    },
  },
  create: (context) => ({
    'Program:exit': () => {
      for (const use of globalUses(context)) check(context, use);
    },
    ImportDeclaration: (node) => {
      for (const use of importUses(context, node)) check(context, use);
    },
    ImportExpression: (node) => {
      if (node.source.type === AST_NODE_TYPES.Literal) refuseWhole(context, node, String(node.source.value));
    },
    'ExportAllDeclaration, ExportNamedDeclaration[source]': (node: TSESTree.ExportAllDeclaration) => {
      refuseWhole(context, node, node.source.value);
    },
  }),
});

const globalObjects = ['globalThis', 'global', 'window', 'self'];

/** Names that no file declares. */
function globalUses(context: Context): Use[] {
  const references = (context.sourceCode.scopeManager?.scopes ?? []).flatMap((scope) => scope.references);
  const undeclared = references.filter(({ resolved }) => resolved === null || resolved.defs.length === 0);
  return valueNodes(undeclared).map(({ node, name }) =>
    globalObjects.includes(name)
      ? { node, source: name, ambient: ambientGlobals }
      : { node, source: name, ambient: memberOf(ambientGlobals, name) },
  );
}

function importUses(context: Context, declaration: TSESTree.ImportDeclaration): Use[] {
  const module = declaration.source.value;
  const ambient = ambientOf(module);
  if (ambient === undefined || declaration.importKind === 'type') return [];
  if (ambient === 'all') return [{ node: declaration, source: module, ambient }];
  return declaration.specifiers.flatMap((specifier) => {
    const references = context.sourceCode.getDeclaredVariables(specifier).flatMap((variable) => variable.references);
    const whole = specifier.type !== AST_NODE_TYPES.ImportSpecifier;
    const name = whole ? '' : importedName(specifier);
    const taken = whole || name === 'default' ? ambient : memberOf(ambient, name);
    return valueNodes(references).map(({ node }) => ({
      node,
      source: whole ? module : `${name} of ${module}`,
      ambient: taken,
    }));
  });
}

/** A dynamic import or a re-export hands on the module under names that the rule does not follow. */
function refuseWhole(context: Context, node: TSESTree.Node, module: string): void {
  if (ambientOf(module) !== undefined) context.report({ node, messageId: 'ambient', data: { source: module } });
}

const ambientOf = (module: string): Ambient | undefined => ambientModules[module] ?? ambientModules[`node:${module}`];

const importedName = ({ imported }: TSESTree.ImportSpecifier): string =>
  imported.type === AST_NODE_TYPES.Identifier ? imported.name : imported.value;

function valueNodes(references: readonly TSESLint.Scope.Reference[]): { node: TSESTree.Node; name: string }[] {
  return references
    .filter((reference) => reference.isValueReference)
    .map(({ identifier }) => ({ node: identifier, name: identifier.name }));
}

function memberOf(ambient: Ambient, name: string): Ambient | undefined {
  return ambient === 'all' ? 'all' : Object.hasOwn(ambient, name) ? ambient[name] : undefined;
}

function check(context: Context, { node, source, ambient }: Use): void {
  if (ambient === undefined || isHarmless(node, source)) return;
  const members = ambient === 'all' ? null : membersTaken(node);
  if (members === null) {
    context.report({ node, messageId: 'ambient', data: { source } });
    return;
  }
  for (const member of members) {
    check(context, { node: member.node, source: `${source}.${member.name}`, ambient: memberOf(ambient, member.name) });
  }
}

function isHarmless(node: TSESTree.Node, source: string): boolean {
  const parent = node.parent;
  switch (parent?.type) {
    case AST_NODE_TYPES.TSTypeQuery:
      return true;
    case AST_NODE_TYPES.UnaryExpression:
      return parent.operator === 'typeof';
    case AST_NODE_TYPES.BinaryExpression:
      return parent.operator === 'instanceof' && parent.right === node;
    case AST_NODE_TYPES.NewExpression:
      return parent.callee === node && source.endsWith('Date') && isWithMoment(parent.arguments[0]);
    default:
      return false;
  }
}

/** `new Date(moment)` converts; `new Date()` reads the clock. */
const isWithMoment = (argument: TSESTree.CallExpressionArgument | undefined): boolean =>
  argument !== undefined && argument.type !== AST_NODE_TYPES.SpreadElement;

/** The members that the use takes by name, or null when it takes the whole or a computed one. */
function membersTaken(node: TSESTree.Node): { node: TSESTree.Node; name: string }[] | null {
  const parent = node.parent;
  if (parent?.type === AST_NODE_TYPES.MemberExpression && parent.object === node) {
    const name = memberName(parent.property, parent.computed);
    return name === null ? null : [{ node: parent, name }];
  }
  if (parent?.type !== AST_NODE_TYPES.VariableDeclarator || parent.id.type !== AST_NODE_TYPES.ObjectPattern)
    return null;
  const members: { node: TSESTree.Node; name: string }[] = [];
  for (const property of parent.id.properties) {
    const name = property.type === AST_NODE_TYPES.Property ? memberName(property.key, property.computed) : null;
    if (name === null) return null;
    members.push({ node: property, name });
  }
  return members;
}

function memberName(key: TSESTree.Node, computed: boolean): string | null {
  if (key.type === AST_NODE_TYPES.Literal) return String(key.value);
  return !computed && key.type === AST_NODE_TYPES.Identifier ? key.name : null;
}
