/** The life of a contact as its customer moves it: begun, kept and ended. What agents do with it is in contact-staff.ts. */
import { id, record, text } from '../shape.ts'
import { limits } from '../frame.ts'
import { locale, nothing } from './common.ts'
import { beginningOfFlow } from './flow.ts'

/** What every contact begins with. */
const beginning = {
  name: text(limits.nameMax),
  /** Key of one of the site's topics; decides the queue. '' takes the site's default. */
  topic: text(limits.nameMax),
  /** The first message; '' only where the bot begins, else `message.empty`. */
  text: text(limits.messageTextMax),
  locale,
  pageUrl: text(2_000),
  pageTitle: text(300),
}

export const contactRequests = {
  /** Customer only. One open contact a session: while one is open, `contact.open`. */
  'contact.start': {
    body: record({ ...beginning, ...beginningOfFlow }),
    reply: record({ contact: id('contact') }),
  },
  /** Customer only: leaves a message in place of waiting. `reach` is an e-mail address or a telephone number, or ''. */
  'contact.leave': {
    body: record({ ...beginning, reach: text(limits.reachMax), ...beginningOfFlow }),
    reply: record({ contact: id('contact') }),
  },
  /** Customer who waits: keeps the place without waiting in person, and is called when it is their turn. */
  'contact.hold': { body: record({ contact: id('contact') }), reply: nothing },
  /** Customer whose place is kept: comes, called or of their own accord. */
  'contact.resume': { body: record({ contact: id('contact') }), reply: nothing },
  /** Customer only: ends the own contact in any phase. */
  'contact.end': { body: record({ contact: id('contact') }), reply: nothing },
} as const
