/** What stands around the accounts, put together once for HTTP and for whoever tries it: signing in, second factors, changes, keys. */
import type { Organisation, Role } from '../app/organisation.ts'
import type { Right } from '../model/rights.ts'
import type { Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Providers, ProviderSettings } from '../ports/providers.ts'
import type { Store } from '../ports/store.ts'
import { AccountChanges } from './account-changes.ts'
import type { Accounts, Write } from './accounts.ts'
import { ApiKeys } from './api-keys.ts'
import type { Logins } from './logins.ts'
import type { Passwords } from './passwords.ts'
import { SecondFactors } from './second-factors.ts'
import { ProviderSignIn } from './provider-sign-in.ts'
import { secondFactorRule, type SecondFactorRule, type SecondFactorRules } from './second-factor-rule.ts'
import { SignIn, type SignInDeps } from './sign-in.ts'

export interface StaffDeps {
  readonly store: Pick<Store, 'get' | 'range'>
  readonly write: Write
  readonly accounts: Accounts
  readonly logins: Logins
  readonly passwords: Passwords
  readonly clock: Clock
  /** Time as people's telephones have it. */
  readonly wallNow: () => Instant
  /** The hub's own secret. */
  readonly secret: string
  readonly limits: SignInDeps['limits']
  readonly secondFactor: SecondFactorRules
  readonly providers: Providers
  readonly providerSettings: readonly ProviderSettings[]
  readonly log: Log
  /** Null for a role that there is not. */
  readonly knownRights: (role: Role) => ReadonlySet<Right> | null
  /** As it is served at the moment. */
  readonly organisation: () => Organisation
}

export interface Staff {
  readonly secondFactors: SecondFactors
  readonly secondFactorOf: (role: Role) => SecondFactorRule
  readonly signIn: SignIn
  readonly changes: AccountChanges
  readonly keys: ApiKeys
  readonly byProvider: ProviderSignIn
  readonly passwords: Passwords
}

export function staffOf(deps: StaffDeps): Staff {
  const { passwords } = deps
  const secondFactors = new SecondFactors(deps)
  const secondFactorOf = (role: Role): SecondFactorRule => secondFactorRule(deps.secondFactor, role)
  const queues = () => deps.organisation().queues.map((queue) => queue.rules.id)
  const signIn = new SignIn({ ...deps, secondFactors, secondFactorOf })
  const lift = (login: string): void => signIn.lift(login)
  const changes = new AccountChanges({ ...deps, secondFactors, rightsOf: deps.knownRights, lift, queues })
  return {
    secondFactors,
    secondFactorOf,
    signIn,
    changes,
    keys: new ApiKeys(deps),
    byProvider: new ProviderSignIn({ ...deps, changes, settings: deps.providerSettings }),
    passwords,
  }
}
