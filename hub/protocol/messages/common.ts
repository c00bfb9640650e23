/** Pieces that several message families share. */
import { id, oneOf, record, text, whole, type Of, type Shape, type Wire } from '../shape.ts'
import { limits } from '../frame.ts'

/** A text in both of the languages that are always there. */
export const bothLanguages = record({ en: text(limits.nameMax), ja: text(limits.nameMax) })
export type BothLanguages = Of<typeof bothLanguages>

/** A file that belongs to a contact. The bytes come by HTTP: `GET /api/attachments/<id>`. */
export const attachmentInfo = record({
  attachment: id('attachment'),
  name: text(limits.fileNameMax),
  /** Media type found in the content, one of the allowed list. */
  type: text(100),
  sizeBytes: whole(0),
})
export type AttachmentInfo = Of<typeof attachmentInfo>

export const locale = oneOf('en', 'ja')
export type Locale = Of<typeof locale>

/** An entry as the log keeps it on the wire, to be read with `readEntry`. */
export const rawEntry: Shape<Wire> = { pack: (value) => value, read: (wire) => wire as Wire }

/** An instant in hub time, milliseconds. */
export const at = whole(0)
/** A position in a contact's log; 0 is before the first. */
export const seq = whole(0)
export const nothing = record({})
