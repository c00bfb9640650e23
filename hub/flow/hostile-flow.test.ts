/** Documents made to take long. */
import { expect, test } from 'vitest'
import { readFlow } from './read-flow.ts'
import { words, written } from './testing.ts'

const said = { kind: 'say', text: words('Hello'), next: 'person' }

function faultsOf(document: unknown): readonly unknown[] {
  const read = readFlow(JSON.stringify(document))
  return 'faults' in read ? read.faults : []
}

test.each<[string, Record<string, unknown>]>([
  [
    'names that are not known',
    written({ one: { ...said, ...Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`name${at}`, 1])) } }),
  ],
  [
    'steps that lead nowhere',
    written(
      Object.fromEntries(
        Array.from({ length: 400 }, (_, at) => [
          `step-number-${at}`,
          { ...said, text: { en: '{no.such} '.repeat(150), ja: 'x' }, next: `stop-number-${at}` },
        ]),
      ),
    ),
  ],
  [
    'steps of no kind',
    written(
      { one: said },
      { fields: Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`f${at}`, { type: 'txet' }])) },
    ),
  ],
])('[FF1] a document of nothing but %s is refused at once, with the first hundred', (_, document) => {
  const begun = performance.now()
  expect(faultsOf(document)).toHaveLength(100)
  expect(performance.now() - begun).toBeLessThan(2_000)
})

test('a long chain of steps, and a flow whose ways all cross, are read at once', () => {
  const names = Array.from({ length: 400 }, (_, at) => `s${at}`)
  const chain = Object.fromEntries(names.map((name, at) => [name, { ...said, next: names[at + 1] ?? 'person' }]))
  const later = (at: number) => names.slice(at + 1, at + 20).map((to) => ({ when: { hours: 'x', open: true }, to }))
  const crossed = Object.fromEntries(
    names.map((name, at) => [name, at > 390 ? said : { kind: 'branch', cases: later(at), otherwise: names[at + 1]! }]),
  )
  const begun = performance.now()
  expect([faultsOf(written(chain)), faultsOf(written(crossed))]).toEqual([[], []])
  expect(performance.now() - begun).toBeLessThan(2_000)
})
