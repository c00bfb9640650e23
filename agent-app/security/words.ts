/** The sentences of one's own security in one language. */
import type { Locale } from '#protocol'
import { enSecurity, type SecurityWords } from '../translations/en-security.ts'
import { jaSecurity } from '../translations/ja-security.ts'

const dictionaries: Readonly<Record<Locale, SecurityWords>> = { en: enSecurity, ja: jaSecurity }

export const securityWords = (locale: Locale): SecurityWords => dictionaries[locale]
