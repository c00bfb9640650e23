/**
 * Adding people and changing them, for whoever may: the rules that hold wherever it is asked from. Nobody gives or takes
 * what they may not do themselves, or a right to change accounts would be every right there is; and somebody always stays
 * who may do everything. A refusal is a code. One change at a time: each is decided on what the one before has kept.
 */
import { randomBytes } from 'node:crypto'
import type { Doer } from '../app/audit.ts'
import type { Person, Role } from '../app/organisation.ts'
import { makeId, type AgentId, type QueueId } from '../model/ids.ts'
import { normalLogin } from '../model/login.ts'
import { rights, type Right } from '../model/rights.ts'
import type { Change } from '../ports/store.ts'
import type { Account, Accounts } from './accounts.ts'
import { passwordFault, type PasswordFault } from './password-rules.ts'
import type { Passwords } from './passwords.ts'
import type { SecondFactors } from './second-factors.ts'
import { Turns } from './turns.ts'

export type AccountRefusal =
  | 'account.unknown'
  /** Somebody signs in with it already. */
  | 'account.taken'
  /** No login can look like that. */
  | 'account.login'
  /** There is no such role. */
  | 'account.role'
  /** The role may do more than whoever asks, or the change is for themselves to make. */
  | 'account.beyond'
  /** Nobody else could do everything. */
  | 'account.last'
  | PasswordFault

export interface Changer {
  readonly by: Doer
  /** Their own account; null for a key, and for the command line. */
  readonly agent: AgentId | null
  readonly rights: ReadonlySet<Right>
}

export interface AccountWish {
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly password: string
}

export interface AccountChange {
  readonly name?: string
  readonly role?: Role
  readonly disabled?: boolean
  readonly password?: string
  readonly forgetSecondFactor?: boolean
  /** They need not wait any more after wrong passwords or codes. */
  readonly unlock?: boolean
}

export type Outcome<Done> = { readonly done: Done } | { readonly refused: AccountRefusal }

export interface AccountChangesDeps {
  readonly accounts: Accounts
  readonly passwords: Passwords
  readonly secondFactors: Pick<SecondFactors, 'forget'>
  /** Null for a role that there is not. */
  readonly rightsOf: (role: Role) => ReadonlySet<Right> | null
  /** Lets somebody try at once; missing where nobody signs in. */
  readonly lift?: (login: string) => void
  /** Queues of whoever is added. The configuration may rule them otherwise. */
  readonly queues: () => readonly QueueId[]
}

const capacityUnits = 100

export class AccountChanges {
  readonly #turns = new Turns()
  constructor(private readonly deps: AccountChangesDeps) {}

