/**
 * Several agents are asked at once, and the first who accepts has the contact. Who is asked first, and who in the place of one
 * who does not want it, goes by longest idle.
 */
import { longestIdle } from './longest-idle.ts'
import type { Strategy } from './strategy.ts'

/** As `longest-idle`, at as many agents at once as the queue says (`ringAtOnce`). */
export const ringGroup = { ...longestIdle, asksSeveral: true } as const satisfies Strategy
