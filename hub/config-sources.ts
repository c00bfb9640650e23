/**
 * Where settings come from, the JSON file and the environment, each checked against the schema on its own, so that a
 * refusal can name the place a person has to mend. Values of secrets never stand in a refusal.
 */
import { resolve } from 'node:path'
import { Compile } from 'typebox/compile'
import { ConfigError } from './config-error.ts'
import { withFiles } from './config-files.ts'
import { fileSchema, scalarSettings, type FileSettings, type ScalarKey } from './config-schema.ts'

export { ConfigError } from './config-error.ts'
export { readFromDisk } from './config-files.ts'

export interface ConfigSources {
  /** Such as `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Reads a whole text file; throws with `code: 'ENOENT'` when there is none. Default: from the disk. */
  readonly readFile?: (path: string) => string
}

const secretKeys: ReadonlySet<string> = new Set<ScalarKey>([
  'secret',
  'demoPassword',
  'metricsToken',
  'scorerSecret',
  'outsideSecret',
  'botSecrets',
  'signInSecrets',
  'answererKey',
])
const defaultFile = './madoguchi.json'
const fileCheck = Compile(fileSchema)

/** Variables that other parts of the program read (launcher, set-up, media process, worker). */
const othersVariables = /^MADOGUCHI_(CONFIG|DEV|TRUST_NATIVES|WORKER_.+|MEDIA_.+|HUB_ENTRY|DRAIN_MS)$/

/** `demoPassword` is `MADOGUCHI_DEMO_PASSWORD`. */
export const variableOf = (key: string): string =>
  `MADOGUCHI_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

export interface SettingsFile {
  readonly name: string
  readonly settings: FileSettings
}

/** The named file, or `./madoguchi.json` where there is one. Throws `ConfigError`. */
export function readSettingsFile(named: string | undefined, readFile: (path: string) => string): SettingsFile {
  const name = named === undefined || named === '' ? defaultFile : named
  let text: string
  try {
    text = readFile(resolve(name))
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (missing && name === defaultFile) return { name, settings: {} }
    throw new ConfigError(
      missing
        ? `MADOGUCHI_CONFIG names ${name}, but there is no such file.`
        : `The configuration file ${name} cannot be read: ${(error as Error).message}.`,
    )
  }
  return { name, settings: checkFile(name, withFiles(name, parseFile(name, text), readFile)) }
}

/** The JSON of a file. Throws `ConfigError`. */
export function parseFile(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // The engine's message quotes the text, in which there may be a secret: only the place is told.
    const where = /position \d+.*/.exec((error as Error).message)?.[0]
    throw new ConfigError(
      `The configuration file ${name} is not valid JSON${where === undefined ? '' : ` at ${where}`}.`,
    )
  }
}

/** What is written in a file, if it may stand there. Throws `ConfigError`. */
export function checkFile(name: string, value: unknown): FileSettings {
  if (fileCheck.Check(value)) return value
  const [first] = fileCheck.Errors(value)
  const place = first?.instancePath.slice(1) ?? ''
  const params = first?.params as { requiredProperties?: readonly string[]; additionalProperties?: readonly string[] }
  if (first?.keyword === 'boolean') {
    const [above, unknown] = splitPlace(place)
    throw new ConfigError(
      `"${unknown}" in ${name} is not a setting${above && ` of "${above}"`}; known are: ${keysAt(above).join(', ')}.`,
    )
  }
  const missing = params.requiredProperties?.[0]
  if (missing !== undefined) {
    const whole = place === '' ? missing : `${place}/${missing}`
    throw new ConfigError(`"${whole}" in ${name} is missing; it must be ${allowedAt(whole)}.`)
  }
  throw refusal(place === '' ? name : `"${place}" in ${name}`, place, valueAt(value, place), allowedAt(place))
}

/** What the environment gives. Throws `ConfigError`. */
export function readEnvironment(env: ConfigSources['env']): FileSettings {
  const found: Record<string, unknown> = {}
  for (const key of Object.keys(scalarSettings)) {
    const text = env[variableOf(key)]
    // An empty variable is how shells and compose files say "not set".
    if (text === undefined || text === '') continue
    const value = (key === 'port' || key === 'auditRetentionDays') && /^\d{1,9}$/.test(text) ? Number(text) : text
    if (!fileCheck.Check({ [key]: value })) throw refusal(variableOf(key), key, text, allowedAt(key))
    found[key] = value
  }
  return found as FileSettings
}

/** Refuses a setting of the file `name`, by its place in it. */
export const refuseIn =
  (name: string) =>
  (place: string, value: unknown, allowed: string): never => {
    throw refusal(`"${place}" in ${name}`, place, value, allowed)
  }

/** `subject` is how the setting is called for people, `place` where it stands in the schema. */
export function refusal(subject: string, place: string, value: unknown, allowed: string): ConfigError {
  const shown = secretKeys.has(place) ? 'set, but cannot be used as it is' : show(value)
  return new ConfigError(`${subject} is ${shown}; it must be ${allowed}.`)
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

const splitPlace = (place: string): [above: string, last: string] => {
  const at = place.lastIndexOf('/')
  return [place.slice(0, Math.max(at, 0)), place.slice(at + 1)]
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly items?: SchemaNode
  readonly description?: string
}

function schemaAt(place: string): SchemaNode {
  let node: SchemaNode = fileSchema as SchemaNode
  for (const part of place === '' ? [] : place.split('/')) node = node.properties?.[part] ?? node.items ?? node
  return node
}
const keysAt = (place: string): string[] => Object.keys(schemaAt(place).properties ?? {})
/** What the schema says a setting must be. */
export const allowedAt = (place: string): string => schemaAt(place).description ?? 'as docs/CONFIGURATION.md says'

function valueAt(value: unknown, place: string): unknown {
  let found = value
  for (const part of place === '' ? [] : place.split('/')) found = (found as Record<string, unknown>)[part]
  return found
}

/** A sentence for each variable that looks like ours and means nothing. */
export function unknownVariables(env: ConfigSources['env']): string[] {
  const known = new Set(Object.keys(scalarSettings).map(variableOf))
  return Object.keys(env)
    .filter((name) => name.startsWith('MADOGUCHI_') && !known.has(name) && !othersVariables.test(name))
    .map((name) => `${name} is set, but there is no such setting; hub/docs/CONFIGURATION.md lists them.`)
}
