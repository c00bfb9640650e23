/** Asks for a text: any words, or what the field's pattern, or its kind (telephone, email, postcode), says. */
import { questionKind, questionShape } from '../asking.ts'

export const askText = questionKind(questionShape(['text', 'telephone', 'email', 'postcode']))
