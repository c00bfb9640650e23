/**
 * What schemas of the configuration are made of: short keys, texts in both languages, numbers within bounds. Every description
 * completes the sentence "… must be …".
 */
import Type from 'typebox'
import { limits } from './protocol/index.ts'

export const closed = { additionalProperties: false } as const

export const words = (max: number, what: string) => Type.String({ minLength: 1, maxLength: max, description: what })
export const whole = (minimum: number, maximum: number, what: string) =>
  Type.Integer({ minimum, maximum, description: `${what}, a whole number from ${minimum} to ${maximum}` })
export const oneOf = <const T extends readonly string[]>(...values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], description: `one of ${values.join(', ')}` })

export const key = Type.String({
  pattern: '^[a-z0-9][A-Za-z0-9_-]{0,39}$',
  description: 'a short key: 1 to 40 letters, digits, - or _, beginning with a small letter or a digit',
})
export const bothLanguages = Type.Object(
  {
    en: words(limits.nameMax, `a text of 1 to ${limits.nameMax} characters`),
    ja: words(limits.nameMax, `a text of 1 to ${limits.nameMax} characters`),
  },
  { ...closed, description: 'a text in both languages, { "en": "...", "ja": "..." }' },
)
export const choice = Type.Object(
  { key, label: bothLanguages },
  { ...closed, description: '{ "key", "label": { "en", "ja" } }' },
)
