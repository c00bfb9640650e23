/**
 * A request is done once (P2): what has come of it is kept with what it did, and its repeat gets the same answer. Messages
 * are found in the log that they were kept in (repeats.ts), everything else has a row in table `dedup`, as messages of
 * earlier versions have.
 */
import { contactsOf } from '../acd/index.ts'
import type { ContactId } from '../model/ids.ts'
import { encode, requests, type RequestBody, type Verb, type Wire } from '../protocol/index.ts'
import type { Actor } from '../http/door.ts'
import type { Said } from './contact-file.ts'
import { fingerprint } from './fingerprint.ts'
import { visitorOf } from './live.ts'
import { closedOf, keys, rows } from './records.ts'
import type { Work } from './work.ts'

export interface Asked {
  readonly actor: Actor
  readonly requestId: string
  readonly verb: Verb
  readonly body: unknown
  readonly wireBody: Wire
}

/** What a customer says to the bot may be secret, and must not be told from its print: of that the id alone stands for it. */
const printOf = ({ verb, wireBody, requestId }: Asked, isMasked = verb === 'flow.answer'): number =>
  fingerprint(encode([verb, isMasked ? requestId : wireBody]))

/** What this request was answered when it was done; `otherwise` when its id stands for another one; null when it is new. */
export function doneBefore(work: Work, asked: Asked): { readonly reply: Wire } | 'otherwise' | null {
  const { actor, requestId, verb, body } = asked
  const message = verb === 'message.send' ? (body as RequestBody<'message.send'>) : null
  const mayHaveRow = message === null || work.live.answered.mayHave(work.tick, actor.session, requestId)
  const row = mayHaveRow ? rows.dedup.get(work.tick, keys.dedup(actor.session, requestId)) : undefined
  if (row !== undefined)
    return [printOf(asked), printOf(asked, true)].includes(row.print) ? { reply: row.reply } : 'otherwise'
  for (const contact of message === null ? talksOf(work, actor) : [message.contact]) {
    const found = foundIn(work, contact, asked)
    if (found === null) continue
    const { seq, said } = found
    if (message === null || !isSame(message, said)) return 'otherwise'
    return { reply: requests['message.send'].reply.pack({ seq, at: said.at }) }
  }
  return null
}

/** Keeps what it was answered, where that does not stand in the log. */
export function noteDone(work: Work, asked: Asked, reply: Wire): void {
  const isMasked = work.masked.has(`${asked.actor.session} ${asked.requestId}`)
  if (asked.verb === 'message.send' && !isMasked) return
  work.live.answered.note(work.tick, asked.actor.session, asked.requestId)
  work.tick.put(
    rows.dedup.put(keys.dedup(asked.actor.session, asked.requestId), {
      print: isMasked ? printOf(asked, true) : printOf(asked),
      reply,
    }),
  )
}

/** Live contacts in which this session may have written. */
function talksOf({ live, tick }: Work, actor: Actor): Iterable<ContactId> {
  if (actor.kind === 'agent') return contactsOf(live.floor, actor.agent)
  const contact = visitorOf(tick, actor.session)?.contact
  return contact === undefined || live.file(contact) === undefined ? [] : [contact]
}

function foundIn(
  work: Work,
  contact: ContactId,
  { actor, requestId }: Asked,
): ReturnType<Work['live']['repeats']['find']> {
  const { live, tick } = work
  const file = live.file(contact)
  const log = file ?? closedOf(tick, live.sealing, contact)?.file
  // Of another customer's contact nothing is looked at.
  if (log === undefined || (actor.kind === 'visitor' && log.session !== actor.session)) return null
  const place = { id: contact, head: log.head, ended: file === undefined }
  return live.repeats.find({ tick, sealing: live.sealing }, place, actor.session, requestId)
}

const isSame = ({ text, attachments }: RequestBody<'message.send'>, said: Said): boolean =>
  said.text === text &&
  said.attachments.length === attachments.length &&
  said.attachments.every(({ attachment }, at) => attachment === attachments[at])
