/** Asks for a number. */
import { questionKind, questionShape } from '../asking.ts'

export const askNumber = questionKind(questionShape(['number']))
