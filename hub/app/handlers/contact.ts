/** The life of a contact: begun and ended by its customer, moved, closed and wrapped up by the agent who holds it. */
import { Refused, type BothLanguages } from '../../protocol/index.ts'
import { contactOf } from '../../acd/index.ts'
import type { ContactId } from '../../model/ids.ts'
import type { Instant } from '../../model/time.ts'
import type { ContactFile, VisitorRow } from '../contact-file.ts'
import { visitorOf } from '../live.ts'
import { keys, readEntries, rows } from '../records.ts'
import { agentOfActor, ownContact, type Handlers, type RequestContext } from './context.ts'

type ContactVerbs =
  | 'contact.start'
  | 'contact.end'
  | 'contact.close'
  | 'contact.transfer'
  | 'contact.wrapUp'
  | 'contact.earlier'
  | 'contact.read'

const previewLength = 140

export const contactHandlers: Pick<Handlers, ContactVerbs> = {
  'contact.start'(context, body) {
    const { actor, work, directory } = context
    if (context.draining) throw new Refused('hub.draining')
    if (actor.kind !== 'visitor') throw new Refused('request.forbidden')
    if (work.live.openOf.has(actor.session)) throw new Refused('contact.open')
    const site = directory.site(actor.site)
    if (site === undefined) throw new Refused('request.forbidden')
    const topic = site.topics.find((known) => known.key === body.topic)
    const queue = topic?.queue ?? site.defaultQueue
    // Asked before anything is written; the floor knows the same queues.
    if (directory.queue(queue) === undefined) throw new Refused('queue.unknown')
    const name = body.name.trim()
    const visitor = begunVisit(context, name)
    const file: ContactFile = {
      contact: visitor.contact,
      site: site.key,
      session: actor.session,
      customer: visitor.customer,
      customerName: visitor.name,
      locale: body.locale,
      topic: topic?.key ?? '',
      pageUrl: body.pageUrl,
      pageTitle: body.pageTitle,
      startedAt: work.now,
      preview: Array.from(body.text.trim()).slice(0, previewLength).join(''),
      head: 0,
      customerReceived: 0,
      customerRead: 0,
      agentReceived: 0,
      agentRead: 0,
      waitingSince: work.now,
      attachments: 0,
      lastAgent: null,
    }
    work.live.files.set(file.contact, file)
    work.live.openOf.set(actor.session, file.contact)
    work.append(file.contact, {
      kind: 'message',
      at: work.now,
      from: 'customer',
      agent: null,
      session: actor.session,
      requestId: context.requestId,
      text: body.text,
      attachments: [],
    })
    work.command({
      type: 'queueContact',
      contact: file.contact,
      channel: 'chat',
      queue,
      requirements: [],
      priorityMs: 0,
    })
    return { contact: file.contact }
  },

  'contact.end'(context, { contact }) {
    ownContact(context, contact)
    context.work.command({ type: 'closeContact', contact, by: 'customer' })
    return {}
  },

  'contact.close'(context, { contact }) {
    const { record } = ownContact(context, contact)
    if (record.state.phase !== 'active') throw new Refused('contact.notActive')
    context.work.command({ type: 'closeContact', contact, by: 'agent' })
    return {}
  },

  'contact.transfer'(context, { contact, queue, agent, note }) {
    const by = agentOfActor(context.actor)
    ownContact(context, contact)
    if ((queue === null) === (agent === null)) throw new Refused('request.malformed')
    const to = queue === null ? { agent: agent! } : { queue }
    context.work.command({ type: 'transferContact', agent: by, contact, to }, { by, note })
    return {}
  },

  'contact.wrapUp'(context, { contact, disposition, note }) {
    const agent = agentOfActor(context.actor)
    ownContact(context, contact)
    context.work.command({ type: 'finishWrapUp', agent, contact, disposition }, { disposition, note })
    return {}
  },

  'contact.earlier'(context, { contact, limit }) {
    const { file } = ownContact(context, contact)
    const { store } = context.work.tick
    const contacts = []
    for (const { key } of store.range('customerContact', {
      prefix: [file.customer],
      reverse: true,
      limit: limit + 1,
    })) {
      const earlier = key[2] as ContactId
      if (earlier !== contact && contacts.length < limit) contacts.push(summaryOf(context, earlier))
    }
    return { contacts: contacts.filter((summary) => summary !== null) }
  },

  'contact.read'(context, { contact, earlier, after, limit }) {
    const { file } = ownContact(context, contact)
    const read = context.work.live.file(earlier) ?? rows.closed.get(context.work.tick, keys.contact(earlier))?.file
    if (read === undefined || read.customer !== file.customer) throw new Refused('contact.gone')
    const entries = readEntries(context.work.tick.store, earlier, after, limit)
    return { entries: context.audience.wireEntries(entries, context.actor), head: read.head }
  },
}

/** The visitor's row with the new contact in it, kept with this tick; the customer too when this is the first. */
function begunVisit({ actor, work, ids }: RequestContext, name: string): VisitorRow {
  const known = visitorOf(work.tick, actor.session)
  const visitor: VisitorRow = {
    customer: known?.customer ?? ids.next('customer'),
    name: name === '' ? (known?.name ?? '') : name,
    contact: ids.next('contact'),
    contacts: (known?.contacts ?? 0) + 1,
  }
  if (known === undefined || known.name !== visitor.name)
    work.tick.put(rows.customer.put(keys.customer(visitor.customer), { name: visitor.name, firstSeenAt: work.now }))
  work.tick.put(
    rows.visitor.put(keys.visitor(actor.session), visitor),
    rows.customerContact.put(keys.customerContact(visitor.customer, work.now, visitor.contact), {}),
  )
  return visitor
}

interface Summary {
  readonly contact: ContactId
  readonly startedAt: Instant
  readonly closedAt: Instant | null
  readonly queue: BothLanguages
  readonly topic: string
  readonly agentName: string
  readonly disposition: BothLanguages
  readonly note: string
  readonly entries: number
}

function summaryOf({ work, directory, actor }: RequestContext, contact: ContactId): Summary | null {
  const closed = rows.closed.get(work.tick, keys.contact(contact))
  const file = closed?.file ?? work.live.file(contact)
  const queue = closed?.queue ?? contactOf(work.live.floor, contact)?.queue
  if (file === undefined || queue === undefined || actor.kind !== 'agent') return null
  return {
    contact,
    startedAt: file.startedAt,
    closedAt: closed?.closedAt ?? null,
    queue: directory.queueName(queue),
    topic: directory.topicLabel(file.site, file.topic)[file.locale],
    agentName: file.lastAgent === null ? '' : directory.agentName(file.lastAgent),
    disposition: directory.dispositionLabel(queue, closed?.disposition ?? ''),
    note: closed?.note ?? '',
    entries: file.head,
  }
}
