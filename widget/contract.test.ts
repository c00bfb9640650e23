/** CONTRACT.md against the code: what a page is promised is there, what is there is written down, and each line has a test. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { commands } from './api/commands.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const read = (path: string): string => readFileSync(join(folder, path), 'utf8')
const filesBelow = (path: string, ending: string): string[] =>
  readdirSync(join(folder, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(path, name))
const contract = read('CONTRACT.md')

/** What stands in backquotes in the first column of the table below a heading. */
function tableOf(heading: string): string[] {
  const [, section = ''] = contract.split(`\n## ${heading}\n`)
  const rows = section
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  return rows.flatMap((row) => [...row.split(' | ')[0]!.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!))
}

describe('CONTRACT.md', () => {
  test('names each command, and no other', () => {
    expect(tableOf('Commands').sort()).toEqual([...Object.keys(commands), 'on'].sort())
  })

  test('names each event, and no other', () => {
    const [, body = ''] = read('events.ts').split('export interface MadoguchiEvents {')
    const names = [...body.split('\n}')[0]!.matchAll(/^ {2}readonly '?([\w-]+)'?:/gm)].map(([, name]) => name!)
    expect(names.length).toBeGreaterThan(15)
    expect(tableOf('Events').sort()).toEqual(names.sort())
  })

  test('names each attribute of the element that is looked at', () => {
    const looked = ['widget-element.ts', 'chat.ts', 'api.ts', 'page-side.ts', 'alerts.ts', ...filesBelow('api', '.ts')]
      .filter((path) => !path.endsWith('.test.ts'))
      .flatMap((path) => [...read(path).matchAll(/(?:host|this)\.(?:get|has)Attribute\('([\w-]+)'\)/g)])
      .map(([, name]) => name!)
    expect(looked).toEqual(expect.arrayContaining(['site', 'prefill', 'storage-ttl']))
    // The hub's own page in a frame says so to its own element.
    const named = new Set([...tableOf('Attributes'), 'framed'])
    expect([...new Set(looked)].filter((name) => !named.has(name))).toEqual([])
  })

  test('has a test for each of its numbered lines', () => {
    const lines = [...contract.matchAll(/^- \[(S4\.\d|S5 [\w-]+)\]/gm)].map(([, line]) => line!)
    expect(lines).toHaveLength(9 + 15)
    const tests = [...filesBelow('.', '.test.ts'), ...filesBelow('../hub/flow', '.test.ts')].map(read).join('\n')
    const named = new Set(
      [...tests.matchAll(/test(?:\.each\([^)]*\))?\(\s*['"`]((?:\[[^\]]+\] ?)+)/g)].flatMap(([, tags]) =>
        [...tags!.matchAll(/\[([^\]]+)\]/g)].map(([, tag]) => tag!),
      ),
    )
    expect(lines.filter((line) => !named.has(line))).toEqual([])
  })
})
