/** A door in the words of the media port. The hub and its client carry these unread, so they are said again here. */
import type { MediaEvent } from '../../hub/ports/media-event.ts'
import type { LegAnswers, LegRequest, MediaAnswer } from '../../hub/ports/media-request.ts'
import type { CallDoor } from './call-line.ts'

/** What is told: by the media process, and `moved` by the hub, when another window of the same person has joined. */
export type LegEvent = MediaEvent | { readonly type: 'moved' }

export interface LegDoor {
  ask<V extends LegRequest['verb']>(request: Extract<LegRequest, { verb: V }>): Promise<MediaAnswer<LegAnswers[V]>>
  onEvent(heard: (event: LegEvent) => void): () => void
  onBack(back: () => void): () => void
}

export const legDoor = (door: CallDoor): LegDoor => ({
  ask: (request) => door.ask(request) as Promise<MediaAnswer<never>>,
  onEvent: (heard) => door.onEvent((news) => heard(news as unknown as LegEvent)),
  onBack: (back) => door.onBack(back),
})
