/**
 * Signing in by a provider of the company's own: what ties the browser that comes back to the one that was sent, and which
 * account it is that the provider names. The tie is a cookie, sealed with the hub's secret and good once for ten minutes.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { normalLogin } from '../model/login.ts'
import { later, minutes, type Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import {
  ProviderFailed,
  type ProvedClaims,
  type ProviderRound,
  type Providers,
  type ProviderSettings,
} from '../ports/providers.ts'
import type { AccountChanges } from './account-changes.ts'
import type { Account, Accounts } from './accounts.ts'
import type { AgentActor, Device, Logins } from './logins.ts'
import { keyFor } from './secret.ts'

/** `unknown`: nobody here is who the provider names; `expired`: this browser was not sent, or long ago, or came back before. */
export type ProviderRefusal = 'failed' | 'unreachable' | 'unknown' | 'disabled' | 'noRole' | 'expired'

export interface ProviderSignInDeps {
  readonly accounts: Accounts
  readonly changes: AccountChanges
  readonly logins: Logins
  readonly providers: Providers
  readonly settings: readonly ProviderSettings[]
  readonly clock: Clock
  readonly log: Log
  /** The hub's own. */
  readonly secret: string
}

interface Tie extends ProviderRound {
  readonly provider: string
  readonly until: number
}

export const tieLifeMs = minutes(10)
const statesMax = 20_000

export class ProviderSignIn {
  readonly #key: Buffer
  /** Came back already; the oldest first. */
  readonly #used = new Map<string, Instant>()

  constructor(private readonly deps: ProviderSignInDeps) {
    this.#key = keyFor(deps.secret, 'sign-in by a provider')
  }

  /** Null when there is no such provider. `tie` is for a cookie of this browser. */
  async begin(
    id: string,
    redirectUri: string,
  ): Promise<{ readonly url: string; readonly tie: string } | { readonly refused: ProviderRefusal } | null> {
    const provider = this.#provider(id)
    if (provider === undefined) return null
    const [state, nonce, verifier] = [random(), random(), random()] as const
    const until = later(this.deps.clock.now(), tieLifeMs)
    try {
      const url = await this.deps.providers.begin(provider, { state, nonce, verifier }, redirectUri)
      return { url, tie: this.#seal({ provider: id, state, nonce, verifier, until }) }
    } catch (error) {
      return { refused: this.#failed(id, error) }
    }
  }

  /** `returned` is the whole address that the browser came back to. Rejects with `StorageUnavailable`. */
  async finish(
    id: string,
    returned: string,
    tie: string,
    device: Device,
  ): Promise<{ readonly token: string; readonly actor: AgentActor } | { readonly refused: ProviderRefusal }> {
    const provider = this.#provider(id)
    const round = this.#open(tie)
    if (provider === undefined || round === null || round.provider !== id || !this.#useOnce(round)) {
      return { refused: 'expired' }
    }
    let claims: ProvedClaims
    try {
      claims = await this.deps.providers.finish(provider, round, returned)
    } catch (error) {
      return { refused: this.#failed(id, error) }
    }
    const found = await this.#accountOf(provider, claims)
    return 'refused' in found ? found : this.deps.logins.begin(found.done.person, device)
  }

  async #accountOf(
    provider: ProviderSettings,
    claims: ProvedClaims,
  ): Promise<{ readonly done: Account } | { readonly refused: ProviderRefusal }> {
    const login = loginIn(provider, claims)
    const role = roleIn(provider, claims)
    if (login === null) return { refused: 'unknown' }
    if (role === undefined) return { refused: 'noRole' }
    const named = { provider: provider.id, subject: claims.sub }
    const known = this.#known(provider, claims.sub, login)
    if (known === null) {
      if (!provider.createAccounts || role === null || this.deps.accounts.find(login) !== null)
        return { refused: 'unknown' }
      const name = typeof claims['name'] === 'string' ? claims['name'].normalize('NFC').trim().slice(0, 80) : ''
      const added = await this.deps.changes.addNamed({ login, name: name === '' ? login : name, role }, named)
      return 'refused' in added ? { refused: added.refused === 'account.role' ? 'noRole' : 'unknown' } : added
    }
    if (known.person.disabled) return { refused: 'disabled' }
    return { done: await this.#upToDate(known, role, named) }
  }

  /** Whoever the provider has named before; else whoever has this login and was named by none that is still there. */
  #known({ id }: ProviderSettings, subject: string, login: string): Account | null {
    const bound = this.deps.accounts
      .all()
      .find(({ provider }) => provider?.provider === id && provider.subject === subject)
    if (bound !== undefined) return bound
    const account = this.deps.accounts.find(login)
    const isTaken = account?.provider !== undefined && this.#provider(account.provider.provider) !== undefined
    return isTaken ? null : account
  }

  async #upToDate(account: Account, role: string | null, named: NonNullable<Account['provider']>): Promise<Account> {
    const { person } = account
    if (account.provider?.subject !== named.subject || account.provider.provider !== named.provider)
      await this.deps.accounts.put({ ...account, provider: named })
    if (role !== null && role !== person.role) {
      const changed = await this.deps.changes.giveRole(person.agent, role, 'hub')
      if ('refused' in changed)
        this.deps.log.warn(
          { agent: person.agent, reason: changed.refused },
          'a role that a provider says was not given',
        )
    }
    return this.deps.accounts.find(person.login) ?? account
  }

  #failed(id: string, error: unknown): ProviderRefusal {
    if (!(error instanceof ProviderFailed)) throw error
    this.deps.log.warn(
      { provider: id, kind: error.kind, reason: error.reason },
      'a sign-in by a provider came to nothing',
    )
    return error.kind === 'unreachable' ? 'unreachable' : 'failed'
  }

  #provider(id: string): ProviderSettings | undefined {
    return this.deps.settings.find((one) => one.id === id)
  }

  #useOnce({ state, until }: Tie): boolean {
    const now = this.deps.clock.now()
    for (const [used, over] of this.#used) if (now >= over || this.#used.size > statesMax) this.#used.delete(used)
    if (now >= until || this.#used.has(state)) return false
    this.#used.set(state, later(now, tieLifeMs))
    return true
  }

  #seal(tie: Tie): string {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce)
    const sealed = [nonce, cipher.update(JSON.stringify(tie)), cipher.final(), cipher.getAuthTag()]
    return Buffer.concat(sealed).toString('base64url')
  }

  /** Null for what this hub did not seal. */
  #open(sealed: string): Tie | null {
    try {
      const bytes = Buffer.from(sealed, 'base64url')
      const opener = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12))
      opener.setAuthTag(bytes.subarray(-16))
      const plain = Buffer.concat([opener.update(bytes.subarray(12, -16)), opener.final()])
      return JSON.parse(plain.toString()) as Tie
    } catch {
      return null
    }
  }
}

const random = (): string => randomBytes(32).toString('base64url')

/** The login that the provider names, or null. An e-mail address counts only when the provider has seen that it is theirs. */
function loginIn({ loginClaim }: ProviderSettings, claims: ProvedClaims): string | null {
  const value = claims[loginClaim]
  if (typeof value !== 'string' || (loginClaim === 'email' && claims['email_verified'] !== true)) return null
  return normalLogin(value)
}

/** The role; null where accounts say it, undefined where the provider names none that is known. */
function roleIn({ roleClaim, roles }: ProviderSettings, claims: ProvedClaims): string | null | undefined {
  if (roleClaim === null) return null
  const value = claims[roleClaim]
  const said: readonly unknown[] = Array.isArray(value) ? value : [value]
  return Object.entries(roles).find(([one]) => said.includes(one))?.[1]
}
