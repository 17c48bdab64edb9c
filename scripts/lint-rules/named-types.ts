import { ASTUtils, AST_NODE_TYPES, type TSESLint, type TSESTree } from '@typescript-eslint/utils';

export interface NamedType {
  readonly name: string;
  readonly isParameter: boolean;
}

/** The types that an annotation names, with this file's aliases and the names given by imports undone. */
export function namedTypes(sourceCode: TSESLint.SourceCode, annotation: TSESTree.Node): NamedType[] {
  const seen = new Set<TSESTree.Node>();
  const visit = (node: TSESTree.Node): NamedType[] => {
    if (seen.has(node) || isAboutKeys(node)) return [];
    seen.add(node);
    const children = childrenOf(sourceCode, node).flatMap(visit);
    if (node.type === AST_NODE_TYPES.TSImportType) return [...namedAs(node.qualifier), ...children];
    return node.type === AST_NODE_TYPES.TSTypeReference ? [...referenced(node.typeName), ...children] : children;
  };
  const referenced = (name: TSESTree.EntityName): NamedType[] => {
    if (name.type !== AST_NODE_TYPES.Identifier) return namedAs(name);
    const declaration = ASTUtils.findVariable(sourceCode.getScope(name), name.name)?.defs[0]?.node;
    switch (declaration?.type) {
      case AST_NODE_TYPES.ImportSpecifier:
        return [{ name: textOf(declaration.imported), isParameter: false }];
      case AST_NODE_TYPES.TSTypeParameter:
        return [{ name: name.name, isParameter: true }];
      case AST_NODE_TYPES.TSTypeAliasDeclaration:
        return [...namedAs(name), ...visit(declaration.typeAnnotation)];
      default:
        return namedAs(name);
    }
  };
  return visit(annotation);
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

function namedAs(name: TSESTree.EntityName | null): NamedType[] {
  if (name === null) return [];
  const last = name.type === AST_NODE_TYPES.TSQualifiedName ? name.right : name;
  return last.type === AST_NODE_TYPES.Identifier ? [{ name: last.name, isParameter: false }] : [];
}

const textOf = (name: TSESTree.Identifier | TSESTree.StringLiteral): string =>
  name.type === AST_NODE_TYPES.Identifier ? name.name : name.value;
