/**
 * The hub's configuration: built-in defaults, then a JSON file, then the environment, the later one winning. The result
 * is checked as a whole and frozen; what cannot be used ends the start with one sentence that names the setting, what
 * it is and what it may be. Secrets never stand in such a sentence. docs/CONFIGURATION.md lists every setting.
 */
import { resolve } from 'node:path'
import type { Organisation } from './app/organisation.ts'
import type { QuotaLimits } from './app/quotas.ts'
import { documentOf, type OrganisationDocument } from './config-document.ts'
import { buildOrganisation, isExactOrigin } from './config-organisation.ts'
import type { FileSettings } from './config-schema.ts'
import {
  allowedAt,
  checkFile,
  ConfigError,
  readEnvironment,
  readFromDisk,
  readSettingsFile,
  refusal,
  refuseIn,
  unknownVariables,
  type ConfigSources,
} from './config-sources.ts'
import { buildSignIn, type SignInSettings } from './config-sign-in.ts'
import { demoDocument, demoWithBot } from './demo.ts'

export { settingsBeside, type OrganisationDocument } from './config-document.ts'
export { fileSchema, type FileSettings } from './config-schema.ts'
export { withFiles } from './config-files.ts'
export { ConfigError, parseFile, variableOf, type ConfigSources } from './config-sources.ts'

export interface Limits extends QuotaLimits {
  /** Open sockets of one address that have not said who they are. */
  readonly socketsBeforeHelloPerAddress: number
  /** Sockets one address may open in a minute. */
  readonly upgradesPerMinutePerAddress: number
  readonly ticketsPerMinutePerAddress: number
  readonly signInsPerMinutePerAddress: number
  readonly uploadsPerMinutePerAddress: number
  /** Requests of one session over its sockets. */
  readonly requestsPerMinutePerSession: number
  /** Wrong passwords before one must wait, longer each time. */
  readonly wrongPasswordsPerAccount: number
  readonly wrongPasswordsPerAddress: number
}

/** Every limit that can refuse somebody, as metrics call it: those of `limits`, and those of `attachments`. */
export type LimitName = keyof Limits | 'perContactMax' | 'megabytesMax' | 'megapixelsMax'
export const limitNames = (limits: Limits): readonly LimitName[] => [
  ...(Object.keys(limits) as (keyof Limits)[]),
  'perContactMax',
  'megabytesMax',
  'megapixelsMax',
]

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'silent'

export interface Config {
  readonly mode: 'demo' | 'production'
  /** Pages reload when they are built anew. Set by `npm run dev`. */
  readonly dev: boolean
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  /** Absolute path. */
  readonly dataFolder: string
  /** Null only in demo mode: then the hub makes one and keeps it with the data (auth/secret.ts). */
  readonly secret: string | null
  /** Null: the demo makes one and says it at start. */
  readonly demoPassword: string | null
  /** Contacts of the built-in demo begin with its bot. */
  readonly demoBot: boolean
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null
  readonly logLevel: LogLevel
  readonly trustedProxy: string | null
  readonly publicOrigin: string | null
  /** Who may read /metrics from elsewhere than this machine. */
  readonly metricsToken: string | null
  /** Signs what scorers are asked; null for no signature. */
  readonly scorerSecret: string | null
  /** Signs what flows ask of servers; null for no signature. */
  readonly outsideSecret: string | null
  /** Secrets that bots of the company's own and the hub share, by the names of their keys. */
  readonly botSecrets: Readonly<Record<string, string>>
  /** How people prove who they are. */
  readonly signIn: SignInSettings
  /** What the language model is asked with; null for none. */
  readonly answererKey: string | null
  /** Where flows may call, and where a language model and providers of sign-ins may be: on the open internet only, by https, or on private networks as well. */
  readonly outsideAddresses: 'public' | 'any'
  /** Absolute path of the file that is kept a copy of the keys, or null. */
  readonly keysCopy: string | null
  readonly mediaSocket: string | null
  /** Whom push services may write to about this hub: a `mailto:` or `https:` address. */
  readonly pushContact: string
  /** Where push messages may go: to the open internet only, or to private networks as well. */
  readonly pushAddresses: 'public' | 'any'
  /** Days that records of the audit are kept; 0 is for ever. */
  readonly auditRetentionDays: number
  readonly organisation: Organisation
  /** What the organisation is made from, as it is kept in versions. */
  readonly document: OrganisationDocument
  /** Name of the file that says so. */
  readonly file: string
  /** True when the organisation is the built-in one of the demo. */
  readonly builtIn: boolean
  /** True when nothing says whom the hub serves: what it served before goes on, or it begins with nobody (guide of the agent app). */
  readonly isBlank: boolean
  readonly limits: Limits
  /** Sentences for the log: nothing is wrong enough to stop. */
  readonly warnings: readonly string[]
}

