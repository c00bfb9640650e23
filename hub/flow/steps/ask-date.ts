/** Asks for a day. */
import { questionKind, questionShape } from '../asking.ts'

export const askDate = questionKind(questionShape(['date']))
