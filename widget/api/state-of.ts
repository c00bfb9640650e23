/** What command `getState` gives: a copy of what is known at this moment, which does not change afterwards. */
import type { Session } from '../controllers/session.ts'
import type { WidgetHost } from '../host.ts'

export interface WidgetState {
  readonly open: boolean
  readonly hidden: boolean
  readonly locale: string
  readonly unread: number
  /** What goes on; null without an open contact. */
  readonly doing: 'queue' | 'chat' | 'call' | null
  /** `idle`: nothing was to be asked of the hub yet. */
  readonly connection: 'idle' | 'connecting' | 'online' | 'waiting' | 'stopped'
  /** Null while the hub has not been asked. */
  readonly staffed: boolean | null
  readonly identified: boolean
  readonly contact: {
    readonly id: string
    readonly phase: string
    readonly position: number | null
    readonly ewtP50: number | null
    readonly ewtP90: number | null
    readonly agent: string
  } | null
}

export function stateOf(host: WidgetHost, session: Session | undefined): WidgetState {
  const { contact, site } = session ?? {}
  return {
    open: host.hasAttribute('open'),
    hidden: Boolean(host.hidden),
    locale: host.language,
    unread: Number(host.getAttribute('unread')),
    doing: (host.dataset.state as WidgetState['doing'] | undefined) ?? null,
    connection: session?.client.state.kind ?? 'idle',
    staffed: site?.staffed ?? null,
    identified: (site as { identified?: boolean | null } | undefined)?.identified ?? false,
    contact: contact
      ? {
          id: contact.contact,
          phase: contact.phase,
          position: contact.place,
          ewtP50: contact.waitP50Ms,
          ewtP90: contact.waitP90Ms,
          agent: contact.agentName,
        }
      : null,
  }
}
