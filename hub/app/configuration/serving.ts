/**
 * Another configuration for a hub that runs: what it would change, and taking it: the version, its record and what the floor
 * decides are one transaction, and whoever looks sees the new one as soon as that is on the disk. A refusal changes nothing.
 */
import { isWaiting, liveContacts, type ReplannedContact } from '../../acd/index.ts'
import type { LastAgent } from '../../acd/state.ts'
import type { Applied, ConfigurationDoor, ConfigurationPlan, Refusable, RollbackWish } from '../../http/door.ts'
import { isId, type ContactId } from '../../model/ids.ts'
import { normalLogin } from '../../model/login.ts'
import type { Right } from '../../model/rights.ts'
import type { Clock } from '../../ports/clock.ts'
import { StorageUnavailable, type Change, type Store } from '../../ports/store.ts'
import { recorded, type Deed, type Doer } from '../audit.ts'
import { details } from '../../model/audit-details.ts'
import type { Directory } from '../directory.ts'
import { keptFlows } from '../flow-shelf.ts'
import { lastAgentBefore } from '../last-agent.ts'
import type { Passed } from '../fail-points.ts'
import type { Live } from '../live.ts'
import type { Organisation } from '../organisation.ts'
import { roleChanges, roleMissed } from '../roles.ts'
import type { Work } from '../work.ts'
import { digestOf, type Document } from './document.ts'
import { planFor, type Wanted } from './plan.ts'
import { deedOf, put, seen, summaryOf, versionOf, versionsOf, type AtStart, type Version } from './versions.ts'

/** How documents are read, and what the hub's own file says: for whoever puts the hub together. */
export interface Versioning {
  /** What this hub begins with. */
  readonly begun: AtStart
  /** Reads what somebody wants to be served. Throws an error whose message is for that person, with the name `ConfigError`. */
  readonly read: (written: unknown, name: string) => Wanted
  /** Reads what was kept; throws alike. */
  readonly organisationOf: (document: Document, name: string) => Organisation
  /** What stands in the hub's own file at this moment; null when it cannot be read. */
  readonly inFile: () => Document | null
  /** Another organisation is served from now on. */
  readonly served?: (organisation: Organisation) => void
}

interface Parts {
  readonly store: Store
  readonly clock: Clock
  readonly directory: Directory
  readonly live: () => Live
  readonly passed?: Passed | undefined
  submit(run: (work: Work) => void, unkept: () => void): void
  /** Tells the floor of the clocks and hours of all queues. */
  tellClocks(work: Work): void
  /** What every screen shows may be different. */
  allChanged(): void
}

/** Somebody's work in the words of the file: `queues` by key, levels by skill. */
export interface AgentWish {
  readonly login: string
  readonly queues: readonly string[]
  readonly skills: Readonly<Record<string, number>>
  /** Where the file has not named them yet. */
  readonly capacityUnits: number
}

/** A version and what it is read as. */
interface Served {
  readonly version: Version
  readonly organisation: Organisation
}

export class Configuration {
  /** On the disk: what whoever asks is told. */
  #kept: Served
  /** As the ticks have it, one of which may be on its way to the disk. */
  #latest: Served

  constructor(
    private readonly parts: Parts,
    private readonly versioning: Versioning,
  ) {
    this.#kept = this.#latest = { version: versioning.begun.version, organisation: parts.directory.organisation }
    parts.directory.serve(this.#kept.organisation, this.#kept.version.n)
  }

  readonly door: ConfigurationDoor = {
    plan: ({ document, name, replan }) => {
      const wanted = this.#read(() => this.versioning.read(document, name))
      return 'refused' in wanted ? wanted : this.#planFor(wanted, this.#kept, replan)
    },
    apply: (wish, by) =>
      this.#carryOut(wish, by, { source: 'apply', of: null }, () => this.versioning.read(wish.document, wish.name)),
    rollback: (wish, by) => {
      const of = wish.to ?? this.#kept.version.n - 1
      const target = versionOf(this.parts.store, of)
      if (target === null && !this.#done(wish.request))
        return Promise.resolve({
          refused: of === 0 ? 'There is no version before the first.' : `There is no version ${of}.`,
        })
      return this.#carryOut(wish, by, { source: 'rollback', of }, () => {
        const { document } = target!
        return { document, organisation: this.versioning.organisationOf(document, `version ${of}`) }
      })
    },
    versions: () => Array.from(versionsOf(this.parts.store), summaryOf),
    document: (n) => versionOf(this.parts.store, n)?.document ?? null,
  }

