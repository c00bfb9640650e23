/**
 * Whoever signs in, put together for main.ts: logins, what stands around accounts, and the watches that end logins of
 * accounts that have changed, and sign out pages whose login is over.
 */
import { OidcProviders } from './adapters/providers-oidc.ts'
import type { Accounts, Write } from './auth/accounts.ts'
import { watchAccounts, type AccountWatchDeps } from './auth/account-watch.ts'
import { Logins } from './auth/logins.ts'
import { watchLogins } from './auth/login-watch.ts'
import type { Passwords } from './auth/passwords.ts'
import { staffOf, type Staff, type StaffDeps } from './auth/staff.ts'
import type { Tickets } from './auth/tickets.ts'
import type { Organisation } from './app/organisation.ts'
import type { Config } from './config.ts'
import type { HubDoor } from './http/door.ts'
import type { SessionId } from './model/ids.ts'
import { instant } from './model/time.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import type { Store } from './ports/store.ts'

export interface PeopleParts {
  readonly config: Config
  readonly store: Store
  readonly write: Write
  readonly accounts: Accounts
  readonly passwords: Passwords
  readonly clock: Clock
  readonly log: Log
  /** The hub's own. */
  readonly secret: string
  /** As it is served at the moment. */
  readonly organisation: () => Organisation
  /** Null for a role that there is not. */
  readonly knownRights: StaffDeps['knownRights']
  readonly door: Pick<HubDoor, 'personChanged' | 'staffSessions' | 'endSession' | 'sessionsOver'>
  readonly tickets: Tickets
  readonly passed?: NonNullable<AccountWatchDeps['passed']>
}

/** From now on accounts and logins are watched. */
export function putPeople(parts: PeopleParts): { readonly logins: Logins; readonly staff: Staff } {
  const { config, door, tickets, passed, ...rest } = parts
  const endSession = (session: SessionId): void => {
    tickets.revoke(session)
    door.endSession(session)
  }
  const logins = new Logins({
    ...rest,
    rightsOf: (role) => rest.knownRights(role) ?? new Set(),
    over: (sessions) => {
      // Not even a minute longer: what tells a repeat from a new request is gone then.
      const connected = door.staffSessions()
      for (const session of sessions) if (connected.has(session)) endSession(session)
      return door.sessionsOver(sessions)
    },
  })
  watchLogins({ ...rest, logins, connected: () => door.staffSessions(), endSession })
  watchAccounts({
    ...rest,
    dataFolder: config.dataFolder,
    logins,
    personChanged: (agent) => door.personChanged(agent),
    endSession,
    ...(passed && { passed }),
  })
  const { limits, signIn } = config
  const providers = new OidcProviders({ privateAddresses: config.outsideAddresses === 'any', now: () => Date.now() })
  // What telephones go by is the time of the day, not the hub's, which never goes back.
  const wallNow = () => instant(Date.now())
  return {
    logins,
    staff: staffOf({
      ...rest,
      logins,
      wallNow,
      limits,
      secondFactor: signIn.secondFactor,
      providers,
      providerSettings: signIn.providers,
    }),
  }
}