const defaultLimits: Limits = {
  socketsBeforeHelloPerAddress: 20,
  upgradesPerMinutePerAddress: 300,
  ticketsPerMinutePerAddress: 120,
  signInsPerMinutePerAddress: 30,
  uploadsPerMinutePerAddress: 30,
  requestsPerMinutePerSession: 600,
  wrongPasswordsPerAccount: 5,
  wrongPasswordsPerAddress: 20,
  contactsMax: 200_000,
  contactsPerSiteMax: 200_000,
  contactsPerHourPerVisitor: 20,
  contactsPerHourPerAddress: 600,
  contactsPerMinutePerSite: 3_000,
  messagesPerContactMax: 10_000,
  messagesPerMinutePerSession: 120,
  textMegabytesPerContactMax: 10,
  attachmentMegabytesPerContactMax: 200,
  attachmentMegabytesPerDayPerVisitor: 500,
  attachmentGigabytesMax: 100,
  freeMegabytesMin: 200,
  memoryMegabytesMax: 4_096,
}

/** Reads, checks and freezes the configuration. Throws `ConfigError`. */
export function loadConfig({ env, readFile = readFromDisk }: ConfigSources): Config {
  const file = readSettingsFile(env.MADOGUCHI_CONFIG, readFile)
  const settings: FileSettings = { ...file.settings, ...readEnvironment(env) }
  const config = {
    ...scalars(settings, env),
    signIn: buildSignIn(
      settings.signIn,
      secretsOf(settings.signInSecrets ?? ''),
      settings.publicOrigin ?? null,
      refuseIn(file.name),
    ),
    ...beginningWith(settings, file.name),
    file: file.name,
    limits: { ...defaultLimits, ...settings.limits },
  }
  return freeze({ ...config, warnings: [...unknownVariables(env), ...doubtful(config)] })
}

/**
 * The organisation alone, for commands beside the hub, which need neither mode nor secret: the configured one, or the
 * demo's when no sites and queues are configured. Throws `ConfigError`.
 */
export function loadOrganisation({ env, readFile = readFromDisk }: ConfigSources): Organisation {
  const { name, settings } = readSettingsFile(env.MADOGUCHI_CONFIG, readFile)
  return organisationOf({ mode: 'demo', ...settings }, name).organisation
}

/**
 * What somebody wants the hub to serve from now on: the settings of a file, of which those of the machine are passed
 * over. `name` is what a refusal calls it. Throws `ConfigError`, with the words of a start.
 */
export function readDocument(
  written: unknown,
  { name, mode }: { readonly name: string; readonly mode: Config['mode'] },
): Pick<Config, 'organisation' | 'document'> {
  const { organisation, document } = organisationOf({ ...checkFile(name, written), mode }, name)
  return freeze({ organisation, document })
}

/** A document that was kept, read as this version of the program does. Throws `ConfigError`. */
export function organisationFrom(document: OrganisationDocument, name: string): Organisation {
  return freeze(buildOrganisation(document, refuseIn(name)))
}

