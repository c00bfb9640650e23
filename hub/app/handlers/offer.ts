/** An agent's answer to an offer: compare-and-set on offer and epoch, in the core. */
import { agentOfActor, type Handlers } from './context.ts'

export const offerHandlers: Pick<Handlers, 'offer.accept' | 'offer.decline'> = {
  'offer.accept'({ actor, work }, { offer, epoch }) {
    work.command({ type: 'acceptOffer', agent: agentOfActor(actor), offer, epoch })
    return {}
  },

  'offer.decline'({ actor, work }, { offer, epoch }) {
    work.command({ type: 'declineOffer', agent: agentOfActor(actor), offer, epoch })
    return {}
  },
}
