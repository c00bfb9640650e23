/**
 * A data folder as a hub would have left it after years: people who can sign in, contacts that wait, contacts that have
 * ended. People and live contacts come in through the shell itself, as does one contact's whole life; the rows of that life
 * are then copied with other ids, as often as asked, straight into the store.
 */
import { randomFillSync } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { realClock } from '../../hub/adapters/clock-real.ts'
import { randomIds } from '../../hub/adapters/ids-random.ts'
import { openFileKeys } from '../../hub/adapters/keys-file.ts'
import { openLmdbStore } from '../../hub/adapters/store-lmdb.ts'
import { bringUpToDate } from '../../hub/adapters/store-version.ts'
import { Hub } from '../../hub/app/hub.ts'
import { migrations } from '../../hub/app/migrations.ts'
import { lastInstant } from '../../hub/app/records.ts'
import { Sealing } from '../../hub/app/sealing.ts'
import { Accounts, packAccount } from '../../hub/auth/accounts.ts'
import { Logins } from '../../hub/auth/logins.ts'
import { Passwords } from '../../hub/auth/passwords.ts'
import type { Log } from '../../hub/ports/log.ts'
import type { Store } from '../../hub/ports/store.ts'
import { rightsOf } from '../../hub/model/rights.ts'
import { organisation, people } from './company.ts'
import { liveOne, queueMany } from './history-life.ts'
import { copies } from './history-rows.ts'

export interface HistoryPlan {
  /** People who are signed in already: see `cookies`. */
  readonly agents: number
  /** Contacts that wait. */
  readonly live: number
  /** Contacts that have ended. */
  readonly closed: number
}

export interface History {
  /** Value of the header `cookie` for each agent. */
  readonly cookies: readonly string[]
}

const silent: Log = { error() {}, warn() {}, info() {}, debug() {}, with: () => silent }
/** Contacts whose rows go into one transaction. */
const atOnce = 1_000

/** Fills an empty data folder. No hub may run on it meanwhile. */
export async function makeHistory(
  dataFolder: string,
  plan: HistoryPlan,
  say: (line: string) => void,
): Promise<History> {
  mkdirSync(dataFolder, { recursive: true })
  const store = await openLmdbStore(join(dataFolder, 'store'))
  const vault = await openFileKeys(join(dataFolder, 'keys'))
  const sealing = new Sealing({ vault, fill: randomFillSync })
  try {
    await bringUpToDate(store, migrations(sealing))
    const cookies = await signedIn(store, plan.agents)
    const hub = await startQuietly(store, sealing)
    const life = await liveOne(hub)
    for (let made = 0; made < plan.live; made += atOnce) {
      await queueMany(hub, Math.min(atOnce, plan.live - made), made)
      if (plan.live > atOnce) say(`${made.toLocaleString('en')} contacts wait`)
    }
    await hub.idle()
    hub.stop()
    await keepCopies(store, copies(life, plan.closed, hub.live.lastEvent), say)
    return { cookies }
  } finally {
    await store.close()
    await vault.close()
  }
}

/** Their accounts have no password that anybody could prove: they are signed in already. */
async function signedIn(store: Store, count: number): Promise<readonly string[]> {
  const write: ConstructorParameters<typeof Accounts>[0]['write'] = (changes) => store.commit(changes)
  const accounts = new Accounts({ store, write, passwords: new Passwords() })
  const staff = people(Math.max(1, count))
  await store.commit(
    staff.map((person) => ({
      table: 'account',
      key: [person.login],
      value: packAccount({ person, passwordHash: '' }),
    })),
  )
  const clock = realClock({ notBefore: lastInstant(store) })
  const logins = new Logins({
    store,
    write,
    accounts,
    rightsOf: (role) => new Set(rightsOf(role)),
    over: () => Promise.resolve(),
    clock,
    log: silent,
  })
  const begun = await Promise.all(staff.slice(0, count).map((person) => logins.begin(person)))
  return begun.map(({ token }) => `madoguchi=${token}`)
}

/** A hub without sockets on this store, whose failures throw. `staff`: how many people it knows. */
export function startQuietly(store: Store, sealing: Sealing, staff = 1): Promise<Hub> {
  const known = people(staff)
  return Hub.start({
    store,
    sealing,
    clock: realClock({ notBefore: lastInstant(store) }),
    ids: randomIds,
    log: silent,
    organisation,
    people: () => known,
    redeem: () => null,
    requestRate: { perSecond: 1, burst: 1 },
    fatal: (error) => {
      throw error
    },
  })
}

async function keepCopies(
  store: Store,
  contacts: ReturnType<typeof copies>,
  say: (line: string) => void,
): Promise<void> {
  let batch: Parameters<Store['commit']>[0][number][] = []
  let made = 0
  // One is on its way to the disk while the next is made.
  let under: Promise<unknown> = Promise.resolve()
  const flush = async (): Promise<void> => {
    await under
    under = store.commit(batch)
    batch = []
  }
  for (const rows of contacts) {
    batch.push(...rows)
    if (++made % atOnce === 0) await flush()
    if (made % 100_000 === 0) say(`${made.toLocaleString('en')} contacts have ended`)
  }
  await flush()
  await under
}
