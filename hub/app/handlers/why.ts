/** The question why, from whoever may see the contact wait, is asked for it or has it. */
import { Refused } from '../../protocol/index.ts'
import { explanationOf, isKnown } from '../explanation.ts'
import { agentOfActor, type Handlers } from './context.ts'

export const whyHandlers: Pick<Handlers, 'contact.why'> = {
  'contact.why'(context, { contact }) {
    const { actor, work, directory } = context
    const sight = { live: work.live, directory, store: work.tick.store }
    // Whoever may read any contact may also ask of one that is over.
    if (!isKnown(sight, contact)) throw new Refused('contact.gone')
    return explanationOf(sight, contact, agentOfActor(actor))
  },
}
