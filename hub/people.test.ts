/** How sign-in is put together: pages and their logins end together. */
import { expect, test } from 'vitest'
import { loginIdleMs } from './auth/logins.ts'
import { Tickets } from './auth/tickets.ts'
import { testClock, testIdentity, testPerson } from './auth/testing.ts'
import { testConfig } from './http/testing.ts'
import type { SessionId } from './model/ids.ts'
import { rightsOf } from './model/rights.ts'
import { putPeople } from './people.ts'

test('when what is kept for a login goes, its page is signed out first, and its ticket is worth nothing', async () => {
  const clock = testClock()
  const { logins: _, secondFactors: __, over: ___, ...parts } = testIdentity(clock)
  const config = { ...testConfig(), dataFolder: '/nowhere' }
  const tickets = new Tickets({ clock })
  const connected = new Set<SessionId>()
  const happened: string[] = []
  const { logins } = putPeople({
    ...parts,
    config,
    tickets,
    secret: 'a secret that only the tests have',
    organisation: () => config.organisation,
    knownRights: (role) => new Set(rightsOf(role)),
    door: {
      personChanged: () => undefined,
      staffSessions: () => connected,
      endSession: (session) => void happened.push(`signed out ${session}`),
      sessionsOver: async (sessions) => void happened.push(`let go of ${sessions.toSorted().join()}`),
    },
  })
  const hanako = testPerson('hanako')
  await parts.accounts.save(hanako, 'correct horse battery')
  const [page, other] = [await logins.begin(hanako), await logins.begin(hanako)]
  const { session } = page.actor
  clock.move(loginIdleMs)
  // A minute early, so to speak: the watch has not looked yet.
  connected.add(session)
  happened.length = 0
  const ticket = tickets.issue(page.actor, 'https://hub.test')!
  await logins.begin(hanako)
  expect(happened).toEqual([`signed out ${session}`, `let go of ${[session, other.actor.session].toSorted().join()}`])
  expect(tickets.redeem(ticket, 'https://hub.test')).toBeNull()
})