function scalars(settings: FileSettings, env: ConfigSources['env']) {
  const { tlsCert, tlsKey, publicOrigin } = settings
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    throw new ConfigError(
      `"${tlsCert === undefined ? 'tlsCert' : 'tlsKey'}" is missing: tlsCert and tlsKey go together, or neither.`,
    )
  if (publicOrigin !== undefined && !isExactOrigin(publicOrigin))
    throw refusal('"publicOrigin"', 'publicOrigin', publicOrigin, `${allowedAt('publicOrigin')}, without a path`)
  const mode = settings.mode ?? 'production'
  if (mode === 'production' && settings.secret === undefined)
    throw new ConfigError(
      `"secret" is missing: in production set MADOGUCHI_SECRET to ${allowedAt('secret')}, for example from \`openssl rand -base64 32\`, and keep it.`,
    )
  return {
    mode,
    dev: env.MADOGUCHI_DEV === '1',
    // Plain HTTP stays on this machine unless somebody says otherwise; passwords would cross the network.
    host: settings.host ?? (mode === 'production' && tlsCert !== undefined ? '0.0.0.0' : '127.0.0.1'),
    port: settings.port ?? 8080,
    dataFolder: resolve(settings.data ?? './data'),
    secret: settings.secret ?? null,
    demoPassword: settings.demoPassword ?? null,
    demoBot: settings.demoBot === 'on',
    tls:
      tlsCert !== undefined && tlsKey !== undefined ? { certFile: resolve(tlsCert), keyFile: resolve(tlsKey) } : null,
    logLevel: settings.logLevel ?? 'info',
    trustedProxy: settings.trustedProxy ?? null,
    publicOrigin: publicOrigin ?? null,
    metricsToken: settings.metricsToken ?? null,
    scorerSecret: settings.scorerSecret ?? null,
    outsideSecret: settings.outsideSecret ?? null,
    outsideAddresses: settings.outsideAddresses ?? 'public',
    answererKey: settings.answererKey ?? null,
    botSecrets: secretsOf(settings.botSecrets ?? ''),
    keysCopy: settings.keysCopy === undefined ? null : resolve(settings.keysCopy),
    mediaSocket: settings.mediaSocket ?? null,
    pushContact:
      settings.pushContact ?? (publicOrigin?.startsWith('https:') === true ? publicOrigin : 'mailto:nobody@localhost'),
    pushAddresses: settings.pushAddresses ?? 'public',
    auditRetentionDays: settings.auditRetentionDays ?? 0,
  } as const
}

/** `name:secret`, commas between; a secret may hold colons. */
const secretsOf = (written: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    written
      .split(',')
      .filter((one) => one !== '')
      .map((one) => [one.slice(0, one.indexOf(':')), one.slice(one.indexOf(':') + 1)]),
  )

/** In production a hub may begin with nobody to serve. What somebody wants to be served later says both. */
function beginningWith(settings: FileSettings, name: string) {
  const isBlank = settings.mode !== 'demo' && settings.sites === undefined && settings.queues === undefined
  return { ...organisationOf(isBlank ? { sites: [], queues: [], ...settings } : settings, name), isBlank }
}

function organisationOf(settings: FileSettings, name: string): Pick<Config, 'organisation' | 'document' | 'builtIn'> {
  const builtIn = settings.sites === undefined && settings.queues === undefined && settings.mode === 'demo'
  const demo = settings.demoBot === 'on' ? demoWithBot : demoDocument
  const document = documentOf(builtIn ? { ...demo, ...settings } : settings)
  for (const key of ['sites', 'queues'] as const)
    if (document[key] === undefined)
      throw new ConfigError(
        `"${key}" is missing: ${name} must say which sites and queues this hub serves; hub/docs/CONFIGURATION.md has a minimal example to copy.`,
      )
  return { builtIn, document, organisation: buildOrganisation(document, refuseIn(name)) }
}

function doubtful(config: Omit<Config, 'warnings'>): string[] {
  const found: string[] = []
  const local = config.host === '127.0.0.1' || config.host === '::1' || config.host === 'localhost'
  if (!local && config.tls === null && config.trustedProxy === null)
    found.push(
      `The hub listens on ${config.host} without TLS and without a proxy in front: passwords and messages can be read on the way.`,
    )
  for (const { id, keys } of config.organisation.bots ?? [])
    for (const key of keys.filter((name) => !Object.hasOwn(config.botSecrets, name)))
      found.push(`The bot ${id} has the key ${key}, but "botSecrets" has no secret for it.`)
  if (config.mode === 'production' && config.demoPassword !== null)
    found.push('"demoPassword" is set, but production has no demo people; it is not used.')
  return found
}

/** Freezes the value and all it holds, so that nobody changes the configuration at run time. */
function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}
