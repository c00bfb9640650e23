/**
 * The architecture as a test: who imports whom, which words stand where, files that nobody needs, rules without a test,
 * documents that name what is gone. Each complaint says where, and what to do instead. The tables are in hub/tidy/.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { en as agentEnglish } from '../agent-app/translations/en.ts'
import { ja as agentJapanese } from '../agent-app/translations/ja.ts'
import { en as widgetEnglish } from '../widget/translations/en.ts'
import { ja as widgetJapanese } from '../widget/translations/ja.ts'
import { engines } from './tidy/engines.ts'
import { roomOf, rooms } from './tidy/rooms.ts'
import { allPaths, lineOf, parse, root, sources, visit, within, type Import, type Source } from './tidy/sources.ts'
import { bannedWords, excusedPaths } from './tidy/words.ts'

const byPath = new Map(sources.map((source) => [source.path, source]))
const products = sources.filter((source) => !source.forTests)
/** Attacks try the promises from outside, and the reference the core: they are held to what they may know, as products are. */
const held = sources.filter(
  ({ path, forTests }) => !forTests || (/^hub\/(attack|acd\/reference)\//.test(path) && !path.endsWith('.test.ts')),
)
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Programs and pages begin here: nobody imports these, and each is named by what starts it. */
const entryPoints: Readonly<Record<string, string>> = {
  'hub/main.ts': 'hub/setup/build-servers.mjs',
  'hub/launcher.ts': 'hub/setup/build-servers.mjs',
  'hub/admin/main.ts': 'hub/setup/build-servers.mjs',
  'hub/admin/inspect-child.ts': 'hub/setup/build-servers.mjs',
  'hub/sim/main.ts': 'package.json',
  'hub/attack/main.ts': 'SECURITY.md',
  'hub/attack/inside-decodes-worker.ts': 'hub/attack/inside-decodes.ts',
  'hub/setup/admin.mjs': 'package.json',
  'hub/setup/start.mjs': 'package.json',
  'hub/setup/dev.mjs': 'package.json',
  'hub/setup/test.mjs': 'package.json',
  'hub/setup/check.mjs': 'package.json',
  'hub/setup/pin-natives.mjs': 'hub/docs/operations.md',
  'media/main.ts': 'hub/setup/build-servers.mjs',
  'media/hold-music/make.mjs': 'media/CALLS.md',
  'media/client/index.ts': 'package.json',
  'bench/main.ts': 'package.json',
  'bench/peers/set-up.ts': 'package.json',
  'bench/peers/uws.ts': 'bench/peers/index.ts',
  'bench/peers/ws.ts': 'bench/peers/index.ts',
  'bench/peers/socketio.ts': 'bench/peers/index.ts',
  'bench/peers/colyseus.ts': 'bench/peers/index.ts',
  'bench/peers/mediasoup.ts': 'bench/drivers/bare-calls.ts',
  'bench/drivers/floor-crowd.ts': 'bench/drivers/floor-house.ts',
  'bench/drivers/page-watch.js': 'bench/drivers/pages.ts',
  'bench/drivers/ready-crowd.ts': 'bench/scenarios/offer.ts',
  'bench/drivers/inside.mjs': 'bench/drivers/company-hub.ts',
  'bench/planted/plant.mjs': 'bench/drivers/company-hub.ts',
  'bench/planted/load-hook.mjs': 'bench/planted/plant.mjs',
  ...Object.fromEntries(
    ['visitors-day', 'agents-day', 'whole-day', 'spike', 'soak', 'reconnect-storm'].map((script) => [
      `bench/k6/${script}.ts`,
      'bench/k6/lib/plans.ts',
    ]),
  ),
  'bench/k6/setup.ts': 'package.json',
  'widget/loader.ts': '.config/vite.widget.config.ts',
  'widget/sdk.ts': 'hub/setup/build-sdk.mjs',
  'widget/wait/page.ts': 'widget/wait/index.html',
  'widget/wait/worker.ts': '.config/vite.wait.config.ts',
  'widget/page/page.ts': 'widget/page/index.html',
  'widget/sample/shop.js': 'widget/sample/index.html',
  'agent-app/main.ts': 'agent-app/index.html',
  'hub/protocol/codec-browser.ts': '.config/page-build.ts',
  'hub/protocol/messages/staff-absent.ts': '.config/vite.widget.config.ts',
  '.config/absent-in-pages.ts': '.config/page-build.ts',
  '.config/vite.widget.config.ts': 'hub/setup/build-pages.mjs',
  '.config/vite.agent-app.config.ts': 'hub/setup/build-pages.mjs',
  '.config/vite.wait.config.ts': 'hub/setup/build-pages.mjs',
  '.config/vite.chat.config.ts': 'hub/setup/build-pages.mjs',
  '.config/vitest.config.ts': 'hub/setup/test.mjs',
}

describe('who imports whom', () => {
  test('every file stands in a room that says what it may import', () => {
    expect(products.filter(({ path }) => roomOf(path) === null).map(({ path }) => path)).toEqual([])
  })

  test('nothing is imported from a room that may not be known', () => {
    expect(held.flatMap((source) => source.imports.flatMap((one) => forbidden(source, one)))).toEqual([])
  })

  test('each engine is known to its own files only', () => {
    const complaints = held.flatMap(({ path, imports }) =>
      imports.flatMap(({ target, line }) => {
        const engine = engines.find(({ library }) => library === target)
        return engine === undefined || within(path, engine.knownTo)
          ? []
          : [`${path}:${line} imports ${target}: ${engine.instead}`]
      }),
    )
    expect(complaints).toEqual([])
  })

  test('what runs does not lean on what is for tests', () => {
    // Benches drive the hub with what attacks have for that, and simulated days carry calls by the engine that tests have.
    const isSimulated = (path: string, target: string): boolean =>
      path.startsWith('hub/sim/') && target.startsWith('media/fake-')
    const running = products.filter(({ path }) => !path.startsWith('bench/'))
    const complaints = running.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => !isSimulated(path, target))
        .filter(({ target }) => byPath.get(target)?.forTests === true || target === 'vitest' || target === 'fast-check')
        .map(({ target, line }) => `${path}:${line} imports ${target}, which is for tests: move what both need`),
    )
    expect(complaints).toEqual([])
  })

  test('the tables name only what exists', () => {
    const named = [
      ...rooms.flatMap(({ may, types = [] }) => [...may, ...types]),
      ...engines.flatMap((one) => one.knownTo),
    ]
    // Packages have no folder here; `bench/micro/` is for what is still to come.
    const ours = named.filter((name) => /^(hub|media|widget|agent-app)\//.test(name))
    const exists = (place: string): boolean => allPaths.some((path) => within(path, [place]))
    expect([...ours, ...excusedPaths].filter((place) => !exists(place))).toEqual([])
  })
})

