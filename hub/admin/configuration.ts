/**
 * `plan`, `apply`, `rollback`, `configurations` and `schema`: another configuration for a hub that runs, by an order to it
 * (auth/orders.ts). Where none runs a plan is made from its data, and what is to be applied is when the hub starts,
 * before it serves. A file is read and checked here first, with the words of a start; its secrets stay where they are.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { defineCommand } from 'citty'
import { realClock } from '../adapters/clock-real.ts'
import { openLmdbReader } from '../adapters/store-lmdb.ts'
import { planFor } from '../app/configuration/plan.ts'
import { latestOf, summaryOf, versionOf, versionsOf } from '../app/configuration/versions.ts'
import { appliedWords, planLines, versionLine } from '../app/configuration/words.ts'
import { rows } from '../app/records.ts'
import { readAccount } from '../auth/accounts.ts'
import type { Order } from '../auth/orders.ts'
import {
  fileSchema,
  organisationFrom,
  parseFile,
  readDocument,
  settingsBeside,
  withFiles,
  type FileSettings,
  type OrganisationDocument,
} from '../config.ts'
import type { Applied, ConfigurationPlan } from '../http/door.ts'
import { instant } from '../model/time.ts'
import { dataArgument, dataFolderFrom, storeOf } from './data-folder.ts'
import { hubRuns, ordered } from './ordering.ts'
import { AdminError, answering, counted, say } from './say.ts'

/** How long a running hub is waited for. */
const hubTakesMs = 60_000
const noteMax = 200

const file = { type: 'positional', description: 'The file: a whole configuration', required: true } as const
const replan = { type: 'boolean', description: 'Give those who wait the new steps, from the first' } as const
const note = { type: 'string', description: 'Why, for whoever reads the versions later' } as const
const from = {
  type: 'string',
  description: 'Only if this version is in force, as the plan said',
  valueHint: 'N',
} as const
const json = { type: 'boolean', description: 'For programs: JSON' } as const

export const plan = defineCommand({
  meta: { name: 'plan', description: 'What a configuration file would change, and which waiting contacts it touches' },
  args: { file, replan, json, ...dataArgument },
  run: ({ args }) =>
    answering(async () => {
      const data = withData(args.data)
      const wanted = fileAt(args.file)
      const found = hubRuns(data)
        ? await carriedOut<ConfigurationPlan>(data, { kind: 'plan', ...wanted, replan: args.replan ?? false })
        : planFromData(data, wanted, args.replan ?? false)
      if (args.json) return say(JSON.stringify(found, null, 2))
      for (const line of [...besideLines(args.file), ...planLines(found)]) say(line)
    }),
})

export const apply = defineCommand({
  meta: { name: 'apply', description: 'Serve a configuration file from now on, as a new version' },
  args: { file, replan, note, from, json, ...dataArgument },
  run: ({ args }) =>
    answering(async () => {
      const data = withData(args.data)
      const wanted = fileAt(args.file)
      await serve(data, { kind: 'apply', ...wanted, ...wishOf(args) }, args.json ?? false, args.file)
    }),
})

export const rollback = defineCommand({
  meta: { name: 'rollback', description: 'Serve an earlier version again, as a new one' },
  args: {
    version: { type: 'positional', description: 'Its number; else the one before', required: false },
    replan,
    note,
    from,
    json,
    ...dataArgument,
  },
  run: ({ args }) =>
    answering(async () => {
      const data = withData(args.data)
      const to = numberOf(args.version)
      await serve(data, { kind: 'rollback', to, ...wishOf(args) }, args.json ?? false, null)
    }),
})

export const configurations = defineCommand({
  meta: { name: 'configurations', description: 'All versions of the configuration, or what one of them says' },
  args: {
    version: { type: 'positional', description: 'Number of the one to print, as a file', required: false },
    json,
    ...dataArgument,
  },
  run: ({ args }) =>
    answering(() => {
      const n = numberOf(args.version)
      reading(withData(args.data), (reader) => {
        if (n !== null) {
          const version = versionOf(reader, n)
          if (version === null) throw new AdminError(`There is no version ${n}.`)
          return say(JSON.stringify(version.document, null, 2))
        }
        const all = Array.from(versionsOf(reader), summaryOf)
        if (args.json) return say(JSON.stringify(all, null, 2))
        for (const version of all) say(versionLine(version))
        say(`${counted(all.length, 'version')}; the last one is served.`)
      })
      return Promise.resolve()
    }),
})

