/** What the codec expects of the engine, before it is loaded: imported first. */
import { giveText } from './text-k6.ts'

giveText(globalThis)