function forbidden({ path }: Source, { target, line, typeOnly, dynamic }: Import): string[] {
  const room = roomOf(path)
  if (room === null || roomOf(target) === room || /\.(css|json)$/.test(target)) return []
  const may = typeOnly ? [...room.may, ...(room.types ?? [])] : room.may
  // Set-up may load what it has just installed.
  if (dynamic && path.startsWith('hub/setup/')) return []
  if (within(target, may) || (target.startsWith('node:') && may.includes('node:'))) return []
  return [`${path}:${line} imports ${typeOnly ? 'types of ' : ''}${target}: ${room.instead}`]
}

test('the nets catch: a file that breaks the rules is told where and what to do instead', () => {
  const source = parse(
    'hub/acd/sample.ts',
    `import { open } from 'lmdb'
import type { Store } from '../ports/store.ts'
import { channels } from '../channels/index.ts'
/* Date.now() in a comment, and in a string, is nothing. */
export const told = 'Date.now()'
export async function pick(store: Store): Promise<any> {
  return [open, channels, store, Math.random(), new Date(), await told]
}
enum Kind { One }
document.body.innerHTML = told
export const names = { Date: 1, eval: 2 }.Date
`,
  )
  expect(
    source.imports.flatMap((one) => forbidden(source, one)).map((text) => text.split(':').slice(0, 2).join(':')),
  ).toEqual(['hub/acd/sample.ts:1 imports lmdb', 'hub/acd/sample.ts:2 imports types of hub/ports/store.ts'])
  expect(bannedWords(source).map(({ line, word }) => `${line} ${word}`)).toEqual([
    '6 async',
    '6 any',
    '7 Math.random',
    '7 Date',
    '7 async',
    '9 enum',
    '10 .innerHTML',
  ])
})

