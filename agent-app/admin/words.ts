/** The administration's sentences in one language. Each section has more of its own, loaded with it. */
import type { Locale } from '#protocol'
import { enAdmin, type AdminWords } from '../translations/en-admin.ts'
import { jaAdmin } from '../translations/ja-admin.ts'

export type { AdminWords }

const dictionaries: Readonly<Record<Locale, AdminWords>> = { en: enAdmin, ja: jaAdmin }

export const adminWords = (locale: Locale): AdminWords => dictionaries[locale]
