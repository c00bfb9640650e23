/**
 * Signing in: whether somebody may try, whether they are who they say, and the login they get. Wrong passwords and wrong
 * codes count alike, for the account and for the address, so that who knows one of the two gets no more tries at the other.
 */
import type { Person, Role } from '../app/organisation.ts'
import { seconds } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import { normalLogin } from '../model/login.ts'
import type { Account, Accounts } from './accounts.ts'
import { LockOut } from './lock-out.ts'
import type { AgentActor, Device, Logins } from './logins.ts'
import { TooBusy } from './passwords.ts'
import type { SecondFactorRule } from './second-factor-rule.ts'
import type { SecondFactors } from './second-factors.ts'

interface Begun {
  readonly token: string
  readonly actor: AgentActor
}
/** `by`: the limit that was passed; null when the hub only has too many passwords to check at once. */
export interface Locked {
  readonly kind: 'locked'
  readonly retryAfterMs: number
  readonly by: keyof SignInDeps['limits'] | null
}

export type SignInResult =
  | ({ readonly kind: 'signedIn' } & Begun)
  /** The login is good for enrolling a second factor, and for nothing else until that is done. */
  | ({ readonly kind: 'mustEnrol' } & Begun)
  | { readonly kind: 'wrong' }
  /** The password is right; a code is asked for too. */
  | { readonly kind: 'codeNeeded' }
  | { readonly kind: 'codeWrong' }
  | Locked

export interface Attempt {
  readonly login: string
  readonly password: string
  /** Of an authenticator, or a recovery code; '' when none was asked for yet. */
  readonly code: string
  readonly address: string
  readonly device: Device
}

interface Verdict {
  readonly kind: 'right' | 'wrong'
}

export interface SignInDeps {
  readonly accounts: Accounts
  readonly logins: Logins
  readonly secondFactors: SecondFactors
  readonly secondFactorOf: (role: Role) => SecondFactorRule
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
  async attempt({ login, password, code, address, device }: Attempt): Promise<SignInResult> {
    return this.#counted(login, address, async (account) => {
      const found = await this.deps.accounts.prove(account, password)
      if (found === null) return { kind: 'wrong' }
      const asked = await this.#askCode(found, code)
      return asked ?? this.#begin(found.person, device)
    })
  }

  /** Whether somebody who is signed in knows their password, counted as a sign-in is: an open screen is no place to guess at. */
  async knows(person: Person, password: string, address: string): Promise<'right' | 'wrong' | Locked> {
    const result = await this.#counted<Verdict>(person.login, address, async (account) => {
      const found = await this.deps.accounts.prove(account, password)
      return { kind: found === null ? 'wrong' : 'right' }
    })
    return result.kind === 'locked' ? result : result.kind
  }

  /** Whether somebody's code is the one that confirms what they enrol, counted alike. Null when it is not. */
  async confirms(person: Person, code: string, address: string): Promise<readonly string[] | null | Locked> {
    let codes: readonly string[] | null = null
    const result = await this.#counted<Verdict>(person.login, address, async () => {
      codes = await this.deps.secondFactors.confirm(person.agent, code)
      return { kind: codes === null ? 'wrong' : 'right' }
    })
    return result.kind === 'locked' ? result : codes
  }

  /** What stands between a right password and the login, or null. */
  async #askCode({ person }: Account, code: string): Promise<{ readonly kind: 'codeNeeded' | 'codeWrong' } | null> {
    const { secondFactors, secondFactorOf } = this.deps
    if (secondFactorOf(person.role) === 'off' || !secondFactors.has(person.agent)) return null
    if (code === '') return { kind: 'codeNeeded' }
    return (await secondFactors.prove(person.agent, code)) ? null : { kind: 'codeWrong' }
  }

  async #begin(person: Person, device: Device): Promise<SignInResult> {
    const { secondFactors, secondFactorOf, logins } = this.deps
    const mustEnrol = secondFactorOf(person.role) === 'required' && !secondFactors.has(person.agent)
    return { kind: mustEnrol ? 'mustEnrol' : 'signedIn', ...(await logins.begin(person, device, mustEnrol)) }
  }

  /** How long whoever signs in by this must wait still, milliseconds; 0 for not at all. */
  lockedMs(login: string): number {
    return this.#byAccount.waitMs(login)
  }

  /** Lets them try at once, as if nothing had been wrong. Addresses wait on. */
  lift(login: string): void {
    this.#byAccount.clear(login)
  }

  /** Counts a try before its outcome is known, so that many at once gain nothing. */
  async #counted<Result extends { readonly kind: string }>(
    typed: string,
    address: string,
    work: (login: string) => Promise<Result>,
  ): Promise<Result | Locked> {
    // An unknown login locks like a known one, so that the wait tells nothing.
    const login = normalLogin(typed) ?? ''
    const locked = this.#lockOf(login, address)
    if (locked !== null) return locked
    const locks = this.#byAccount.attempt(login)
    this.#byAddress.attempt(address)
    try {
      const result = await work(login)
      this.#settle(result.kind, login, address, locks)
      return result
    } catch (error) {
      if (!(error instanceof TooBusy)) throw error
      this.#giveBack(login, address)
      return { kind: 'locked', retryAfterMs: busyWaitMs, by: null }
    }
  }

  #settle(kind: string, login: string, address: string, locks: boolean): void {
    if (kind === 'wrong' || kind === 'codeWrong') {
      if (locks) this.deps.accounts.noteLocked(login)
      return
    }
    // The right password alone forgives no wrong code of before.
    if (kind === 'codeNeeded') return this.#giveBack(login, address)
    this.#byAccount.clear(login)
    // Only this one is given back: one right password must not wash away an address's wrong ones on other accounts.
    this.#byAddress.giveBack(address)
  }

  #giveBack(login: string, address: string): void {
    this.#byAccount.giveBack(login)
    this.#byAddress.giveBack(address)
  }

  #lockOf(login: string, address: string): Locked | null {
    const accountMs = this.#byAccount.waitMs(login)
    const addressMs = this.#byAddress.waitMs(address)
    const by = accountMs >= addressMs ? 'wrongPasswordsPerAccount' : 'wrongPasswordsPerAddress'
    const retryAfterMs = Math.max(accountMs, addressMs)
    return retryAfterMs === 0 ? null : { kind: 'locked', retryAfterMs, by }
  }
}
