/** Entries that customers never see. They are the last of all kinds, so that a customer's page, which has none of them, counts the others alike. */
import { limits } from '../frame.ts'
import { list, record, text } from '../shape.ts'
import { at, bothLanguages } from './common.ts'
import { mentionsMax, tagsMax } from './staff-limits.ts'

export const staffEntries = {
  /** Agents only: what somebody of the staff noted for their colleagues, and who was named in it. */
  noted: record({
    at,
    byName: text(limits.nameMax),
    text: text(limits.noteMax),
    mentions: list(text(limits.nameMax), mentionsMax),
  }),
  /** Agents only: tags that were put on the contact, and taken off. */
  tagged: record({
    at,
    byName: text(limits.nameMax),
    added: list(bothLanguages, tagsMax),
    removed: list(bothLanguages, tagsMax),
  }),
} as const
