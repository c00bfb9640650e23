/** The sample flows and their cases: what an author's files are held to, and that hundreds of them take no time. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { Knowledge, readEntries } from '../knowledge/index.ts'
import { runCase } from './case-runner.ts'
import { readCases, type FlowCase } from './cases.ts'
import { faultLine } from './faults.ts'
import type { Flow } from './flow.ts'
import { readFlow } from './read-flow.ts'

const folder = fileURLToPath(new URL('samples/', import.meta.url))
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.flow.json'))
  .map((name) => name.replace('.flow.json', ''))

function load(name: string): { readonly flow: Flow; readonly cases: readonly FlowCase[] } {
  const flow = readFlow(readFileSync(join(folder, `${name}.flow.json`), 'utf8'))
  const cases = readCases(readFileSync(join(folder, `${name}.flow-test.json`), 'utf8'))
  if ('faults' in flow) throw new Error(flow.faults.map(faultLine).join('\n'))
  if ('faults' in cases) throw new Error(cases.faults.map(faultLine).join('\n'))
  return { flow: flow.flow, cases: cases.cases }
}

describe.each(names)('%s', (name) => {
  const { flow, cases } = load(name)

  test.each(cases.map((one): [string, FlowCase] => [one.name, one]))('%s', (_, one) => {
    const { faults, line } = runCase(flow, one)
    expect(faults, `line ${line}`).toEqual([])
  })
})

test('all of them, more than 200, read and run in less than two seconds', () => {
  const begun = performance.now()
  const results = names.flatMap((name) => {
    const { flow, cases } = load(name)
    return cases.map((one) => runCase(flow, one))
  })
  expect(results.length).toBeGreaterThan(200)
  expect(results.filter(({ faults }) => faults.length > 0)).toEqual([])
  expect(performance.now() - begun).toBeLessThan(2_000)
})

test('a flow answers from real entries, in either language', () => {
  const file = fileURLToPath(new URL('../knowledge/samples/shop.knowledge.json', import.meta.url))
  const read = readEntries(readFileSync(file, 'utf8'))
  if ('faults' in read) throw new Error(read.faults.map(faultLine).join('\n'))
  const knowledge = new Knowledge(read.entries)
  const talk = (question: string, hears: string) => [
    { chooses: 'other' },
    { says: question, expects: { hears, asks: 'answer' } },
    { chooses: 'yes', expects: { asks: 'survey' } },
  ]
  const cases = readCases(
    JSON.stringify({
      flow: 'shop-orders',
      cases: [
        { name: 'en', talk: talk('what is the postage?', 'Shipping is 500 yen') },
        {
          name: 'ja',
          given: { locale: 'ja' },
          talk: talk('ポイントの有効期限を教えてください', '最後のご購入から1年間です。'),
        },
        {
          name: 'none',
          talk: [{ chooses: 'other' }, { says: 'quantum physics', expects: { queued: { queue: 'orders' } } }],
        },
      ],
    }),
  )
  if ('faults' in cases) throw new Error(cases.faults.map(faultLine).join('\n'))
  const { flow } = load('shop-orders')
  const results = cases.cases.map((one) =>
    runCase(flow, one, (text, locale, count) => knowledge.search(text, locale, count)),
  )
  expect(results.flatMap(({ faults }) => faults)).toEqual([])
})

test('a case that expects something else fails, and says what came instead', () => {
  const { flow } = load('voice-menu')
  const read = readCases(
    JSON.stringify({
      flow: 'voice-menu',
      cases: [
        { name: 'a', given: { channel: 'telephone' }, talk: [{ expects: { hears: 'Good morning', asks: 'pin' } }] },
        { name: 'b', given: { channel: 'telephone' }, talk: [{ says: '0' }] },
      ],
    }),
  )
  if ('faults' in read) throw new Error('the cases can be read')
  const [wrong, unexpected] = read.cases.map((one) => runCase(flow, one).faults)
  expect(wrong).toEqual([
    expect.stringMatching(/^turn 1: expected "Good morning" to be said, but this was: Thank you for calling\./),
    'turn 1: expected the question pin, but it is asking at menu',
  ])
  expect(unexpected).toEqual(['turn 1: expected the flow to go on, but it ended at to-operator: queued'])
})
