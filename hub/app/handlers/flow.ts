/** What a customer says to the bot, and what the page says beforehand: answers, the wish for a person, and values of fields. */
import type { Input } from '../../flow/index.ts'
import type { AttachmentId, ContactId } from '../../model/ids.ts'
import { isId } from '../../model/ids.ts'
import { Refused, type RequestBody } from '../../protocol/index.ts'
import { knownOf, type Known } from '../known.ts'
import { attachmentOf } from '../records.ts'
import { ownFile, type Handlers, type RequestContext } from './context.ts'

export const flowHandlers: Pick<Handlers, 'flow.answer' | 'flow.person' | 'contact.prefill'> = {
  'flow.answer'(context, body) {
    const { file, record } = ownFile(context, body.contact)
    const { question } = knownOf(context.work.live.sealing, file)
    if (record !== null || question?.ask !== body.ask) throw new Refused('question.gone')
    const input = inputOf(context, body, question)
    const said = 'text' in input ? input.text : JSON.stringify(body.values ?? '')
    context.quotas.write(file, Buffer.byteLength(said))
    context.bot.hear(context.work, file, input, { requestId: context.requestId, attachments: [] })
    return {}
  },

  'flow.person'(context, { contact }) {
    const { file, record } = ownFile(context, contact)
    if (record === null) context.bot.hear(context.work, file, { type: 'wantsPerson' })
    return {}
  },

  'contact.prefill'(context, { contact, fields }) {
    const { file } = ownFile(context, contact)
    return { refused: context.bot.prefill(context.work, file, fields) }
  },
}

type Answer = RequestBody<'flow.answer'>

function inputOf(
  context: RequestContext,
  { contact, ask, text, choice, values }: Answer,
  { inputs }: NonNullable<Known['question']>,
): Input {
  const ways = [text, choice, values].filter((way) => way !== null)
  if (ways.length !== 1) throw new Refused('request.malformed')
  if (text !== null) return { type: 'said', text, ask }
  if (choice !== null) return { type: 'chosen', key: choice, ask }
  const files = new Set(inputs.flatMap(({ field, kind }) => (kind === 'file' ? [field] : [])))
  const filled = values!.map(({ field, value }) => [
    field,
    files.has(field) && value !== '' ? fileOf(context, contact, value) : value,
  ])
  return { type: 'filled', values: Object.fromEntries(filled) as Record<string, unknown>, ask }
}

/** A file is named by its id, once it was uploaded for this contact. */
function fileOf({ work }: RequestContext, contact: ContactId, named: string): object {
  const row = isId('attachment', named) ? attachmentOf(work.tick, work.live.sealing, named as AttachmentId) : undefined
  if (row === undefined || row.contact !== contact) throw new Refused('attachment.unknown')
  const { attachment, name, type, sizeBytes } = row.info
  return { file: attachment, name, type, bytes: sizeBytes }
}
