/**
 * Notices accounts that changed, also by another process (`npm run admin -- user ...`): whoever was disabled, or has
 * another role or password, is signed out everywhere within a second, and the floor hears of new rules. Looks at one
 * small row each half second and at the accounts only when that has moved.
 */
import type { AgentId, SessionId } from '../model/ids.ts'
import { durationMs } from '../model/time.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { fingerprint, type Account, type Accounts } from './accounts.ts'
import type { Logins } from './logins.ts'

export interface AccountWatchDeps {
  readonly accounts: Accounts
  readonly logins: Logins
  readonly clock: Clock
  readonly log: Log
  /** The person has new rules, or is new. */
  readonly personChanged: (agent: AgentId) => void
  /** Closes what this session holds open: its sockets, and its tickets. */
  readonly endSession: (session: SessionId) => void
}

const everyMs = durationMs(500)

/** Watches until cancelled. */
export function watchAccounts(deps: AccountWatchDeps): Cancel {
  let mark = deps.accounts.mark()
  let known = byLogin(deps.accounts)
  let cancel: Cancel = () => undefined
  const look = (): void => {
    cancel = deps.clock.after(everyMs, look)
    try {
      const moved = deps.accounts.mark()
      if (moved === mark) return
      const now = byLogin(deps.accounts)
      for (const account of now.values()) compare(deps, known.get(account.person.login), account)
      mark = moved
      known = now
    } catch (error) {
      // The store may be down for a moment; nothing is taken as seen, so the next look finds it again.
      deps.log.warn({ error: String(error) }, 'the accounts could not be looked at')
    }
  }
  cancel = deps.clock.after(everyMs, look)
  return () => cancel()
}

const byLogin = (accounts: Accounts): Map<string, Account> =>
  new Map(accounts.all().map((account) => [account.person.login, account]))

function compare(deps: AccountWatchDeps, before: Account | undefined, now: Account): void {
  const { person } = now
  const sameRules = before !== undefined && fingerprint(before.person) === fingerprint(person)
  if (!sameRules) deps.personChanged(person.agent)
  if (before === undefined) return
  const trusted = before.passwordHash === now.passwordHash && before.person.role === person.role && !person.disabled
  if (trusted) return
  deps.log.info({ agent: person.agent }, 'an account changed: its logins end')
  const { sessions, kept } = deps.logins.endAllOf(person.agent)
  sessions.forEach(deps.endSession)
  kept.catch(() => deps.log.error({ agent: person.agent }, 'the end of logins could not be kept'))
}
