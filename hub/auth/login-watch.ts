/**
 * Once a minute logins and open pages are held against each other: a page that is connected uses its login, and one whose
 * login is over does not outlive it. Whatever else ends a login closes its pages at once, by itself.
 */
import type { SessionId } from '../model/ids.ts'
import { minutes } from '../model/time.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Logins } from './logins.ts'

export interface LoginWatchDeps {
  readonly logins: Pick<Logins, 'inUse'>
  readonly clock: Clock
  readonly log: Log
  /** Sessions of agents that have a page connected. */
  readonly connected: () => ReadonlySet<SessionId>
  /** Closes what this session holds open: its sockets, and its tickets. */
  readonly endSession: (session: SessionId) => void
}

/** Watches until cancelled. */
export function watchLogins(deps: LoginWatchDeps): Cancel {
  let cancel: Cancel = () => undefined
  const look = (): void => {
    cancel = deps.clock.after(minutes(1), look)
    try {
      const over = deps.logins.inUse(deps.connected())
      if (over.length > 0) deps.log.info({ logins: over.length }, 'logins are over: their pages are signed out')
      over.forEach(deps.endSession)
    } catch (error) {
      // The store may be down for a moment.
      deps.log.warn({ error: String(error) }, 'the logins could not be looked at')
    }
  }
  cancel = deps.clock.after(minutes(1), look)
  return () => cancel()
}
