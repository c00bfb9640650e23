/** A Japanese postcode, kept as `100-0001`. */
import { plainDashes } from '../normal.ts'
import { fitAsTyped, type Read, type ValueKind } from './kind.ts'

function read(typed: string): Read {
  const [, area, street] = /^〒?(\d{3})-?(\d{4})$/u.exec(plainDashes(typed).replaceAll(' ', '')) ?? []
  return area === undefined ? { problem: (sentences) => sentences.askPostcode } : { value: `${area}-${street}` }
}

export const postcode: ValueKind<object> = { properties: {}, read, fit: fitAsTyped(read) }
