/** What sessions hold open, as signing in sees it: whose pages are connected, and how they are closed. */
import type { SessionId } from '../model/ids.ts'
import { closeCodes } from '../protocol/index.ts'
import type { HubDoor } from '../http/door.ts'
import type { Connection } from './connection.ts'

export function openSessions(connections: () => Iterable<Connection>): Pick<HubDoor, 'staffSessions' | 'endSession'> {
  return {
    staffSessions() {
      const found = new Set<SessionId>()
      for (const { actor } of connections()) if (actor?.kind === 'agent') found.add(actor.session)
      return found
    },
    endSession(session) {
      for (const connection of [...connections()])
        if (connection.session === session) connection.close(closeCodes.signedOut, 'signed out')
    },
  }
}
