/** Contacts through the shell of a hub that nobody is connected to: many that wait, and one from its first word to its wrap-up. */
import { contactOf } from '../../hub/acd/index.ts'
import { handlers } from '../../hub/app/handlers/index.ts'
import type { RequestContext } from '../../hub/app/handlers/context.ts'
import type { Hub } from '../../hub/app/hub.ts'
import type { Work } from '../../hub/app/work.ts'
import { randomIds } from '../../hub/adapters/ids-random.ts'
import type { Actor } from '../../hub/http/door.ts'
import { makeId, type ContactId } from '../../hub/model/ids.ts'
import { rightsOf } from '../../hub/model/rights.ts'
import type { Change } from '../../hub/ports/store.ts'
import { people, siteKey, topics } from './company.ts'

/** One contact's rows, in the order in which they were kept, and the ids that are its own. */
export interface Life {
  readonly ids: readonly string[]
  readonly contact: ContactId
  readonly changes: readonly Change[]
}

const words = 'The beans that I ordered last week have not come yet. Could you look where they are?'

/** So many contacts begin to wait, by turns in every queue, in one tick. `first`: number of the first of them. */
export async function queueMany(hub: Hub, count: number, first: number): Promise<void> {
  for (let at = first; at < first + count; at++)
    hub.submit((work) => void begin(contextOf(hub, work, visitor(`waiting${at}`)), at))
  await hub.idle()
}

/** One contact is begun, answered, ended and wrapped up, by the first of the people. */
export async function liveOne(hub: Hub): Promise<Life> {
  const [person] = people(1)
  const { agent, role, name } = person!
  const customer = visitor('served')
  const staff: Actor = {
    kind: 'agent',
    session: makeId('session', 'staff'),
    agent,
    role,
    rights: new Set(rightsOf(role)),
    name,
  }
  const changes: Change[] = []
  const done = async <Result>(run: (work: Work) => Result): Promise<Result> => {
    let result: Result
    let kept: readonly Change[] = []
    hub.submit((work) => {
      result = run(work)
      kept = work.tick.changes
    })
    await hub.idle()
    changes.push(...kept)
    return result!
  }
  const contact = await done((work) => begin(contextOf(hub, work, customer), 0))
  await done((work) => work.command({ type: 'connectAgent', agent }))
  await done((work) => work.command({ type: 'setPresence', agent, status: 'available', reason: '' }))
  const state = contactOf(hub.live.floor, contact)?.state
  if (state?.phase !== 'offered') throw new Error('The one contact that waits was not offered.')
  const { offer, epoch } = state.rings[0]!
  await done((work) => handlers['offer.accept'](contextOf(hub, work, staff), { offer, epoch }))
  for (const actor of [staff, customer])
    await done((work) =>
      handlers['message.send'](contextOf(hub, work, actor), { contact, text: words, attachments: [] }),
    )
  const session = customer.kind === 'visitor' ? customer.session : ''
  const owner = hub.live.file(contact)!.customer
  await done((work) => handlers['contact.end'](contextOf(hub, work, customer), { contact }))
  await done((work) =>
    handlers['contact.wrapUp'](contextOf(hub, work, staff), { contact, disposition: 'solved', note: 'Sent again.' }),
  )
  hub.submit((work) => void work.command({ type: 'setPresence', agent, status: 'offline', reason: '' }))
  hub.submit((work) => void work.command({ type: 'loseAgent', agent }))
  await hub.idle()
  return { ids: [contact, owner, session], contact, changes }
}

/** As long as the hub's own. */
const visitor = (name: string): Actor => ({
  kind: 'visitor',
  session: makeId('session', name.padStart(24, '0')),
  site: siteKey,
})

const contextOf = (hub: Hub, work: Work, actor: Actor): RequestContext => ({
  actor,
  work,
  requestId: 'r'.padEnd(22, '0'),
  directory: hub.directory,
  audience: hub.audience,
  watch: () => {},
  ids: randomIds,
  looks: hub.looks,
  draining: false,
  quotas: hub.quotas,
  bot: hub.flows.bot,
  reporting: hub.reporting,
  push: null,
  configure: () => false,
  from: '',
})

const begin = (context: RequestContext, at: number): ContactId =>
  handlers['contact.start'](context, {
    name: `Customer ${at}`,
    topic: topics[at % topics.length]!,
    text: words,
    locale: 'ja',
    pageUrl: 'https://shop.example/orders',
    pageTitle: 'Orders',
    fields: null,
    intent: null,
  }).contact
