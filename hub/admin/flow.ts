/**
 * `flow`: a flow is looked at before customers are. `check` tells every fault with its line, `test` runs cases in virtual time,
 * `graph` prints the picture. `ask` shows what a file of answers says. None needs data or a hub.
 */
import { readFileSync } from 'node:fs'
import { defineCommand } from 'citty'
import {
  faultLine,
  locales,
  mermaid,
  readCases,
  readFlow,
  runCase,
  type Fault,
  type Flow,
  type Locale,
  type Search,
} from '../flow/index.ts'
import { Knowledge, readEntries } from '../knowledge/index.ts'
import { AdminError, answering, say } from './say.ts'

const flowFile = { type: 'positional', description: 'File of the flow', required: true } as const

const check = defineCommand({
  meta: { name: 'check', description: 'Tell every fault of a flow, with its line' },
  args: { flow: flowFile },
  run: ({ args }) =>
    answering(async () => {
      const { id, version, steps } = load(args.flow)
      say(`${args.flow}: the flow ${id}, version ${version}, has ${Object.keys(steps).length} steps and no fault.`)
    }),
})

const test = defineCommand({
  meta: { name: 'test', description: 'Run the cases of a flow' },
  args: {
    flow: flowFile,
    cases: { type: 'positional', description: 'File of the cases', required: true },
    knowledge: { type: 'string', description: 'File of answers; else a case says what is found' },
  },
  run: ({ args }) =>
    answering(async () => {
      const flow = load(args.flow)
      const read = readCases(textOf(args.cases))
      if ('faults' in read) throw new AdminError(told(args.cases, read.faults))
      if (read.flow !== flow.id) throw new AdminError(`${args.cases} is for the flow ${read.flow}, not for ${flow.id}.`)
      const search = args.knowledge === undefined ? undefined : searchOf(args.knowledge)
      const wrong = read.cases.map((one) => runCase(flow, one, search)).filter(({ faults }) => faults.length > 0)
      for (const { name, line, faults } of wrong)
        say(`${args.cases} line ${line}: ${name}\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
      if (wrong.length > 0) throw new AdminError(`${wrong.length} of ${read.cases.length} cases went otherwise.`)
      say(`${read.cases.length} cases went as expected.`)
    }),
})

const graph = defineCommand({
  meta: { name: 'graph', description: 'Print the flow as a Mermaid picture' },
  args: { flow: flowFile, language: { type: 'string', description: 'en or ja', default: 'en' } },
  run: ({ args }) =>
    answering(async () => {
      say(mermaid(load(args.flow), localeOf(args.language)))
    }),
})

const ask = defineCommand({
  meta: { name: 'ask', description: 'Show what a file of answers says to a question' },
  args: {
    knowledge: { type: 'positional', description: 'File of answers', required: true },
    question: { type: 'positional', description: 'As a customer asks', required: true },
    language: { type: 'string', description: 'en or ja', default: 'en' },
  },
  run: ({ args }) =>
    answering(async () => {
      const found = searchOf(args.knowledge)(args.question, localeOf(args.language), 3)
      for (const { entry, title, text, score } of found)
        say(`${Math.round(score * 100)} %  ${entry}: ${title}\n      ${text}`)
      if (found.length === 0) say('Nothing is found.')
    }),
})

export const flow = defineCommand({
  meta: { name: 'flow', description: 'Check, try and show flows of the bot' },
  subCommands: { check, test, graph, ask },
})

function load(path: string): Flow {
  const read = readFlow(textOf(path))
  if ('faults' in read) throw new AdminError(told(path, read.faults))
  return read.flow
}

function searchOf(path: string): Search {
  const read = readEntries(textOf(path))
  if ('faults' in read) throw new AdminError(told(path, read.faults))
  const knowledge = new Knowledge(read.entries)
  return (text, locale, count) => knowledge.search(text, locale, count)
}

function localeOf(typed: string): Locale {
  const locale = locales.find((known) => known === typed)
  if (locale === undefined) throw new AdminError(`--language takes ${locales.join(' or ')}, not ${typed}.`)
  return locale
}

const told = (path: string, faults: readonly Fault[]): string =>
  [`${path} cannot be used:`, ...faults.map((fault) => `  ${faultLine(fault)}`)].join('\n')

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new AdminError(`${path} cannot be read: ${(error as Error).message}.`)
  }
}
