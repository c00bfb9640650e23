/**
 * Tells the page what happens in a session (events.ts). Only here and in few places beside it, so that what the page hears of a
 * contact is seen in one file; the chat itself knows nothing of it.
 */
import type { Entry, VisitContact } from '#protocol'
import type { Session } from '../controllers/session.ts'
import type { MessageStatus } from '../events.ts'
import type { WidgetHost } from '../host.ts'

type Message = Extract<Entry, { kind: 'message' }>

/** Returns what ends it. `contactChanged` is told whether a contact is open. */
export function follow(host: WidgetHost, session: Session, contactChanged: (open: boolean) => void): () => void {
  const { client } = session
  let before: Partial<VisitContact> = {}
  let wasOnline = false
  let staffed = true
  /** Own messages without an answer. */
  const sent = new Map(pendingMessages(session))

  function connectionChanged(): void {
    const { state } = client
    const online = state.kind === 'online'
    if (online || state.kind === 'waiting')
      host.emit('connection', { online, stale: wasOnline && !online, resumed: online && wasOnline })
    if (state.kind === 'stopped' && state.reason !== 'closed')
      host.emit('error', { code: state.reason === 'signedOut' ? 'site.forbidden' : 'version.unsupported' })
    wasOnline ||= online
  }

  function own(id: string, text: string, at: number, status: MessageStatus): void {
    host.emit('message', { direction: 'out', id, text, name: '', at, status })
  }

  /** What became of own messages, from one mark to another. */
  function received(from: number, to: number, status: MessageStatus): void {
    for (const entry of session.log.slice(from, to))
      if (isOwn(entry)) own(entry.requestId, entry.text, entry.at, status)
  }

  function listChanged(): void {
    const { contact, site } = session
    if (site && site.staffed !== staffed) host.emit('offline', { offline: !(staffed = site.staffed) })
    const was = before
    before = contact ?? {}
    if (!contact) return
    const open = contact.phase !== 'closed'
    if (contact.contact !== was.contact || contact.phase !== was.phase) contactChanged(open)
    placeChanged(contact, was)
    if (contact.phase === 'queued' && (contact.place !== was.place || contact.waitP50Ms !== was.waitP50Ms))
      host.emit('queue', {
        position: contact.place,
        ahead: contact.place && contact.place - 1,
        ewtP50: contact.waitP50Ms,
        ewtP90: contact.waitP90Ms,
      })
    if (contact.phase === 'offered' && was.phase !== 'offered') host.emit('offer')
    if (contact.agentName && contact.agentName !== was.agentName) host.emit('agent', { name: contact.agentName })
    if (contact.contact === was.contact) {
      received(Math.max(was.agentReceived!, contact.agentRead), contact.agentReceived, 'delivered')
      received(was.agentRead!, contact.agentRead, 'read')
      if (!open && was.phase !== 'closed') host.emit('ended')
    }
  }

  function placeChanged({ hold, phase }: VisitContact, was: Partial<VisitContact>): void {
    const state = phase === 'closed' ? undefined : hold?.state
    if (state === (was.phase === 'closed' ? undefined : was.hold?.state)) return
    const { pushKey = null } = session.site ?? {}
    host.emit('place', { state: state ?? null, until: hold?.until ?? null, pushKey })
  }

  function entriesCame(firstSeq: number, entries: readonly Entry[]): void {
    entries.forEach((entry, index) => {
      if (entry.kind === 'surveyed')
        host.emit('csat', { scale: entry.scale, score: entry.score, comment: entry.comment })
      if (entry.kind === 'transferred') host.emit('transfer', { to: entry.toAgentName })
      if (entry.kind !== 'message' || entry.from === 'customer' || firstSeq + index <= session.readSeq) return
      const { text, name, at } = entry
      host.emit('message', { direction: 'in', id: '', text, name, at, status: null })
    })
  }

  const offs = [
    client.on('state', connectionChanged),
    client.on('list', listChanged),
    client.on('entries', ({ firstSeq, entries }) => entriesCame(firstSeq, entries)),
    client.on('pending', () => {
      for (const [id, text] of pendingMessages(session)) {
        if (sent.has(id)) continue
        sent.set(id, text)
        own(id, text, client.hubNow(), 'sending')
      }
    }),
    client.on('answered', ({ id, refusal }) => {
      const text = sent.get(id)
      sent.delete(id)
      if (refusal !== null) host.emit('error', { code: refusal })
      if (text) own(id, text, client.hubNow(), refusal === null ? 'sent' : 'failed')
    }),
    client.on('hint', ({ verb, body }) => {
      if (verb === 'message.typing' && body.contact === session.contact?.contact) host.emit('typing', { on: body.on })
    }),
  ]
  return () => offs.forEach((off) => off())
}

const isOwn = (entry: Entry): entry is Message => entry.kind === 'message' && entry.from === 'customer'

function pendingMessages({ client }: Session): [id: string, text: string][] {
  return client.resumePending().flatMap(({ id, body }) => ('text' in body && body.text ? [[id, body.text]] : []))
}
