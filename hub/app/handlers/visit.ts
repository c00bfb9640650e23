/** What a customer who is known by name reads of their earlier contacts. Anybody else's, and nobody's, are refused alike. */
import { Refused } from '../../protocol/index.ts'
import type { ContactId, CustomerId } from '../../model/ids.ts'
import { identifiedCustomer } from '../identities.ts'
import { customerContacts } from '../merging.ts'
import { closedOf, readEntries } from '../records.ts'
import type { Handlers, RequestContext } from './context.ts'

type VisitVerbs = 'visit.earlier' | 'visit.read'

export const visitHandlers: Pick<Handlers, VisitVerbs> = {
  'visit.earlier'(context, { limit }) {
    const customer = provedCustomer(context)
    const { store } = context.work.tick
    // One is the contact that is before them, perhaps.
    const found = customerContacts(store, customer, { reverse: true, limit: limit + 1 })
    const open = context.work.live.openOf.get(context.actor.session)
    const earlier = found.filter((contact) => contact !== open).slice(0, limit)
    return { contacts: earlier.flatMap((contact) => lineOf(context, contact) ?? []) }
  },

  'visit.read'(context, { contact, after, limit }) {
    const customer = provedCustomer(context)
    const { work, audience, actor } = context
    const file = work.live.file(contact) ?? closedOf(work.tick, work.live.sealing, contact)?.file
    if (file === undefined || file.customer !== customer) throw new Refused('contact.gone')
    const entries = readEntries(work.tick.store, work.live.sealing, contact, after, limit)
    return { entries: audience.wireEntries(entries, actor), head: file.head }
  },
}

function provedCustomer({ actor, work }: RequestContext): CustomerId {
  const customer = actor.kind === 'visitor' ? identifiedCustomer(work.tick, actor.session, work.now) : null
  if (customer === null) throw new Refused('contact.gone')
  return customer
}

function lineOf({ work, directory }: RequestContext, contact: ContactId) {
  const closed = closedOf(work.tick, work.live.sealing, contact)
  const file = closed?.file ?? work.live.file(contact)
  if (file === undefined) return null
  return {
    contact,
    startedAt: file.startedAt,
    closedAt: closed?.closedAt ?? null,
    topic: directory.topicLabel(file.site, file.topic)[file.locale],
    agentName: file.lastAgent === null ? '' : directory.agentName(file.lastAgent),
    preview: work.live.sealing.about(file)?.preview ?? '',
  }
}
