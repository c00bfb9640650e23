/** Where a customer's browser can be reached while none of its pages is open: a subscription to Web Push. */
import { id, record, text } from '../shape.ts'
import { nothing } from './common.ts'

export const pushRequests = {
  /** Customer only: tells this browser when it is their turn. Kept with the contact, and no longer than it. */
  'push.subscribe': {
    body: record({
      contact: id('contact'),
      /** Where the browser's push service takes messages for it: https. */
      endpoint: text(1_000, 1),
      /** The browser's public key and secret, base64url. */
      p256dh: text(100, 1),
      auth: text(40, 1),
    }),
    reply: nothing,
  },
} as const
