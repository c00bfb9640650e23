/**
 * `flow`: a flow is looked at before customers are. `check` tells every fault with its line, `test` runs cases in virtual time,
 * `graph` prints the picture. Neither needs data or a hub.
 */
import { readFileSync } from 'node:fs'
import { defineCommand } from 'citty'
import { faultLine, locales, mermaid, readCases, readFlow, runCase, type Fault, type Flow } from '../flow/index.ts'
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
  },
  run: ({ args }) =>
    answering(async () => {
      const flow = load(args.flow)
      const read = readCases(textOf(args.cases))
      if ('faults' in read) throw new AdminError(told(args.cases, read.faults))
      if (read.flow !== flow.id) throw new AdminError(`${args.cases} is for the flow ${read.flow}, not for ${flow.id}.`)
      const wrong = read.cases.map((one) => runCase(flow, one)).filter(({ faults }) => faults.length > 0)
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
      const locale = locales.find((known) => known === args.language)
      if (locale === undefined) throw new AdminError(`--language takes ${locales.join(' or ')}, not ${args.language}.`)
      say(mermaid(load(args.flow), locale))
    }),
})

export const flow = defineCommand({
  meta: { name: 'flow', description: 'Check, try and show flows of the bot' },
  subCommands: { check, test, graph },
})

function load(path: string): Flow {
  const read = readFlow(textOf(path))
  if ('faults' in read) throw new AdminError(told(path, read.faults))
  return read.flow
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
