/**
 * PURE. What a kind of value is to a keyboard, to a browser's memory and to a reader: how its field is set up, how what was
 * typed is brought to one form, and what is plainly wrong with it. The hub has the last word on every value.
 */
import type { FormInput } from '#protocol'

export type InputKind = FormInput['kind']

/** What one field needs of the browser. */
export interface Setup {
  readonly type: 'text' | 'tel' | 'date' | 'password' | 'file'
  readonly inputmode: 'text' | 'tel' | 'email' | 'numeric' | 'decimal'
  readonly autocomplete: string
}

/** By kind; `type=email` and `type=number` would change or swallow what is typed in full width. */
const setups: { readonly [Kind in InputKind]?: Setup } = {
  telephone: { type: 'tel', inputmode: 'tel', autocomplete: 'tel' },
  email: { type: 'text', inputmode: 'email', autocomplete: 'email' },
  postcode: { type: 'text', inputmode: 'numeric', autocomplete: 'postal-code' },
  number: { type: 'text', inputmode: 'decimal', autocomplete: 'off' },
  date: { type: 'date', inputmode: 'text', autocomplete: 'off' },
  file: { type: 'file', inputmode: 'text', autocomplete: 'off' },
}

/** By the last part of a field's name, for what browsers know of people. */
const remembered: Readonly<Record<string, string>> = {
  name: 'name',
  family: 'family-name',
  given: 'given-name',
  company: 'organization',
  address: 'street-address',
}

export function setupOf(kind: InputKind, field: string, sensitive: boolean): Setup {
  if (sensitive) return { type: 'password', inputmode: 'text', autocomplete: 'off' }
  const last = field.split(/[._-]/).at(-1)!.toLowerCase()
  return setups[kind] ?? { type: 'text', inputmode: 'text', autocomplete: remembered[last] ?? 'off' }
}

const dashes = /[‐‑‒–—―−ー－ｰ]/gu

/** What is compared by machines in half width, フリガナ as katakana; people's other words as they wrote them. */
export function normalised(kind: InputKind, field: string, typed: string): string {
  const text = typed.trim()
  if (kind === 'telephone' || kind === 'postcode' || kind === 'number')
    return text.normalize('NFKC').replace(dashes, '-').trim()
  if (kind === 'email') return text.normalize('NFKC').replace(/\s/gu, '')
  return /kana$/i.test(field) ? katakana(text) : text
}

/** Hiragana and half-width kana as katakana. */
const katakana = (text: string): string =>
  text.normalize('NFKC').replace(/[ぁ-ゖ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))

export type Problem = 'needed' | 'telephone' | 'email' | 'postcode' | 'number'

const forms: { readonly [Kind in InputKind]?: RegExp } = {
  telephone: /^\+?[\d() .-]{9,20}$/,
  email: /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/,
  postcode: /^〒? ?\d{3}-?\d{4}$/u,
  number: /^-?[\d,]+(\.\d+)?$/,
}

/** What is wrong with a value in its one form; null for nothing that can be seen from here. */
export function problemOf(kind: InputKind, value: string, optional: boolean): Problem | null {
  if (value === '') return optional ? null : 'needed'
  return forms[kind]?.test(value) === false ? (kind as Problem) : null
}

/** `2026-01-05` as the customer would write it, and as the hub reads it. */
export const dayInWords = (lang: string, day: string): string =>
  new Intl.DateTimeFormat(lang === 'ja' ? 'ja-JP-u-ca-gregory' : 'en-GB', {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
