/** For tests of auth and http alone: a clock that stands until it is moved, and a hub's parts over the store in memory. */
import { openMemoryStore } from '../adapters/store-memory.ts'
import { recorded } from '../app/audit.ts'
import type { Person } from '../app/organisation.ts'
import { makeId, type SessionId } from '../model/ids.ts'
import { rightsOf } from '../model/rights.ts'
import { instant, type Instant } from '../model/time.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { Accounts, type Write } from './accounts.ts'
import { Logins } from './logins.ts'
import { Passwords } from './passwords.ts'
import { SecondFactors } from './second-factors.ts'

export interface TestClock extends Clock {
  /** Moves time on and runs what has become due, in order. */
  move(ms: number): void
}

/** A clock that only `move` moves. */
export function testClock(startAt = 1_700_000_000_000): TestClock {
  let now = startAt
  let waiting: { at: number; action: () => void }[] = []
  const after = (delay: number, action: () => void): Cancel => {
    const entry = { at: now + delay, action }
    waiting.push(entry)
    return () => {
      waiting = waiting.filter((other) => other !== entry)
    }
  }
  const move = (ms: number): void => {
    now += ms
    const due = waiting.filter((entry) => entry.at <= now).toSorted((one, other) => one.at - other.at)
    waiting = waiting.filter((entry) => entry.at > now)
    for (const { action } of due) action()
  }
  return { now: (): Instant => instant(now), after, soon: (action) => after(0, action), move }
}

/** A log that keeps what was said, as `level: text`. */
export function testLog(lines: string[] = []): Log {
  const say = (level: string) => (_fields: unknown, text: string) => void lines.push(`${level}: ${text}`)
  const log: Log = { error: say('error'), warn: say('warn'), info: say('info'), debug: say('debug'), with: () => log }
  return log
}

/** An agent of this login, who serves one queue. */
export const testPerson = (login: string, more: Partial<Person> = {}): Person => ({
  agent: makeId('agent', login),
  login,
  name: `Name of ${login}`,
  role: 'agent',
  queues: [makeId('queue', 'orders')],
  skills: { 'lang.ja': 3 },
  capacityUnits: 100,
  disabled: false,
  ...more,
})

/** Store, accounts and logins as the hub puts them together. */
export function testIdentity(clock: Clock = testClock(), log: Log = testLog()) {
  const store = openMemoryStore()
  const passwords = new Passwords()
  const write: Write = (changes, deeds = []) => store.commit([...changes, ...recorded(store, clock.now(), deeds)])
  const accounts = new Accounts({ store, write, passwords })
  /** Sessions that were said to be over. */
  const over: SessionId[] = []
  const logins = new Logins({
    store,
    write,
    accounts,
    rightsOf: (role) => new Set(rightsOf(role)),
    over: async (sessions) => void over.push(...sessions),
    clock,
    log,
  })
  const secondFactors = new SecondFactors({
    store,
    write,
    secret: 'a secret that only the tests have',
    wallNow: clock.now,
  })
  return { store, write, passwords, accounts, logins, secondFactors, clock, log, over }
}
