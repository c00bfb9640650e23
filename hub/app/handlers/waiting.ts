/** What a customer may do instead of waiting in person: keep the place, come when called, be told elsewhere. */
import { Refused } from '../../protocol/index.ts'
import { subscribe } from '../subscriptions.ts'
import { ownContact, type Handlers } from './context.ts'

export const waitingHandlers: Pick<Handlers, 'contact.hold' | 'contact.resume' | 'push.subscribe'> = {
  'contact.hold'(context, { contact }) {
    ownContact(context, contact)
    context.work.command({ type: 'holdContact', contact })
    return {}
  },

  'contact.resume'(context, { contact }) {
    ownContact(context, contact)
    context.work.command({ type: 'resumeContact', contact })
    return {}
  },

  'push.subscribe'(context, { contact, endpoint, p256dh, auth }) {
    ownContact(context, contact)
    const target = { endpoint, p256dh, auth }
    if (context.push?.accepts(target) !== true) throw new Refused('push.unusable')
    subscribe(context.work, contact, target)
    return {}
  },
}
