/**
 * Rights decide, not the names of roles: a company's own role has none of the names that are built in, and whoever compares
 * one forgets it. Where a role's name may be compared all the same stands in `excused`, with the reason.
 */
import ts from 'typescript'
import { builtInRoles } from '../model/rights.ts'
import { lineOf, visit, within, type Source } from './sources.ts'

/** Rooms in which `role` may be compared. */
const excused: readonly { readonly place: string; readonly why: string }[] = [
  { place: 'hub/model/rights.ts', why: 'says what a role may' },
  { place: 'hub/auth/', why: 'gives and takes roles, and makes the table of rights' },
  { place: 'hub/config', why: 'reads roles' },
  { place: 'hub/calls/', why: 'the part somebody has in a call, which is none of these roles' },
  { place: 'hub/app/call-', why: 'the part somebody has in a call' },
  { place: 'agent-app/calls/', why: 'the part somebody has in a call' },
  { place: 'media/', why: 'the part somebody has in a call' },
  { place: 'bench/peers/', why: 'which end of a socket a program is' },
  { place: 'widget/call/', why: 'the part somebody has in a call' },
]
export const excusedPlaces: readonly string[] = excused.map(({ place }) => place)

const equalities: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]

/** Lines on which a decision is made by the name of a role. */
export function roleDecisions({ path, tree, forTests }: Source): number[] {
  if (forTests || excused.some(({ place }) => path.startsWith(place) || within(path, [place]))) return []
  const found: number[] = []
  visit(tree, (node) => {
    if (decides(node)) found.push(lineOf(tree, node))
  })
  return found
}

function decides(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node) && equalities.includes(node.operatorToken.kind))
    return isByName(node.left, node.right) || isByName(node.right, node.left)
  if (ts.isSwitchStatement(node)) return isRole(node.expression)
  // `['supervisor', 'administrator'].includes(role)`, and a set's `has`.
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return ['includes', 'has'].includes(node.expression.name.text) && node.arguments.some(isRole)
  return false
}

/** A role against a name, or anything against a name that only roles have. */
const isByName = (one: ts.Expression, other: ts.Expression): boolean =>
  ts.isStringLiteralLike(other) && (isRole(one) || (other.text !== 'agent' && isBuiltIn(other.text)))

const isBuiltIn = (text: string): boolean => Object.hasOwn(builtInRoles, text)

function isRole(node: ts.Expression): boolean {
  const bare = ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) ? node.expression : node
  const name = ts.isPropertyAccessExpression(bare) ? bare.name.text : ts.isIdentifier(bare) ? bare.text : ''
  return /^role$|Role$/.test(name)
}
