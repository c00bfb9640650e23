/** Messages: kept once, in order, with the files that were uploaded for them. */
import { Refused, type AttachmentInfo } from '../../protocol/index.ts'
import type { AttachmentId, ContactId } from '../../model/ids.ts'
import { maskCards, type FileValue, type Input } from '../../flow/index.ts'
import type { ContactFile } from '../contact-file.ts'
import { knownOf } from '../known.ts'
import { attachmentOf } from '../records.ts'
import { ownFile, type Handlers, type RequestContext } from './context.ts'

export const messageHandlers: Pick<Handlers, 'message.send'> = {
  'message.send'(context, { contact, text, attachments }) {
    const { actor, work, requestId } = context
    const { file, record } = ownFile(context, contact)
    if (actor.kind === 'agent' && record?.state.phase !== 'active') throw new Refused('contact.notActive')
    if (text.trim() === '' && attachments.length === 0) throw new Refused('message.empty')
    const files = attachments.map((attachment) => fileOf(context, contact, attachment))
    context.quotas.write(file, Buffer.byteLength(text))
    const at = work.now
    if (record === null) return { seq: toBot(context, file, text, files), at }
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

/** The bot hears it, and what is secret in it is masked before anything is kept. */
function toBot(
  { bot, work, actor, requestId }: RequestContext,
  file: ContactFile,
  text: string,
  attachments: readonly AttachmentInfo[],
): number {
  const [first] = attachments
  const isFile = first !== undefined && (text === '' || knownOf(work.live.sealing, file).question?.kind === 'file')
  const input: Input = isFile ? { type: 'sent', file: fileValue(first) } : { type: 'said', text }
  const seq = bot.hear(work, file, input, { requestId, attachments, ...(isFile && { text: maskCards(text) }) })
  work.masked.add(`${actor.session} ${requestId}`)
  return seq ?? file.head
}

const fileValue = ({ attachment, name, type, sizeBytes }: AttachmentInfo): FileValue => ({
  file: attachment,
  name,
  type,
  bytes: sizeBytes,
})

function fileOf({ work }: RequestContext, contact: ContactId, attachment: AttachmentId): AttachmentInfo {
  const row = attachmentOf(work.tick, work.live.sealing, attachment)
  if (row === undefined || row.contact !== contact) throw new Refused('attachment.unknown')
  return row.info
}
