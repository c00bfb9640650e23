/**
 * Notices accounts that changed, by whomever: whoever was disabled, or has another role or password, is signed out
 * everywhere within a second, and the floor hears of new rules. Each half second it takes in what the admin command has
 * left (account-inbox.ts) and looks at one small row; at the accounts only when that has moved.
 */
import type { AgentId, SessionId } from '../model/ids.ts'
import { durationMs } from '../model/time.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { takeAccounts, type InboxPoint } from './account-inbox.ts'
import { fingerprint, proofMark, type Account, type Accounts } from './accounts.ts'
import type { Logins } from './logins.ts'

export interface AccountWatchDeps {
  /** Where the admin command leaves changes; null where there is no disk. */
  readonly dataFolder: string | null
  readonly accounts: Accounts
  readonly logins: Logins
  readonly clock: Clock
  readonly log: Log
  /** The person has new rules, or is new. */
  readonly personChanged: (agent: AgentId) => void
  /** Closes what this session holds open: its sockets, and its tickets. */
  readonly endSession: (session: SessionId) => void
  /** Told of the fail-points of the inbox. Default: nobody. */
  readonly passed?: (point: InboxPoint) => void
}

const everyMs = durationMs(500)

/** Watches until cancelled. */
export function watchAccounts(deps: AccountWatchDeps): Cancel {
  const watch = new AccountWatch(deps)
  watch.start()
  return () => watch.stop()
}

class AccountWatch {
  #mark: string
  #known: Map<string, Account>
  #next: Cancel = () => undefined
  #stopped = false

  constructor(private readonly deps: AccountWatchDeps) {
    this.#mark = deps.accounts.mark()
    this.#known = byLogin(deps.accounts)
  }

  start(): void {
    this.#next = this.deps.clock.after(everyMs, () => void this.#look())
  }

  stop(): void {
    this.#stopped = true
    this.#next()
  }

  async #look(): Promise<void> {
    const { accounts, dataFolder, log, passed } = this.deps
    try {
      if (dataFolder !== null)
        await takeAccounts(dataFolder, (account) => accounts.put(account, 'command line'), passed)
      this.#compareAll()
    } catch (error) {
      // The store may be down for a moment. Nothing is taken as seen, so the next look finds it again.
      log.warn({ error: String(error) }, 'the accounts could not be looked at')
    }
    if (!this.#stopped) this.start()
  }

  #compareAll(): void {
    const moved = this.deps.accounts.mark()
    if (moved === this.#mark) return
    const now = byLogin(this.deps.accounts)
    for (const account of now.values()) compare(this.deps, this.#known.get(account.person.login), account)
    this.#mark = moved
    this.#known = now
  }
}

const byLogin = (accounts: Accounts): Map<string, Account> =>
  new Map(accounts.all().map((account) => [account.person.login, account]))

function compare(deps: AccountWatchDeps, before: Account | undefined, now: Account): void {
  const { person } = now
  const sameRules = before !== undefined && fingerprint(before.person) === fingerprint(person)
  if (!sameRules) deps.personChanged(person.agent)
  if (before === undefined) return
  const mark = proofMark(now)
  if (mark === proofMark(before) && !person.disabled) return
  deps.log.info({ agent: person.agent }, 'an account changed: its logins end')
  // One that began by what proves the account now, or in which it was changed, goes on.
  const { sessions, kept } = person.disabled
    ? deps.logins.endAllOf(person.agent)
    : deps.logins.endOutdated(person.agent, mark)
  sessions.forEach(deps.endSession)
  kept.catch(() => deps.log.error({ agent: person.agent }, 'the end of logins could not be kept'))
}
