import { ASTUtils, AST_NODE_TYPES, type TSESLint, type TSESTree } from '@typescript-eslint/utils';

/**
 * The names of the types in an annotation, with this file's aliases and the names given by imports undone. An alias in
 * `opaque` is not looked into.
 */
export function namedTypes(
  sourceCode: TSESLint.SourceCode,
  annotation: TSESTree.Node,
  opaque: readonly string[],
): string[] {
  const seen = new Set<TSESTree.Node>();
  const visit = (node: TSESTree.Node): string[] => {
    if (seen.has(node) || isAboutKeys(node)) return [];
    seen.add(node);
    const children = childrenOf(sourceCode, node).flatMap(visit);
    if (node.type === AST_NODE_TYPES.TSImportType) return [...lastName(node.qualifier), ...children];
    return node.type === AST_NODE_TYPES.TSTypeReference ? [...referenced(node.typeName), ...children] : children;
  };
  const referenced = (name: TSESTree.EntityName): string[] => {
    const declaration = declarationOf(sourceCode, name);
    if (declaration?.type === AST_NODE_TYPES.ImportSpecifier) return [textOf(declaration.imported)];
    const isOpened =
      declaration?.type === AST_NODE_TYPES.TSTypeAliasDeclaration && !opaque.includes(declaration.id.name);
    return [...lastName(name), ...(isOpened ? visit(declaration.typeAnnotation) : [])];
  };
  return visit(annotation);
}

/** The type parameters that an annotation consists of: `T`, `T[]`, `T | null`, not `Map<string, T>`. */
export function bareParameters(sourceCode: TSESLint.SourceCode, annotation: TSESTree.Node): string[] {
  switch (annotation.type) {
    case AST_NODE_TYPES.TSUnionType:
    case AST_NODE_TYPES.TSIntersectionType:
      return annotation.types.flatMap((type) => bareParameters(sourceCode, type));
    case AST_NODE_TYPES.TSArrayType:
      return bareParameters(sourceCode, annotation.elementType);
    case AST_NODE_TYPES.TSTypeReference: {
      const isParameter = declarationOf(sourceCode, annotation.typeName)?.type === AST_NODE_TYPES.TSTypeParameter;
      return isParameter ? lastName(annotation.typeName) : [];
    }
    default:
      return [];
  }
}

function declarationOf(sourceCode: TSESLint.SourceCode, name: TSESTree.EntityName): TSESTree.Node | undefined {
  if (name.type !== AST_NODE_TYPES.Identifier) return undefined;
  return ASTUtils.findVariable(sourceCode.getScope(name), name.name)?.defs[0]?.node;
}

/** `keyof T` and `typeof x` name what they look at, not what the value becomes. */
const isAboutKeys = (node: TSESTree.Node): boolean =>
  node.type === AST_NODE_TYPES.TSTypeQuery ||
  (node.type === AST_NODE_TYPES.TSTypeOperator && node.operator === 'keyof');

function childrenOf(sourceCode: TSESLint.SourceCode, node: TSESTree.Node): TSESTree.Node[] {
  const keys = sourceCode.visitorKeys[node.type] ?? [];
  const children = keys.map((key) => node[key as keyof TSESTree.Node] as unknown as Children).flat();
  return children.filter((child) => child != null);
}

type Children = TSESTree.Node | TSESTree.Node[] | null | undefined;

function lastName(name: TSESTree.EntityName | null): string[] {
  if (name === null) return [];
  const last = name.type === AST_NODE_TYPES.TSQualifiedName ? name.right : name;
  return last.type === AST_NODE_TYPES.Identifier ? [last.name] : [];
}

const textOf = (name: TSESTree.Identifier | TSESTree.StringLiteral): string =>
  name.type === AST_NODE_TYPES.Identifier ? name.name : name.value;
