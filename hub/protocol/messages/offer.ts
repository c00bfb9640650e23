/** An agent's answer to an offer. Offers themselves arrive as items of the live list `desk`. */
import { id, record, whole } from '../shape.ts'
import { nothing } from './common.ts'

const answer = record({ offer: id('offer'), epoch: whole(0) })

export const offerRequests = {
  /** `offer.gone` when it was answered, withdrawn or missed, or belongs to an older epoch. */
  'offer.accept': { body: answer, reply: nothing },
  'offer.decline': { body: answer, reply: nothing },
} as const
