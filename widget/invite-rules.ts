/** PURE. When a site's invitations are due. */
import type { Invitation, InvitationRule } from '#protocol'

/** What is known of this visit to a page. */
export interface Seen {
  /** Path and query. */
  readonly page: string
  readonly seconds: number
  readonly scrollPercent: number
  readonly exit: boolean
  readonly returning: boolean
}

/** All that the rule names must hold. */
export const ruleHolds = (rule: InvitationRule, seen: Seen): boolean =>
  isPage(rule.page ?? '*', seen.page) &&
  seen.seconds >= (rule.seconds ?? 0) &&
  seen.scrollPercent >= (rule.scrollPercent ?? 0) &&
  (!rule.exit || seen.exit) &&
  (rule.returning ?? seen.returning) === seen.returning

const dayMs = 86_400_000

/** It was not shown within its days. A clock that was put back shows it no earlier, one from the future is not believed. */
export const dueOf = ({ everyDays }: Pick<Invitation, 'everyDays'>, shownAt: number | null, now: number): boolean =>
  shownAt === null || Math.abs(now - shownAt) >= everyDays * dayMs

/** `*` stands for anything, and a pattern without a query for every query. Looked for piece by piece: no text is made into code. */
function isPage(pattern: string, page: string): boolean {
  const path = pattern.includes('?') ? page : page.split('?')[0]!
  const pieces = pattern.split('*')
  const last = pieces.length - 1
  let from = 0
  for (const [at, piece] of pieces.entries()) {
    if (at === last && last > 0) return path.length - piece.length >= from && path.endsWith(piece)
    const found = at === 0 ? (path.startsWith(piece) ? 0 : -1) : path.indexOf(piece, from)
    if (found < 0) return false
    from = found + piece.length
  }
  return from === path.length
}
