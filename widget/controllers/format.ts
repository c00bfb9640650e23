/** Days, times and sizes in the words of a language. Instants are milliseconds since 1970. */

/** The day as a person says it: "Monday 5 January", 1月5日(月). */
export const dayName = (lang: string, at: number): string =>
  new Intl.DateTimeFormat(lang, { month: 'long', day: 'numeric', weekday: 'short' }).format(at)

/** By language: to make one costs a hundred times as much as to use it, and a talk has a time with every group. */
const clocks: Record<string, Intl.DateTimeFormat> = {}

export const timeOfDay = (lang: string, at: number): string =>
  (clocks[lang] ??= new Intl.DateTimeFormat(lang, { hour: 'numeric', minute: '2-digit' })).format(at)

/** A key that is equal for instants of one local day. */
export const dayKey = (at: number): string => new Date(at).toDateString()

/** "2.4 MB", "38B"; steps of 1,000, as files are sold. */
export function fileSize(lang: string, bytes: number): string {
  if (bytes < 1e3) return inUnit(lang, bytes, 'byte', 'narrow')
  return bytes < 1e6 ? inUnit(lang, bytes / 1e3, 'kilobyte', 'short') : inUnit(lang, bytes / 1e6, 'megabyte', 'short')
}

const inUnit = (lang: string, value: number, unit: string, unitDisplay: 'narrow' | 'short'): string =>
  new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 }).format(value)
