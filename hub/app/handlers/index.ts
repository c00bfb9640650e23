/** One handler for every verb: the compiler asks for the missing one. */
import type { Verb } from '../../protocol/index.ts'
import { callHandlers } from './call.ts'
import { contactHandlers } from './contact.ts'
import type { Handlers } from './context.ts'
import { figuresHandlers } from './figures.ts'
import { customerHandlers } from './customer.ts'
import { flowHandlers } from './flow.ts'
import { leadHandlers } from './lead.ts'
import { manualHandlers } from './manual.ts'
import { messageHandlers } from './message.ts'
import { noteHandlers } from './note.ts'
import { offerHandlers } from './offer.ts'
import { presenceHandlers } from './presence.ts'
import { replyHandlers } from './reply.ts'
import { surveyHandlers } from './survey.ts'
import { tagHandlers } from './tag.ts'
import { visitHandlers } from './visit.ts'
import { waitingHandlers } from './waiting.ts'
import { whyHandlers } from './why.ts'

export const handlers: Handlers = {
  ...callHandlers,
  ...contactHandlers,
  ...figuresHandlers,
  ...customerHandlers,
  ...flowHandlers,
  ...leadHandlers,
  ...manualHandlers,
  ...messageHandlers,
  ...noteHandlers,
  ...offerHandlers,
  ...presenceHandlers,
  ...replyHandlers,
  ...surveyHandlers,
  ...tagHandlers,
  ...visitHandlers,
  ...waitingHandlers,
  ...whyHandlers,
}

/** Verbs that only read: they go on while the store keeps nothing, and their answers are not remembered. */
export const readingVerbs: ReadonlySet<Verb> = new Set<Verb>([
  'agent.figures',
  'contact.earlier',
  'contact.read',
  'contact.watch',
  'contact.why',
  'customer.card',
  'reply.list',
  'visit.earlier',
  'visit.read',
])
