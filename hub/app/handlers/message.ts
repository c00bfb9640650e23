/** Messages: kept once, in order, with the files that were uploaded for them. */
import { Refused, type AttachmentInfo } from '../../protocol/index.ts'
import type { AttachmentId, ContactId } from '../../model/ids.ts'
import { attachmentOf } from '../records.ts'
import { ownContact, type Handlers, type RequestContext } from './context.ts'

export const messageHandlers: Pick<Handlers, 'message.send'> = {
  'message.send'(context, { contact, text, attachments }) {
    const { actor, work, requestId } = context
    const { file, record } = ownContact(context, contact)
    if (actor.kind === 'agent' && record.state.phase !== 'active') throw new Refused('contact.notActive')
    if (text.trim() === '' && attachments.length === 0) throw new Refused('message.empty')
    const files = attachments.map((attachment) => fileOf(context, contact, attachment))
    context.quotas.write(file, Buffer.byteLength(text))
    const at = work.now
    const seq = work.say(contact, {
      kind: 'message',
      at,
      from: actor.kind === 'agent' ? 'agent' : 'customer',
      agent: actor.kind === 'agent' ? actor.agent : null,
      session: actor.session,
      requestId,
      text,
      attachments: files,
    })
    work.command({ type: 'noteMessage', contact })
    return { seq, at }
  },
}

function fileOf({ work }: RequestContext, contact: ContactId, attachment: AttachmentId): AttachmentInfo {
  const row = attachmentOf(work.tick, work.live.sealing, attachment)
  if (row === undefined || row.contact !== contact) throw new Refused('attachment.unknown')
  return row.info
}
