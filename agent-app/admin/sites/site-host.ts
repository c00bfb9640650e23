/** What the parts of a site's page are given beside the fields' own: its words, and how the reader is spoken to. */
import type { Speech } from '../../speech.ts'
import type { SiteWords } from '../../translations/en-admin-sites.ts'
import type { FieldHost, Option } from '../fields/index.ts'

export interface SiteHost extends FieldHost {
  readonly speech: Speech
  readonly words: SiteWords
}

/** Choices whose words stand with what each means; '' for nothing to say. */
export const optionsOf = (of: Readonly<Record<string, readonly string[]>>): readonly Option[] =>
  Object.entries(of).map(([value, [words = '', means = '']]) => (means === '' ? [value, words] : [value, words, means]))
