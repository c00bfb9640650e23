/** How a customer may call: what is offered, its words and its sign. Buttons for it stand in the window's head and in the form. */
import type { CallMedia, VisitSite } from '#protocol'
import { icons } from '../icons.ts'
import type { Words } from '../translations/words.ts'

/** What a customer may ask for now. */
export const mediaOf = (calls: VisitSite['calls'] = null): readonly CallMedia[] =>
  calls === 'video' ? ['audio', 'video'] : calls === 'audio' ? ['audio'] : []
export const callLabel = (words: Words, media: CallMedia): string =>
  media === 'video' ? words.videoCall : words.voiceCall
export const callSigns = { audio: icons.phone, video: icons.video }
