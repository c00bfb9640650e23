/**
 * Words that may not stand in code, each with what to write in its place. The compiler's tree is searched, so comments,
 * strings and names of properties do not count. What a few files must do all the same stands in `excused`, with the reason.
 */
import ts from 'typescript'
import { lineOf, within, type Source } from './sources.ts'

/** Rooms that know neither time nor chance nor the outside: the same input gives the same output, always. */
export const pureRooms = [
  'hub/model/',
  'hub/protocol/',
  'hub/acd/',
  'hub/presence/',
  'hub/hours/',
  'hub/channels/',
  'hub/flow/',
  'hub/knowledge/',
  'hub/metrics/',
]

const pureWords: Readonly<Record<string, string>> = {
  Date: 'use the `now` you were given',
  'Math.random': 'use the chance or the id you were given',
  setTimeout: 'return the instant of the next deadline and let the one timer of the shell come back',
  setInterval: 'return the instant of the next deadline and let the one timer of the shell come back',
  crypto: 'take ids and hashes from outside',
  performance: 'use the `now` you were given',
  process: 'take settings from outside',
  globalThis: 'take it in as a parameter',
  fetch: 'decide here, and let the shell do it',
}

const everywhereWords: Readonly<Record<string, string>> = {
  unsafeHTML: 'what people wrote is text: render it as text',
  unsafeSVG: 'write the picture as an svg template',
  eval: 'neither page allows it',
  '.innerHTML': 'use textContent or a lit template',
  '.outerHTML': 'use a lit template',
  '.insertAdjacentHTML': 'use a lit template',
  'document.write': 'use a lit template',
  enum: 'use a union of literals, or an object `as const`',
  any: 'say the type, or `unknown` until it is known',
}

const excused: readonly { readonly word: string; readonly path: string; readonly why: string }[] = [
  { word: 'any', path: 'hub/http/testing.ts', why: 'the body of an answer, which each test knows better' },
  { word: '.outerHTML', path: 'widget/transcript.ts', why: 'reads a page that it made of text, to save it as a file' },
]

export interface Finding {
  readonly path: string
  readonly line: number
  readonly word: string
  readonly instead: string
}

/** All banned words of one file. */
export function bannedWords(source: Source): Finding[] {
  const { tree, path } = source
  const found: Finding[] = []
  const isPure = within(path, pureRooms) && !source.forTests
  const isCore = path.startsWith('hub/acd/') && !source.forTests
  const tell = (word: string, node: ts.Node, instead: string): void => {
    if (excused.some((one) => one.word === word && one.path === path)) return
    found.push({ path, line: lineOf(tree, node), word, instead })
  }
  const check = (word: string, node: ts.Node): void => {
    const instead = everywhereWords[word] ?? (isPure ? pureWords[word] : undefined)
    if (instead !== undefined) tell(word, node, instead)
  }
  const look = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      check(`.${node.name.text}`, node)
      if (ts.isIdentifier(node.expression)) check(`${node.expression.text}.${node.name.text}`, node)
      // The name after the dot is somebody else's.
      return look(node.expression)
    }
    if (ts.isPropertyAssignment(node)) return look(node.initializer)
    if (ts.isIdentifier(node)) check(node.text, node)
    if (ts.isEnumDeclaration(node)) check('enum', node)
    if (node.kind === ts.SyntaxKind.AnyKeyword) check('any', node)
    if (isCore && (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AsyncKeyword))
      tell('async', node, 'a decision is made in one go: decide here, and let the shell wait')
    ts.forEachChild(node, look)
  }
  look(tree)
  return found
}

/** Names of excuses whose file is gone: a list of exceptions may not rot. */
export const excusedPaths: readonly string[] = excused.map(({ path }) => path)