describe('words', () => {
  test('no banned word, each with its replacement', () => {
    const complaints = sources.flatMap(bannedWords)
    expect(complaints.map(({ path, line, word, instead }) => `${path}:${line} ${word}: ${instead}`)).toEqual([])
  })

  test('nothing is left for later in a comment', () => {
    // Written so that this line does not find itself.
    const later = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].join('|')})\\b`)
    const complaints = allPaths
      .filter((path) => /\.(ts|mjs|js|css|md|html|json)$/.test(path))
      .flatMap((path) =>
        lines(path).flatMap((line, at) => (later.test(line) ? [`${path}:${at + 1} ${line.trim()}`] : [])),
      )
    expect(complaints).toEqual([])
  })

  test('only a store says that something is on the disk', () => {
    const complaints = products
      .filter(({ path }) => !/^hub\/adapters\/store-[a-z-]+\.ts$/.test(path) && path !== 'hub/ports/store.ts')
      .flatMap(({ path, tree }) => {
        const found: string[] = []
        visit(tree, (node) => {
          const made =
            ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'flushToken'
          const claimed = ts.isAsExpression(node) && node.type.getText(tree) === 'FlushToken'
          if (made || claimed)
            found.push(`${path}:${lineOf(tree, node)} makes a FlushToken: take the one that commit gave`)
        })
        return found
      })
    expect(complaints).toEqual([])
  })
})

const lines = (path: string): string[] => read(path).split('\n')

describe('files', () => {
  test('entry points exist, and are named by what starts them', () => {
    const complaints = Object.entries(entryPoints).filter(([path, starter]) => {
      const name = basename(path).replace(/\.(ts|mjs|js)$/, '')
      return !existsSync(join(root, path)) || !read(starter).includes(name)
    })
    expect(complaints).toEqual([])
  })

  test('every file is needed: reached from an entry point, or from a test when it is for tests', () => {
    const tests = sources.filter(({ path }) => path.endsWith('.test.ts')).map(({ path }) => path)
    const inUse = reached(Object.keys(entryPoints))
    const inTests = reached([...tests, ...Object.keys(entryPoints)])
    const idle = sources
      .filter(({ path }) => !path.endsWith('.d.ts'))
      .filter(({ path, forTests }) => !(forTests ? inTests : inUse).has(path))
      // Fake hubs are also run by hand, to look at a page without one.
      .filter(({ path }) => !path.endsWith('/fake-hub.ts') && !path.includes('/test/'))
    expect(
      idle.map(({ path }) => `${path} is reached from nowhere: remove it, or name it among the entry points`),
    ).toEqual([])
  })

  test('names are in kebab-case', () => {
    const good = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$|^[A-Z]+\.md$/
    // meson demands its own names.
    const ours = allPaths.filter((path) => !path.startsWith('media/worker/system/'))
    expect(ours.filter((path) => !good.test(basename(path)))).toEqual([])
  })

  test('no file is longer than 450 lines', () => {
    const long = sources.filter((source) => source.lines > 450)
    expect(long.map((source) => `${source.path} has ${source.lines} lines: divide it by subject`)).toEqual([])
  })

  test('every file says at its top what it is for', () => {
    const silent = products.filter(({ path, text }) => !/^(#!.*\n)?\/\*\*/.test(text) && !path.endsWith('.d.ts'))
    expect(silent.map(({ path }) => path)).toEqual([])
  })
})

function reached(from: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const waiting = [...from]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    waiting.push(...(byPath.get(path)?.imports ?? []).map(({ target }) => target))
  }
  return seen
}

describe('documents', () => {
  const rulesOf = (document: string): string[] =>
    [...read(document).matchAll(/^([A-Z]{2}\d+) {2}\S/gm)].map(([, id]) => id!)
  /** Rules of the floor, of flows, who hears whom in a call, and who closes what, whose lines stand in a table. */
  const closures = [...read('media/CLOSURES.md').matchAll(/^\| ([A-Z]{2}\d+) /gm)].map(([, id]) => id!)
  const rules = [
    ...rulesOf('hub/acd/SPEC.md'),
    ...rulesOf('hub/calls/SPEC.md'),
    ...rulesOf('hub/flow/SPEC.md'),
    ...rulesOf('hub/reports/SPEC.md'),
    ...rulesOf('media/CALLS.md'),
    ...closures,
  ]
  const quoted = new Map<string, string>()
  for (const { path, tree } of sources.filter((source) => source.forTests && !source.path.startsWith('hub/tidy')))
    visit(tree, (node) => {
      if (!ts.isStringLiteralLike(node) && !ts.isTemplateHead(node)) return
      for (const [, id] of node.text.matchAll(/\[([A-Z]{2}\d+)\]/g)) quoted.set(id!, `${path}:${lineOf(tree, node)}`)
    })

  test('every rule of the floor, of calls and of flows has one number and at least one test', () => {
    expect(rules.length).toBeGreaterThan(20)
    expect(rules.filter((id, at) => rules.indexOf(id) !== at)).toEqual([])
    expect(rules.filter((id) => !quoted.has(id)).map((id) => `${id} has no test whose name has [${id}]`)).toEqual([])
  })

  test('every rule that a test names exists', () => {
    const unknown = [...quoted].filter(([id]) => !rules.includes(id))
    expect(unknown.map(([id, where]) => `${where} names [${id}], which is no rule`)).toEqual([])
  })

  test('the map names every room of the hub', () => {
    const map = read('hub/docs/ARCHITECTURE.md')
    const folders = new Set(
      allPaths.map((path) => /^hub\/([a-z-]+)\//.exec(path)?.[1]).filter((name) => name !== undefined),
    )
    expect([...folders].filter((name) => !map.includes(`\n      ${name}/ `))).toEqual([])
  })

  const documents = [
    'README.md',
    'SECURITY.md',
    'bench/README.md',
    'hub/docs/ARCHITECTURE.md',
    ...readdirSync(join(root, 'hub/docs/decisions')).map((name) => `hub/docs/decisions/${name}`),
  ]
  test.each(documents)('%s names only files and commands that exist', (document) => {
    const text = read(document)
    const paths = [...text.matchAll(/`((?:hub|media|widget|agent-app|bench)\/[\w./-]*\w[/]?)`/g)].map(
      ([, path]) => path!,
    )
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts)
    const commands = [...text.matchAll(/npm run ([a-z]+)/g)].map(([, name]) => name!)
    expect(commands.filter((name) => !scripts.includes(name))).toEqual([])
  })

  test('decisions are numbered without a hole and have their four headings', () => {
    const names = readdirSync(join(root, 'hub/docs/decisions')).sort()
    expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, at) => at + 1))
    for (const name of names) {
      const headings = [...read(`hub/docs/decisions/${name}`).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
      expect([name, headings]).toEqual([name, ['Status', 'Context', 'Decision', 'Consequences']])
    }
  })
})

describe('translations', () => {
  test.each([
    ['agent app', agentEnglish, agentJapanese],
    ['widget', widgetEnglish, widgetJapanese],
  ])('%s: the same sentences in both languages, none empty', (_, english, japanese) => {
    const inEnglish = leaves(english)
    const inJapanese = leaves(japanese)
    expect([...inJapanese.keys()].sort()).toEqual([...inEnglish.keys()].sort())
    for (const leavesOf of [inEnglish, inJapanese])
      expect([...leavesOf].filter(([, leaf]) => typeof leaf === 'string' && leaf.trim() === '')).toEqual([])
    for (const [name, leaf] of inEnglish) expect([name, typeof inJapanese.get(name)]).toEqual([name, typeof leaf])
  })
})

/** Sentences, and functions that make one, by their path. */
function leaves(tree: object, path = ''): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const [name, value] of Object.entries(tree))
    if (typeof value === 'object' && value !== null)
      for (const [below, leaf] of leaves(value, `${path}${name}.`)) found.set(below, leaf)
    else found.set(`${path}${name}`, value)
  return found
}
