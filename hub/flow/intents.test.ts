/** Where a contact begins whose page says what its visitor came for. */
import { expect, test } from 'vitest'
import { begin } from './advance.ts'
import { faultLine, readCases, readFlow, runCase } from './index.ts'
import { around, field, words, written } from './testing.ts'

const ask = (name: string) => ({ kind: 'ask-text', text: words(`${name}?`), field: name, next: 'end' })
const steps = { one: ask('a'), two: ask('b'), end: { kind: 'end', text: words('Bye') } }
const flowWith = (intents: object) =>
  readFlow(JSON.stringify({ ...written(steps, { fields: { a: field('text'), b: field('text') } }), intents }, null, 2))
const read = flowWith({ b: 'two' })
if ('faults' in read) throw new Error(read.faults.map(faultLine).join())
const { flow } = read

test('[FL22] an intent begins at its step, and one that the flow does not know at the start', () => {
  const beginning = (intent?: string): string => begin(flow, { id: 'x', locale: 'en', intent }, around).state.at.step
  expect(['b', 'c', 'constructor', '', undefined].map(beginning)).toEqual(['two', 'one', 'one', 'one', 'one'])
})

test('[FL22] a case names one', () => {
  const cases = readCases(
    JSON.stringify({
      flow: flow.id,
      cases: [{ name: 'b', given: { intent: 'b' }, talk: [{ expects: { asks: 'two' } }] }],
    }),
  )
  if ('faults' in cases) throw new Error(cases.faults.map(faultLine).join())
  expect(cases.cases.map((one) => runCase(flow, one).faults)).toEqual([[]])
})

test('[FF2] an intent leads to a step that is there, and reaches it', () => {
  const wrong = flowWith({ b: 'twoo' })
  if (!('faults' in wrong)) throw new Error('it was read')
  expect(wrong.faults.map(faultLine)).toEqual([
    expect.stringMatching(/^line \d+: "twoo" in "intents\/b" is no step; did you mean "two"/),
  ])
})
