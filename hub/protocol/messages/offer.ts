/** An agent's answer to an offer, and who lost one. Offers themselves arrive as items of the live list `desk`. */
import { id, record, whole } from '../shape.ts'
import { nothing } from './common.ts'

const answer = record({ offer: id('offer'), epoch: whole(0) })

export const offerRequests = {
  /** `offer.gone` when it was answered, withdrawn or missed, or belongs to an older epoch. */
  'offer.accept': { body: answer, reply: nothing },
  'offer.decline': { body: answer, reply: nothing },
} as const

export const offerHints = {
  /** Hub to client only: the offer rang at others as well, and one of them was faster. */
  'offer.lost': record({ offer: id('offer') }),
} as const
