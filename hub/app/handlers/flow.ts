/** What a customer says to the bot, and what the page says beforehand: answers, the wish for a person, and values of fields. */
import { Refused, type Prefilled } from '../../protocol/index.ts'
import { ownContact, type Handlers, type RequestContext } from './context.ts'
import { fieldsOf, knownOf, takePrefill } from '../known.ts'
import type { ContactFile } from '../contact-file.ts'

export const flowHandlers: Pick<Handlers, 'flow.answer' | 'flow.person' | 'contact.prefill'> = {
  'flow.answer'(context, { contact }) {
    ownContact(context, contact)
    throw new Refused('question.gone')
  },

  'flow.person'(context, { contact }) {
    ownContact(context, contact)
    return {}
  },

  'contact.prefill'(context, { contact, fields }) {
    const { file } = ownContact(context, contact)
    return { refused: prefill(context, file, fields) }
  },
}

/** Keeps what can be kept of it, and names the rest. */
function prefill(
  { work }: RequestContext,
  file: ContactFile,
  fields: readonly Prefilled[],
): { name: string; code: string }[] {
  const { sealing } = work.live
  const before = knownOf(sealing, file)
  const { known, refused } = takePrefill(before, fields, {}, { today: '', locale: file.locale })
  if (fieldsOf(known) !== fieldsOf(before)) {
    file.known = sealing.sealKnown(file, known)
    work.touchContact(file.contact)
  }
  return Object.entries(refused).map(([name, code]) => ({ name, code }))
}
