/**
 * The sources as the tidy tests see them: read once, parsed by the compiler, so that a word in a comment or in a string
 * is not taken for code. Only what stands in the project's own folders, whether or not it is committed.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const folders = ['hub', 'media', 'widget', 'agent-app', 'bench', '.config']
/** Paths by which folders are reached across the tree: the `imports` of package.json. */
const shortcuts: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).imports

/** One import, of a file of ours by its path from the root, or of a package by its name. */
export interface Import {
  readonly target: string
  readonly line: number
  /** Gone after compiling: it may name a room whose code may not be called. */
  readonly typeOnly: boolean
  /** `import('...')`: loaded only when it is reached. */
  readonly dynamic: boolean
}

export interface Source {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
  readonly lines: number
  readonly tree: ts.SourceFile
  readonly imports: readonly Import[]
  /** A test, or what only tests use. */
  readonly forTests: boolean
}

/** Files that only tests use, by their name: `testing.ts`, `…-testing.ts`, `fake-….ts`, `test-….ts`, `….contract.ts`, and folders such as `test/`. */
const testing =
  /\.test\.ts$|\.contract(-[a-z]+)?\.ts$|\/([a-z-]+-)?testing\.ts$|\/(fake|test)-[a-z-]+\.ts$|\/test\/|^hub\/(tidy|attack|acd\/reference)\//
/** Others, each with its reason. */
const alsoTesting: readonly string[] = [
  // Given, when, then: how the rules of the floor are told.
  'hub/acd/story.ts',
  'hub/acd/random-story.ts',
  'hub/acd/reference-story.ts',
  'hub/acd/ring-story.ts',
  // What the shapes say in words and in random values, for the tests of document and bytes.
  'hub/protocol/shape-notes.ts',
  // Archives to upload.
  'hub/http/make-zip.ts',
]

/** All paths of files below our folders, from the root. */
export const allPaths: readonly string[] = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length)),
)

export const sources: readonly Source[] = allPaths
  .filter((path) => /\.(ts|mjs|js)$/.test(path))
  .map((path) => parse(path, readFileSync(join(root, path), 'utf8')))

/** A file of this path with this text. */
export function parse(path: string, text: string): Source {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
  const imports: Import[] = []
  visit(tree, (node) => {
    const found = importOf(node)
    if (found === null) return
    const { name, typeOnly, dynamic } = found
    imports.push({ target: targetOf(path, name), line: lineOf(tree, node), typeOnly, dynamic })
  })
  return {
    path,
    text,
    lines: text.split('\n').length - 1,
    tree,
    imports,
    forTests: testing.test(path) || alsoTesting.includes(path),
  }
}

function importOf(node: ts.Node): { name: string; typeOnly: boolean; dynamic: boolean } | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    return { name: node.moduleSpecifier.text, typeOnly, dynamic: false }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier))
    return { name: node.moduleSpecifier.text, typeOnly: node.isTypeOnly, dynamic: false }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [name] = node.arguments
    if (name !== undefined && ts.isStringLiteral(name)) return { name: name.text, typeOnly: false, dynamic: true }
  }
  return null
}

function targetOf(from: string, name: string): string {
  const short = shortcuts[name]
  if (short !== undefined) return posix.normalize(short)
  return name.startsWith('.') ? posix.join(posix.dirname(from), name.replace(/\?.*$/, '')) : name
}

/** Calls `look` for the node and everything below it. */
export function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node)
  ts.forEachChild(node, (child) => visit(child, look))
}

export function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
}

/** True for a path of a listed file, below a listed folder (ends in a slash), or with a listed beginning (ends in a dash). */
export const within = (path: string, places: readonly string[]): boolean =>
  places.some((place) => (/[/-]$/.test(place) ? path.startsWith(place) : path === place))
