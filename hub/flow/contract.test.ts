/** What every kind of step, and every kind of value, is held to: the samples use it, the document explains it, the picture shows it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advance, begin } from './advance.ts'
import type { Input } from './effects.ts'
import type { Flow } from './flow.ts'
import { flowGraph, mermaid } from './graph.ts'
import { readFlow } from './read-flow.ts'
import { kindOf, stepKindNames } from './steps/index.ts'
import { around } from './testing.ts'
import { valueKinds } from './values/index.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const flows = readdirSync(join(here, 'samples'))
  .filter((name) => name.endsWith('.flow.json'))
  .map((name): [string, Flow] => {
    const read = readFlow(readFileSync(join(here, 'samples', name), 'utf8'))
    if ('faults' in read) throw new Error(name)
    return [name, read.flow]
  })
const document = readFileSync(join(here, '../docs/FLOWS.md'), 'utf8')

test.each(stepKindNames)('the step %s stands in a sample and in the document', (kind) => {
  expect(flows.some(([, { steps }]) => Object.values(steps).some((step) => step.kind === kind))).toBe(true)
  expect(document).toContain(`\n### ${kind}\n`)
})

test.each(Object.keys(valueKinds))('a field of the type %s stands in a sample and in the document', (type) => {
  expect(flows.some(([, { fields }]) => Object.values(fields).some((one) => one.type === type))).toBe(true)
  expect(document).toContain(`\n| \`${type}\` |`)
})

test('the document names no step that is none', () => {
  expect([...document.matchAll(/^### (\S+)$/gm)].map(([, kind]) => kind).toSorted()).toEqual(stepKindNames.toSorted())
})

describe.each(flows)('%s', (_, flow) => {
  test('the picture has every step and every way', () => {
    const { nodes, edges } = flowGraph(flow)
    expect(nodes.map(({ step }) => step)).toEqual(Object.keys(flow.steps))
    expect(nodes.filter(({ isStart }) => isStart)).toHaveLength(1)
    expect(nodes.filter(({ isPerson }) => isPerson)).toHaveLength(1)
    for (const [name, step] of Object.entries(flow.steps))
      expect(edges.filter(({ from }) => from === name)).toHaveLength(kindOf(step).exits(step).length)
    for (const locale of ['en', 'ja'] as const) {
      const lines = mermaid(flow, locale).trim().split('\n')
      expect(lines).toHaveLength(1 + nodes.length + edges.length + 2)
      // No sign of a text may end a label.
      for (const line of lines) expect(line.match(/"/g)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0)
    }
  })

  test('whatever comes in whatever order, a contact asks, calls or ends, and its state stays plain and small', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom('1', '2', 'yes', 'no', 'operator', 'AB-123456', '12345678', 'tomorrow', '4242424242424242'),
    )
    const input: fc.Arbitrary<Input> = fc.oneof(
      fc.record({ type: fc.constant('said' as const), text }),
      fc.record({ type: fc.constant('chosen' as const), key: fc.oneof(text, fc.constantFrom(...choiceKeys(flow))) }),
      fc.record({
        type: fc.constant('sent' as const),
        file: fc.record({ file: text, name: text, type: fc.constantFrom('image/png', 'text/plain'), bytes: fc.nat() }),
      }),
      fc.record({
        type: fc.constant('filled' as const),
        values: fc.dictionary(fc.constantFrom(...Object.keys(flow.fields)), fc.anything()),
      }),
      fc.record({
        type: fc.constant('called' as const),
        effect: fc.nat(5),
        result: fc.oneof(
          fc.record({ status: fc.integer({ min: 100, max: 599 }), body: fc.anything() }),
          fc.constant({ failed: 'timeout' } as const),
        ),
      }),
      fc.record({
        type: fc.constant('found' as const),
        effect: fc.nat(5),
        answers: fc.array(
          fc.record({ entry: text, title: text, text, score: fc.double({ min: 0, max: 1, noNaN: true }) }),
          { maxLength: 3 },
        ),
      }),
      fc.constant({ type: 'timePassed' } as const),
    )
    fc.assert(
      fc.property(
        fc.array(input, { maxLength: 25 }),
        fc.constantFrom('en', 'ja'),
        fc.boolean(),
        (inputs, locale, forms) => {
          const world = { ...around, channel: { ...around.channel, forms } }
          let { state } = begin(flow, { id: 'x', locale: locale as 'en', fields: {} }, world)
          for (const one of inputs) {
            const { state: next, effects } = advance(flow, state, one, world)
            expect(['asking', 'calling', 'resting', 'listening', 'ended']).toContain(next.at.phase)
            if (next.at.phase === 'asking' && next !== state)
              expect(effects.at(-1)).toMatchObject({ type: 'ask', ask: next.at.ask })
            expect(JSON.parse(JSON.stringify(next))).toEqual(next)
            state = next
          }
          expect(JSON.stringify(state)).not.toMatch(/4242424242424242/)
        },
      ),
    )
  })
})

const choiceKeys = (flow: Flow): string[] => [
  'yes',
  ...Object.values(flow.fields).flatMap(({ choices = [] }) => choices.map(({ key }) => key)),
]
