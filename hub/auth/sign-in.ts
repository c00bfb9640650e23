/** Signing in: whether somebody may try, whether they are who they say, and the login they get. */
import { seconds } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import { normalLogin } from '../model/login.ts'
import type { Accounts } from './accounts.ts'
import { LockOut } from './lock-out.ts'
import type { AgentActor, Logins } from './logins.ts'
import { TooBusy } from './passwords.ts'

export type SignInResult =
  | { readonly kind: 'signedIn'; readonly token: string; readonly actor: AgentActor }
  | { readonly kind: 'wrong' }
  /** `by`: the limit that was passed; null when the hub only has too many passwords to check at once. */
  | { readonly kind: 'locked'; readonly retryAfterMs: number; readonly by: keyof SignInDeps['limits'] | null }

export interface SignInDeps {
  readonly accounts: Accounts
  readonly logins: Logins
  readonly clock: Clock
  readonly limits: { readonly wrongPasswordsPerAccount: number; readonly wrongPasswordsPerAddress: number }
}

/** What to wait when the hub has more passwords to check than it takes on. */
const busyWaitMs = seconds(2)

export class SignIn {
  readonly #byAccount: LockOut
  readonly #byAddress: LockOut

  constructor(private readonly deps: SignInDeps) {
    const { clock, limits } = deps
    this.#byAccount = new LockOut({ clock, attemptsFree: limits.wrongPasswordsPerAccount })
    this.#byAddress = new LockOut({ clock, attemptsFree: limits.wrongPasswordsPerAddress })
  }

  /** Rejects with `StorageUnavailable` when the login cannot be kept. */
  async attempt(login: string, password: string, address: string): Promise<SignInResult> {
    // An unknown login locks like a known one, so that the wait tells nothing.
    const account = normalLogin(login) ?? ''
    const accountMs = this.#byAccount.waitMs(account)
    const addressMs = this.#byAddress.waitMs(address)
    const retryAfterMs = Math.max(accountMs, addressMs)
    const by = accountMs >= addressMs ? 'wrongPasswordsPerAccount' : 'wrongPasswordsPerAddress'
    if (retryAfterMs > 0) return { kind: 'locked', retryAfterMs, by }
    const locks = this.#byAccount.attempt(account)
    this.#byAddress.attempt(address)
    return this.#prove(account, password, address, locks)
  }

  /** `locks`: if the password is wrong, the account has to wait from now on. */
  async #prove(login: string, password: string, address: string, locks: boolean): Promise<SignInResult> {
    try {
      const account = await this.deps.accounts.prove(login, password)
      if (account === null) {
        if (locks) this.deps.accounts.noteLocked(login)
        return { kind: 'wrong' }
      }
      this.#byAccount.clear(login)
      // Only this one is given back: one right password must not wash away an address's wrong ones on other accounts.
      this.#byAddress.giveBack(address)
      return { kind: 'signedIn', ...(await this.deps.logins.begin(account.person)) }
    } catch (error) {
      if (!(error instanceof TooBusy)) throw error
      this.#byAccount.giveBack(login)
      this.#byAddress.giveBack(address)
      return { kind: 'locked', retryAfterMs: busyWaitMs, by: null }
    }
  }
}
