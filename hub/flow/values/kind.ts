/**
 * What a kind of value can do: be declared in a flow, be read from what a customer types, be checked when it comes from a
 * page or a server, be shown. One file a kind; a new one is a line in index.ts.
 */
import type { Shape, Words } from '../shape.ts'
import type { Locale, Sentences } from '../translations.ts'

/** A file that the customer sent: kept by the hub under `file`, here only named. */
export interface FileValue {
  readonly file: string
  readonly name: string
  /** Media type, as the hub found it from the content. */
  readonly type: string
  readonly bytes: number
}

export type Value = string | number | boolean | FileValue

/** What every declared field says. */
export interface DeclaredBase {
  readonly label: Words
  /** What it tells of: what a customer stays (kept for their next contact) or what this contact is about. */
  readonly about: 'customer' | 'topic'
  /** Masked before anything is kept. */
  readonly sensitive: boolean
  /** May be prefilled although its name is among the blocked ones. */
  readonly allowPrefill: boolean
}

export interface ReadingValue {
  /** `2026-01-05`, where the customers are. */
  readonly today: string
  readonly locale: Locale
}

export type Problem = (sentences: Sentences, locale: Locale) => string
export type Read = { readonly value: Value } | { readonly problem: Problem }

export interface ValueKind<D> {
  /** What a declaration holds beside what all hold. */
  readonly properties: Readonly<Record<string, Shape<unknown>>>
  /** What contradicts itself in a declaration, and how to mend it. */
  fault?(declared: D): { readonly at: string; readonly problem: string; readonly remedy: string } | null
  /** From what was typed, said or chosen. */
  read(typed: string, declared: D, reading: ReadingValue): Read
  /** From a page, a token, a server or the flow itself: the value in its one form, or null when it does not fit. */
  fit(value: unknown, declared: D, reading: ReadingValue): Value | null
  /** For people. Default: as it is. */
  show?(value: Value, declared: D, locale: Locale): string
}

/** For kinds whose values are texts: one from outside is read as if it was typed. */
export const fitAsTyped =
  <D>(read: ValueKind<D>['read']): ValueKind<D>['fit'] =>
  (value, declared, reading) => {
    if (typeof value !== 'string') return null
    const found = read(value, declared, reading)
    return 'value' in found ? found.value : null
  }
