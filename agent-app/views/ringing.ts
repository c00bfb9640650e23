/** What calls for attention now, in words: offers, and calls that wait for this agent's yes or no. */
import type { DeskCall, DeskOffer } from '#protocol'
import type { Ringing } from '../alerts.ts'
import { kindOf } from '../calls/kind.ts'
import { keyNames } from '../keys.ts'
import type { Speech } from '../speech.ts'

/** Who asks for what, in a sentence. */
export function callSentence(speech: Speech, call: DeskCall): string {
  const { calls } = speech.words
  const name = speech.customer(call.customerName)
  if (kindOf(call) !== 'invited') return calls.rings(name, call.media)
  const asked = call.invited[0]
  return calls.invited[asked?.mode ?? 'talk'](asked?.by ?? '', name)
}

/** For sound, title and the desktop's notices. */
export function ringingNow(speech: Speech, offers: readonly DeskOffer[], calls: readonly DeskCall[]): Ringing[] {
  const { alerts } = speech.words
  return [
    ...offers.map((offer) => ({
      key: offer.offer,
      title: alerts.title(speech.customer(offer.customerName)),
      body: alerts.body(speech.both(offer.queue), speech.both(offer.topic)),
    })),
    ...calls.map((call) => ({ key: call.call, title: callSentence(speech, call), body: '' })),
  ]
}

/** Read out once for each; the ring itself is not. */
export function announcement(speech: Speech, offers: readonly DeskOffer[], calls: readonly DeskCall[]): string {
  const { offer: words } = speech.words
  const [offer] = offers
  const [call] = calls
  if (offer !== undefined)
    return words.announce(speech.customer(offer.customerName), speech.both(offer.queue), keyNames.acceptOffer)
  return call === undefined ? '' : words.announceCall(callSentence(speech, call), keyNames.acceptOffer)
}