export const schema = defineCommand({
  meta: { name: 'schema', description: 'Print the JSON Schema of the configuration file' },
  run: () => {
    const document = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Madoguchi', ...fileSchema }
    say(JSON.stringify(document, null, 2))
  },
})

function withData(given: string | undefined): string {
  const data = dataFolderFrom(given)
  if (existsSync(storeOf(data))) return data
  throw new AdminError(`There is no data in ${data}. Name the data folder with --data FOLDER.`)
}

/** What of the file is to be served. Throws `ConfigError`, which names the setting, or says that it cannot be read. */
function fileAt(path: string): { readonly document: OrganisationDocument; readonly name: string } {
  const { document } = readDocument(writtenIn(path), { name: path, mode: modeHere() })
  return { document, name: basename(path).slice(0, 200) }
}

/** A file without sites and queues asks for the demo; a hub in production refuses that by itself. */
const modeHere = (): 'demo' | 'production' => (process.env['MADOGUCHI_MODE'] === 'production' ? 'production' : 'demo')

function writtenIn(path: string): FileSettings {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException
    throw new AdminError(`The file ${path} cannot be read (${code}).`)
  }
  return withFiles(path, parseFile(path, text)) as FileSettings
}

/** What stands in the file and needs a restart. */
function besideLines(path: string): readonly string[] {
  const beside = settingsBeside(writtenIn(path))
  return beside.length === 0 ? [] : [`Read at a start only, and passed over here: ${beside.join(', ')}.`, '']
}

interface WishArgs {
  readonly replan?: boolean | undefined
  readonly note?: string | undefined
  readonly from?: string | undefined
}

function wishOf({ replan: given, note: why = '', from: version }: WishArgs) {
  if (why.length > noteMax) throw new AdminError(`A note has at most ${noteMax} characters.`)
  const request = randomBytes(12).toString('base64url')
  return { replan: given ?? false, note: why, from: numberOf(version), request }
}

function numberOf(typed: string | undefined): number | null {
  if (typed === undefined) return null
  if (!/^[1-9]\d{0,9}$/.test(typed)) throw new AdminError(`${JSON.stringify(typed)} is no number of a version.`)
  return Number(typed)
}

/** Has the hub serve it, and says what is served. */
async function serve(data: string, order: Order, asJson: boolean, path: string | null): Promise<void> {
  const ran = hubRuns(data)
  const applied = await carriedOut<Applied | null>(data, order)
  if (applied === null)
    return say('No hub runs on this data: it is served when the hub starts, before anybody comes in.')
  if (asJson) return say(JSON.stringify(applied, null, 2))
  if (ran && path !== null) for (const line of besideLines(path)) say(line)
  say(appliedWords(applied))
}

/** The result of an order; null where no hub runs. Throws what the hub refuses. */
async function carriedOut<Result>(data: string, order: Order): Promise<Result> {
  const answer = await ordered(data, order, hubTakesMs)
  if (answer?.done === true) return answer.result as Result
  if (answer !== null) throw new AdminError(answer.words)
  if (!hubRuns(data)) return null as Result
  throw new AdminError(
    `The hub has not answered within ${counted(hubTakesMs / 1_000, 'second')}; it goes on trying. See its log.`,
  )
}

type Reader = ReturnType<typeof openLmdbReader>

function reading<Result>(data: string, read: (reader: Reader) => Result): Result {
  const reader = openLmdbReader(storeOf(data))
  try {
    return read(reader)
  } finally {
    void reader.close()
  }
}

/** The plan for a hub that does not run. Who had a customer last is not looked up: it is seen when the hub has started. */
function planFromData(data: string, wanted: ReturnType<typeof fileAt>, isReplan: boolean): ConfigurationPlan {
  return reading(data, (reader) => {
    const version = latestOf(reader)
    if (version === null)
      throw new AdminError('No version is kept yet: start the hub once, and it makes one of its file.')
    const values = (table: 'contact' | 'account'): Uint8Array[] =>
      Array.from(reader.range(table, {}), (row) => row.value)
    return planFor(
      { document: wanted.document, organisation: organisationFrom(wanted.document, wanted.name) },
      {
        version,
        organisation: organisationFrom(version.document, `version ${version.n}`),
        people: values('account').map((value) => readAccount(value).person),
        contacts: values('contact').flatMap((value) => rows.contact.read(value).record ?? []),
        lastAgentOf: () => null,
        at: realClock({ notBefore: instant(0) }).now(),
      },
      isReplan,
    )
  })
}