  /** Rejects with `StorageUnavailable` and `TooBusy`, as `change` does. */
  add(wish: AccountWish, changer: Changer): Promise<Outcome<Account>> {
    return this.#turns.run(async () => {
      const login = normalLogin(wish.login)
      if (login === null) return refused('account.login')
      if (this.deps.accounts.find(login) !== null) return refused('account.taken')
      const role = this.#faultOfRole(wish.role, changer)
      if (role !== null) return refused(role)
      const fault = passwordFault(wish.password, { login, name: wish.name })
      if (fault !== null) return refused(fault)
      const person: Person = {
        agent: makeId('agent', randomBytes(16).toString('base64url')),
        login,
        name: wish.name,
        role: wish.role,
        queues: this.deps.queues(),
        skills: {},
        capacityUnits,
        disabled: false,
      }
      return this.#kept({ person, passwordHash: await this.deps.passwords.hash(wish.password) }, changer.by)
    })
  }

  change(agent: AgentId, wish: AccountChange, changer: Changer): Promise<Outcome<Account>> {
    return this.#turns.run(async () => {
      const before = this.deps.accounts.of(agent)
      if (before === null) return refused('account.unknown')
      const fault = this.#faultOf(before, wish, changer)
      if (fault !== null) return refused(fault)
      const { unlock = false, ...rest } = wish
      if (unlock) await this.#unlock(before, changer.by)
      // An account that is as it was need not be kept again, which would end its logins.
      if (Object.values(rest).every((value) => value === undefined)) return { done: before }
      const { name, role, disabled } = { ...before.person, ...definedOf(wish) }
      const person = { ...before.person, name, role, disabled }
      const passwordHash =
        wish.password === undefined ? before.passwordHash : await this.deps.passwords.hash(wish.password)
      if (wish.forgetSecondFactor === true) await this.deps.secondFactors.forget(agent, changer.by)
      const kept = await this.#kept({ ...before, person, passwordHash }, changer.by)
      // Whoever gives them a new password means them to use it now.
      if (wish.password !== undefined) this.deps.lift?.(person.login)
      return kept
    })
  }

  /** Another password, for somebody who has proved the one before; `beside` is kept with it. */
  ownPassword(agent: AgentId, password: string, beside: (account: Account) => Change[]): Promise<Outcome<Account>> {
    return this.#turns.run(async () => {
      const before = this.deps.accounts.of(agent)
      if (before === null) return refused('account.unknown')
      const fault = passwordFault(password, before.person)
      if (fault !== null) return refused(fault)
      const changed = { ...before, passwordHash: await this.deps.passwords.hash(password) }
      await this.deps.accounts.put(changed, agent, beside(changed))
      return { done: changed }
    })
  }

  /** Another role, for somebody whom a provider says it of. */
  async giveRole(agent: AgentId, role: Role, by: Doer): Promise<Outcome<Account>> {
    return this.change(agent, { role }, { by, agent: null, rights: new Set(rights) })
  }

  /** Keeps somebody whom a provider has named and nobody has added; they have no password. */
  async addNamed(
    wish: Pick<AccountWish, 'login' | 'name' | 'role'>,
    provider: NonNullable<Account['provider']>,
  ): Promise<Outcome<Account>> {
    return this.#turns.run(async () => {
      const login = normalLogin(wish.login)
      if (login === null) return refused('account.login')
      if (this.deps.accounts.find(login) !== null) return refused('account.taken')
      if (this.deps.rightsOf(wish.role) === null) return refused('account.role')
      const agent = makeId('agent', randomBytes(16).toString('base64url'))
      const { name, role } = wish
      const work = { queues: this.deps.queues(), skills: {}, capacityUnits, disabled: false }
      return this.#kept({ person: { agent, login, name, role, ...work }, passwordHash: null, provider }, 'hub')
    })
  }

  async #unlock({ person }: Account, by: Doer): Promise<void> {
    await this.deps.accounts.noteUnlocked(person.agent, by)
    this.deps.lift?.(person.login)
  }

  #faultOf({ person }: Account, wish: AccountChange, changer: Changer): AccountRefusal | null {
    const { rightsOf } = this.deps
    // Who is signed in proves the old password, at a route of its own: an open screen is not enough.
    const proves = wish.password !== undefined || wish.forgetSecondFactor === true || wish.unlock === true
    if (proves && person.agent === changer.agent) return 'account.beyond'
    if (!mayAll(changer.rights, rightsOf(person.role) ?? new Set())) return 'account.beyond'
    if (wish.role !== undefined && wish.role !== person.role) {
      const fault = this.#faultOfRole(wish.role, changer)
      if (fault !== null) return fault
    }
    const after = { ...person, ...definedOf(wish) }
    if (this.#keepsAll(person) && !this.#keepsAll(after) && !this.#othersKeepAll(person.agent)) return 'account.last'
    return wish.password === undefined ? null : passwordFault(wish.password, after)
  }

  #faultOfRole(role: Role, changer: Changer): AccountRefusal | null {
    const may = this.deps.rightsOf(role)
    if (may === null) return 'account.role'
    return mayAll(changer.rights, may) ? null : 'account.beyond'
  }

  #keepsAll({ role, disabled }: Pick<Person, 'role' | 'disabled'>): boolean {
    return !disabled && mayAll(this.deps.rightsOf(role) ?? new Set(), rights)
  }

  #othersKeepAll(agent: AgentId): boolean {
    return this.deps.accounts.people().some((other) => other.agent !== agent && this.#keepsAll(other))
  }

  async #kept(account: Account, by: Doer): Promise<Outcome<Account>> {
    await this.deps.accounts.put(account, by)
    return { done: account }
  }
}

const refused = (code: AccountRefusal): { readonly refused: AccountRefusal } => ({ refused: code })
const mayAll = (has: ReadonlySet<Right>, all: Iterable<Right>): boolean => [...all].every((right) => has.has(right))

/** What of the person the wish names. */
const definedOf = ({ name, role, disabled }: AccountChange) => ({
  ...(name !== undefined && { name }),
  ...(role !== undefined && { role }),
  ...(disabled !== undefined && { disabled }),
})
