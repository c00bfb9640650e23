/** The demo's flow and its answers: whoever starts the hub for the first time meets them, and authors begin by copying them. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runCase } from './flow/case-runner.ts'
import { readCases } from './flow/cases.ts'
import { faultLine } from './flow/faults.ts'
import { readFlow } from './flow/index.ts'
import { Knowledge, readEntries } from './knowledge/index.ts'

const written = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`demo/aozora.${name}.json`, import.meta.url)), 'utf8')
const flow = readFlow(written('flow'))
const cases = readCases(written('flow-test'))
const answers = readEntries(written('knowledge'))
for (const read of [flow, cases, answers]) if ('faults' in read) throw new Error(read.faults.map(faultLine).join('\n'))
if ('faults' in flow || 'faults' in cases || 'faults' in answers) throw new Error('told above')
const knowledge = new Knowledge(answers.entries)

describe('the demo’s flow', () => {
  test.each(cases.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { faults, line } = runCase(flow.flow, one, (text, locale, count) => knowledge.search(text, locale, count))
    expect(faults, `line ${line}`).toEqual([])
  })
})

test('the demo’s answers are found by their own questions and by each of their other words, in both languages', () => {
  expect(answers.entries.length).toBeGreaterThanOrEqual(15)
  for (const { id, question, also } of answers.entries)
    for (const locale of ['en', 'ja'] as const)
      for (const asked of [question[locale], ...(also?.[locale] ?? [])]) {
        const found = knowledge.search(asked, locale, 2).filter(({ score }) => score >= 0.4)
        expect(
          found.map(({ entry }) => entry),
          asked,
        ).toContain(id)
      }
})
