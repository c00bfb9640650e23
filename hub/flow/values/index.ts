/** The kinds of values a field may have. A new one: a file, and a line here. */
import { choice, type DeclaredChoice } from './choice.ts'
import { date, type DeclaredDate } from './date.ts'
import { email } from './email.ts'
import { file, type DeclaredFile } from './file.ts'
import type { DeclaredBase, ReadingValue, Read, Value, ValueKind } from './kind.ts'
import { number, type DeclaredNumber } from './number.ts'
import { postcode } from './postcode.ts'
import { telephone } from './telephone.ts'
import { text, type DeclaredText } from './text.ts'
import { yesNo } from './yes-no.ts'
import type { Locale } from '../translations.ts'

export { type Choice } from './choice.ts'
export { readFile } from './file.ts'
export { readYesNo } from './yes-no.ts'
export type { FileValue, Problem, Read, ReadingValue, Value } from './kind.ts'

export const valueKinds = { text, number, date, choice, yesNo, telephone, email, postcode, file } as const
export type ValueType = keyof typeof valueKinds

/** A field as a flow declares it. */
export type Declared = DeclaredBase & { readonly type: ValueType } & Partial<DeclaredChoice> &
  DeclaredFile &
  DeclaredDateOrNumber &
  Omit<DeclaredText, 'min' | 'max'>
type DeclaredDateOrNumber = DeclaredDate & DeclaredNumber

const kindOf = ({ type }: Declared): ValueKind<Declared> => valueKinds[type] as unknown as ValueKind<Declared>

/** What was typed, as a value of this field, or what is wrong with it. */
export const readValue = (typed: string, declared: Declared, reading: ReadingValue): Read =>
  kindOf(declared).read(typed, declared, reading)

/** What came from a page, a server or the flow, in its one form; null when it does not fit. */
export const fitValue = (value: unknown, declared: Declared, reading: ReadingValue): Value | null =>
  kindOf(declared).fit(value, declared, reading)

/** A value as people read it. */
export const showValue = (value: Value, declared: Declared | undefined, locale: Locale): string =>
  (declared && kindOf(declared).show?.(value, declared, locale)) ??
  (typeof value === 'object' ? value.name : String(value))

/** What contradicts itself in a declaration. */
export const declaredFault = (declared: Declared): ReturnType<NonNullable<ValueKind<Declared>['fault']>> =>
  kindOf(declared).fault?.(declared) ?? null
