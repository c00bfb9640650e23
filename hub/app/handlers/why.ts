/** The question why, from whoever may see the contact wait, is asked for it or has it. */
import { Refused } from '../../protocol/index.ts'
import { explanationOf, isKnown } from '../explanation.ts'
import { agentOfActor, contactInSight, type Handlers } from './context.ts'

export const whyHandlers: Pick<Handlers, 'contact.why'> = {
  'contact.why'(context, { contact }) {
    const { actor, work, directory } = context
    const sight = { live: work.live, directory, store: work.tick.store }
    // A supervisor may also ask of what is over.
    if (actor.kind !== 'agent' || actor.role === 'agent') contactInSight(context, contact)
    else if (!isKnown(sight, contact)) throw new Refused('contact.gone')
    return explanationOf(sight, contact, agentOfActor(actor))
  },
}
