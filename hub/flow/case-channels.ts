/** What the customers of a flow test come by, and where what is given to them comes from. */
import type { Channel } from './effects.ts'
import type { Trust } from './fields.ts'

export const channelsOfCases = {
  page: { forms: true, files: true, keypad: false },
  messenger: { forms: false, files: true, keypad: false },
  telephone: { forms: false, files: false, keypad: true },
} as const satisfies Record<string, Channel>
export type CaseChannel = keyof typeof channelsOfCases

export const trustOf = ({ trust = 'page' }: { readonly trust?: Trust }): Trust => trust

export const sourceOf = (trust: Trust): string => (trust === 'signed' ? 'token' : trust)
