/** Sentences of what agents have at hand, and of what is watched. */
import type { Locale } from '#protocol'
import { enAdminDesk, type DeskWords } from '../../translations/en-admin-desk.ts'
import { jaAdminDesk } from '../../translations/ja-admin-desk.ts'

export type { DeskWords }
export const deskWords = (locale: Locale): DeskWords => (locale === 'ja' ? jaAdminDesk : enAdminDesk)
