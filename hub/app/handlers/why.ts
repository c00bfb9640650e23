/** The question why, from whoever may see the contact wait, is asked for it or has it. */
import { contactOf } from '../../acd/index.ts'
import { Refused } from '../../protocol/index.ts'
import { closedOf } from '../records.ts'
import { explanationOf } from '../explanation.ts'
import { agentOfActor, contactInSight, type Handlers } from './context.ts'

export const whyHandlers: Pick<Handlers, 'contact.why'> = {
  'contact.why'(context, { contact }) {
    const { actor, work, directory } = context
    const asker = agentOfActor(actor)
    const { live, tick } = work
    const isClosed = contactOf(live.floor, contact) === undefined
    if (!isClosed || actor.kind !== 'agent' || actor.role === 'agent') contactInSight(context, contact)
    else if (closedOf(tick, live.sealing, contact) === undefined) throw new Refused('contact.gone')
    return explanationOf({ live, directory, store: tick.store }, contact, asker)
  },
}
