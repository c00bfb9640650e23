/** A telephone number, in Japan's form without a prefix or in the international one with `+`; kept as digits. */
import { plainDashes } from '../normal.ts'
import { fitAsTyped, type Read, type ValueKind } from './kind.ts'

function read(typed: string): Read {
  const value = plainDashes(typed)
    .replace(/^tel:? ?/iu, '')
    .replace(/[\s().-]/gu, '')
  // Japan: 0 and nine digits, or ten for mobiles, IP telephones and some services.
  const japanese = /^0[1-9]\d{8}$|^0[5-9]0\d{8}$|^0120\d{6}$|^0800\d{7}$/.test(value)
  const international = /^\+[1-9]\d{7,14}$/.test(value)
  return japanese || international ? { value } : { problem: (sentences) => sentences.askTelephone }
}

export const telephone: ValueKind<object> = { properties: {}, read, fit: fitAsTyped(read) }
