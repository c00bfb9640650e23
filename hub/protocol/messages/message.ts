/** What people write to each other, and the marks of what arrived and was read. */
import { flag, id, list, record, text } from '../shape.ts'
import { limits } from '../frame.ts'
import { at, seq } from './common.ts'

export const messageRequests = {
  /** The request's id is the message's client id: sent again after a reconnect, it is stored once. */
  'message.send': {
    body: record({
      contact: id('contact'),
      text: text(limits.messageTextMax),
      attachments: list(id('attachment'), limits.attachmentsPerMessageMax),
    }),
    reply: record({ seq, at }),
  },
} as const

export const messageHints = {
  /** Says up to where this side has received and read. Never goes back; sent again after every welcome. */
  'message.mark': record({ contact: id('contact'), received: seq, read: seq }),
  /** `on` holds for 6 s unless renewed. */
  'message.typing': record({ contact: id('contact'), on: flag }),
} as const
