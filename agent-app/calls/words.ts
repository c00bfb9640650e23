/** The sentences of a call, by locale. They are loaded with the screens of calls, apart from those of the desk. */
import type { Speech } from '../speech.ts'
import { enCallScreen, type CallScreenWords } from '../translations/en-call-screen.ts'
import { jaCallScreen } from '../translations/ja-call-screen.ts'

const dictionaries: Readonly<Record<Speech['locale'], CallScreenWords>> = { en: enCallScreen, ja: jaCallScreen }

export const callWords = ({ locale }: Pick<Speech, 'locale'>): CallScreenWords => dictionaries[locale]
