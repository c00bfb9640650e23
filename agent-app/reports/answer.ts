/** What the hub says to `GET /api/reports`, and how it is asked. */
import type { ReportWords } from '../translations/en-reports.ts'
import type { Asking } from './asking.ts'
import type { Drawn } from './drawing.ts'
import type { PictureRow } from './pictures.ts'

export interface Figure {
  readonly formula: string
  readonly name: string
  readonly means: string
  readonly unit: Drawn['unit']
}

export type Figures = readonly (number | null)[]
export interface AnswerRow extends PictureRow {
  /** The same row of the stretch beside; null where it has none, missing where none was asked for. */
  readonly before?: Figures | null
}

export interface Answer {
  readonly figures: readonly Figure[]
  readonly parts: readonly (keyof ReportWords['parts'])[]
  /** How many rows there are, told or not. */
  readonly count: number
  /** All of them together; null where there are none. */
  readonly total: { readonly figures: Figures; readonly before?: Figures | null } | null
  readonly rows: readonly AnswerRow[]
  /** What was asked: the questions may be others by now. */
  readonly asking: Asking
}

export const guard = { 'x-madoguchi': '1' }

export async function fetched(query: string, asking: Asking): Promise<Answer | 'failed' | 'tooLong'> {
  try {
    const answer = await fetch(query, { headers: guard })
    if (answer.status === 413) return 'tooLong'
    return answer.ok ? { ...((await answer.json()) as Omit<Answer, 'asking'>), asking } : 'failed'
  } catch {
    return 'failed'
  }
}
