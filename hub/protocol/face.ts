/**
 * What a page may know of its site before there is any connection, as `GET /api/sites/KEY` answers it, and what holds there
 * at the moment, as `GET /api/sites/KEY/now` does. JSON over HTTP, no part of the socket's protocol. Types only.
 */
import type { BothLanguages } from './messages/common.ts'

/** How the widget looks on this site. What is left out is as built in; what the page itself says goes before it. */
export interface SiteLook {
  /** `#rrggbb`: the site's own colour. */
  readonly accent?: string
  /** The same where the page is dark. Default: the same colour. */
  readonly accentDark?: string
  /** Default `round`. */
  readonly corners?: 'round' | 'soft' | 'square'
  /** Default `right`. */
  readonly position?: 'right' | 'left'
  /** `none`: the page has a button of its own. Default `bubble`. */
  readonly launcher?: 'bubble' | 'none'
  /** Stands on the launcher beside its sign. Default: nothing. */
  readonly launcherText?: BothLanguages
  /** Greets in the window before a contact. Default: the house's own words. */
  readonly greeting?: BothLanguages
  /** Address of a picture, shown in the window's head. */
  readonly logo?: string
}

/** When somebody is asked, without having asked, whether they want help. All that is said here must hold. */
export interface InvitationRule {
  /** Addresses by path and query, `*` for anything: `/cart*`. Default: every page. */
  readonly page?: string
  /** On the page for so long. */
  readonly seconds?: number
  /** Has seen so much of the page's height, percent. */
  readonly scrollPercent?: number
  /** The pointer leaves by the upper edge. Never so on a touch screen. */
  readonly exit?: boolean
  /** True: has been here on an earlier visit; false: never before. */
  readonly returning?: boolean
}

export interface Invitation {
  readonly key: string
  readonly text: BothLanguages
  readonly when: InvitationRule
  /** Whether it also comes while nobody is there: `always`; `open`: within the hours; `staffed`: somebody could answer. */
  readonly only: 'staffed' | 'open' | 'always'
  /** Once in so many days for each visitor. */
  readonly everyDays: number
}

/** The answer of `GET /api/sites/KEY`. Changes with the configuration only. */
export interface SiteFace {
  readonly name: BothLanguages
  readonly look: SiteLook
  readonly invitations: readonly Invitation[]
}

/** The answer of `GET /api/sites/KEY/now`. */
export interface SiteNow {
  /** Somebody is signed in who could answer. */
  readonly staffed: boolean
  /** By its hours. */
  readonly open: boolean
  /** When it opens next, milliseconds since 1970; null while it is open, and where nobody knows. */
  readonly opensAt: number | null
  /** Time zone of the hours, such as `Asia/Tokyo`; null where there are none. */
  readonly zone: string | null
}
