/** An e-mail address: one that a mail server would take, without asking any. */
import { normal } from '../normal.ts'
import { fitAsTyped, type Read, type ValueKind } from './kind.ts'

const form = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/i

function read(typed: string): Read {
  const value = normal(typed)
    .replace(/^mailto:/i, '')
    .replaceAll(' ', '')
  const good = value.length <= 254 && form.test(value)
  return good ? { value } : { problem: (sentences) => sentences.askEmail }
}

export const email: ValueKind<object> = { properties: {}, read, fit: fitAsTyped(read) }