  /** Other queues and skills of one agent: a version like any other, within this tick. Null when the hub refuses what it would come to. */
  changeAgent(work: Work, wish: AgentWish, by: Doer): Applied | null {
    const { document } = this.#latest.version
    const agents = (document['agents'] ?? []) as readonly AgentWish[]
    const known = agents.find(({ login }) => normalLogin(login) === wish.login)
    const { login, queues, skills } = wish
    const changed =
      known === undefined
        ? [...agents, wish]
        : agents.map((agent) => (agent === known ? { ...agent, queues, skills } : agent))
    const wanted = this.#read(() => this.versioning.read({ ...document, agents: changed }, `the rules of ${login}`))
    if ('refused' in wanted) return null
    const done = this.#serve(
      work,
      wanted,
      { replan: false, note: login, from: null, request: '' },
      { source: 'apply', of: null, by },
    )
    return 'refused' in done ? null : done
  }

  /** What is served and on the disk. */
  get organisation(): Organisation {
    return this.#kept.organisation
  }

  /** The tick that was under way is not kept: what was served before it is served again. */
  unkept(): void {
    this.#latest = this.#kept
    this.parts.directory.serve(this.#kept.organisation, this.#kept.version.n)
  }

  async #carryOut(
    wish: Wish,
    by: Doer,
    from: Pick<Version, 'source' | 'of'>,
    read: () => Wanted,
  ): Promise<Refusable<Applied>> {
    const before = this.#done(wish.request)
    if (before !== undefined) return { version: before.n, isNew: true, replanned: 0, changes: [] }
    const wanted = this.#read(read)
    if ('refused' in wanted) return wanted
    this.parts.passed?.('apply.read')
    const answer = await new Promise<Refusable<Applied>>((resolve, reject) => {
      this.parts.submit(
        (work) => {
          const served = this.#serve(work, wanted, wish, { by, ...from })
          work.tick.afterwards(() => resolve(served))
        },
        () => reject(new StorageUnavailable('nothing can be kept at the moment')),
      )
    })
    if (!('refused' in answer)) this.parts.passed?.('apply.kept')
    return answer
  }

  /** What asks a second time, after a kill, is not done again. */
  #done(request: string): Version | undefined {
    if (request === '') return undefined
    for (const version of versionsOf(this.parts.store)) if (version.request === request) return version
    return undefined
  }

  #serve(
    work: Work,
    wanted: Wanted,
    wish: Wish,
    from: Pick<Version, 'source' | 'of'> & { readonly by: Doer },
  ): Refusable<Applied> {
    const latest = this.#latest
    if (wish.from !== null && wish.from !== latest.version.n)
      return { refused: `Version ${latest.version.n} is in force by now, not ${wish.from}. Look at the plan again.` }
    const { changes, digest } = this.#planFor(wanted, latest, wish.replan)
    const roles = roleChanges(latest.organisation, wanted.organisation)
    const beyond = this.#beyond(from.by, roles)
    if (beyond !== null) return { refused: beyond }
    const isNew = digest !== latest.version.digest
    if (!isNew && !wish.replan) return { version: latest.version.n, isNew, replanned: 0, changes }
    const version: Version = isNew
      ? {
          n: latest.version.n + 1,
          at: work.now,
          ...from,
          note: wish.note,
          digest,
          request: wish.request,
          document: wanted.document,
        }
      : latest.version
    if (isNew) work.tick.put(put(version), ...this.#seenInFile(digest))
    if (isNew) this.#change(work, { version, organisation: wanted.organisation })
    const replanned = wish.replan ? this.#replan(work) : 0
    const deed = deedOf({ ...version, ...from })
    const again = wish.replan ? [details.replanned(replanned)] : []
    const detail = [deed.detail ?? '', ...again].filter((part) => part !== '').join(', ')
    const given = roles.map(({ role, detail: rights }): Deed => ({
      by: from.by,
      act: 'role.changed',
      object: role,
      detail: rights.slice(0, 300),
    }))
    work.tick.put(...recorded(work.tick, work.now, [...given, { ...deed, detail }]))
    return { version: version.n, isNew, replanned, changes }
  }

  /**
   * Why somebody may not change these roles, or null. Whoever may change accounts gives rights anyway, but none that they have
   * not themselves: by a role of their own they would have them at once. A program's key gives none; whoever may write the
   * hub's files has all.
   */
  #beyond(by: Doer, roles: ReturnType<typeof roleChanges>): string | null {
    if (roles.length === 0 || by === 'command line' || by === 'hub') return null
    const has = isId('agent', by) ? this.parts.directory.rightsOfAgent(by) : new Set<Right>()
    if (!has.has('accounts.change'))
      return 'Another version of "roles" is for those who may change accounts: a role is what somebody may do.'
    const missed = roles.flatMap(({ rights }) => rights).find((right) => !has.has(right))
    return missed === undefined
      ? null
      : `Nobody gives or takes a right by "roles" that they have not themselves: ${missed} is one.`
  }

  #change(work: Work, served: Served): void {
    const { directory, tellClocks } = this.parts
    this.#latest = served
    directory.serve(served.organisation, served.version.n)
    work.tick.put(...keptFlows(work.tick, served.organisation.flows ?? []))
    work.command({ type: 'configure', ...directory.rules() })
    tellClocks(work)
    work.tick.afterwards(() => {
      this.#kept = served
      this.parts.allChanged()
      this.versioning.served?.(served.organisation)
    })
  }

  /** Every contact that waits begins the steps of today. Answers how many had others. */
  #replan(work: Work): number {
    const contacts = [...liveContacts(work.live.floor)]
      .filter(({ state }) => isWaiting(state))
      .map(({ id }): ReplannedContact => {
        const lastAgent = this.#lastAgentOf(id)
        return { contact: id, ...(lastAgent !== null && { lastAgent }) }
      })
    return work.command({ type: 'replanContacts', contacts }).length
  }

  #planFor(wanted: Wanted, { version, organisation }: Served, replan: boolean): ConfigurationPlan {
    const { directory, live, clock } = this.parts
    return planFor(
      wanted,
      {
        version,
        organisation,
        people: [...directory.people.all()],
        contacts: liveContacts(live().floor),
        lastAgentOf: ({ id }) => this.#lastAgentOf(id),
        at: clock.now(),
      },
      replan,
    )
  }

  #lastAgentOf(contact: ContactId): LastAgent | null {
    const { store, clock, live } = this.parts
    return lastAgentBefore(live(), store, contact, clock.now())
  }

  /** When the hub's own file says the same, its next start need not make a version of it. */
  #seenInFile(digest: string): readonly Change[] {
    const document = this.versioning.inFile()
    return document !== null && digestOf(document) === digest ? [seen(digest)] : []
  }

  #read(read: () => Wanted): Refusable<Wanted> {
    try {
      const wanted = read()
      const emptied = (['sites', 'queues'] as const).find(
        (list) => wanted.organisation[list].length === 0 && this.#kept.organisation[list].length > 0,
      )
      // Contacts may have come by them, and must go on somewhere.
      if (emptied !== undefined) return { refused: `"${emptied}" is empty; the last of them must stay.` }
      const missed = roleMissed(wanted.organisation, this.#kept.organisation, this.parts.directory.people.all())
      return missed === null ? wanted : { refused: missed }
    } catch (error) {
      // By name: only whoever puts the hub together knows how documents are read.
      if (error instanceof Error && error.name === 'ConfigError') return { refused: error.message }
      throw error
    }
  }
}

type Wish = Omit<RollbackWish, 'to'>
