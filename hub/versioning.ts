/**
 * The configuration in versions, put together for main.ts: which of them this hub begins with, and how files and kept
 * documents are read. What they mean is in config.ts; how they are kept and served in app/configuration/.
 */
import type { Versioning } from './app/configuration/serving.ts'
import { atStart } from './app/configuration/versions.ts'
import type { Organisation } from './app/organisation.ts'
import { loadConfig, organisationFrom, readDocument, type Config, type OrganisationDocument } from './config.ts'
import { withOwnOrigins } from './demo.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import type { Store } from './ports/store.ts'

/** Where browsers reach this hub. */
type Own = Parameters<typeof withOwnOrigins>[1]

export interface Begun {
  /** What the hub serves at first. */
  readonly organisation: Organisation
  readonly versioning: Versioning
}

/** Throws `ConfigError` when the version that is to be served cannot be. */
export function beginVersions(config: Config, store: Store, clock: Clock, own: Own, log: Log): Begun {
  const begun = atStart(
    store,
    {
      name: config.builtIn ? 'the built-in demo' : config.isBlank ? 'nothing' : config.file,
      document: config.document,
      isBlank: config.isBlank,
    },
    clock.now(),
  )
  const { version, why } = begun
  log.info({ version: version.n, why }, 'this version of the configuration is served')
  const withOwn = (organisation: Organisation): Organisation => withOwnOrigins(organisation, own)
  const organisationOf = (document: object, name: string): Organisation =>
    withOwn(organisationFrom(document as OrganisationDocument, name))
  return {
    organisation: organisationOf(version.document, `version ${version.n} of the configuration`),
    versioning: {
      begun,
      organisationOf,
      read: (written, name) => {
        const { document, organisation } = readDocument(written, { name, mode: config.mode })
        return { document, organisation: withOwn(organisation) }
      },
      inFile,
    },
  }
}

function inFile(): OrganisationDocument | null {
  try {
    return loadConfig({ env: process.env }).document
  } catch {
    // Somebody is at work on it.
    return null
  }
}

/** Whether a page of this origin may open a socket. Looks origins up in a set that is made anew only with another organisation. */
export function embedders(organisation: () => Organisation, own: readonly string[]): (origin: string) => boolean {
  let known: { readonly of: Organisation; readonly origins: ReadonlySet<string> } | null = null
  return (origin) => {
    const of = organisation()
    if (known?.of !== of) known = { of, origins: new Set([...of.sites.flatMap((site) => site.origins), ...own]) }
    return known.origins.has(origin)
  }
}
