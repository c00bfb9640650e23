/** When a site that is closed opens, in words. Loaded when a closed site is about to be shown; pure. */
import type { VisitSite } from '#protocol'

type Hours = Pick<VisitSite, 'opensAt' | 'zone'>
type Lang = 'en' | 'ja'

const words = {
  en: {
    closed: 'We are closed at the moment.',
    opens: (day: string, time: string) => `We are closed at the moment. We open ${day} at ${time}.`,
    today: 'today',
    tomorrow: 'tomorrow',
    on: (day: string) => `on ${day}`,
    zone: (own: string, time: string, zone: string) => `${own} (${time} ${zone})`,
  },
  ja: {
    closed: 'ただいま営業時間外です。',
    opens: (day: string, time: string) => `ただいま営業時間外です。${day}${time}から受け付けます。`,
    today: '本日',
    tomorrow: '明日',
    on: (day: string) => day,
    zone: (own: string, time: string, zone: string) => `${own}（${zone}${time}）`,
  },
} as const

/**
 * One sentence or two: in the customer's own time, `ownZone`, and where that is another than the site's with the site's beside
 * it. `now` in milliseconds of hub time.
 */
export function hoursLine(lang: Lang, { opensAt, zone }: Hours, now: number, ownZone: string): string {
  const said = words[lang]
  if (opensAt === null) return said.closed
  const own = timeOf(lang, opensAt, ownZone)
  const theirs = zone === null ? own : timeOf(lang, opensAt, zone)
  const time =
    zone === null || (theirs === own && daysBetween(opensAt, opensAt, ownZone, zone) === 0)
      ? own
      : said.zone(own, theirs, zoneName(lang, opensAt, zone))
  return said.opens(dayOf(lang, opensAt, now, ownZone), time)
}

/** Where the customer's own clock stands. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

function dayOf(lang: Lang, at: number, now: number, zone: string): string {
  const said = words[lang]
  const days = daysBetween(now, at, zone, zone)
  if (days === 0) return said.today
  if (days === 1) return said.tomorrow
  const within: Intl.DateTimeFormatOptions =
    days < 7 ? { weekday: 'long' } : { month: 'long', day: 'numeric', weekday: lang === 'ja' ? 'short' : 'long' }
  return said.on(new Intl.DateTimeFormat(locales[lang], { ...within, timeZone: zone }).format(at))
}

const locales = { en: 'en-GB', ja: 'ja-JP' } as const

const timeOf = (lang: Lang, at: number, timeZone: string): string =>
  new Intl.DateTimeFormat(locales[lang], { hour: 'numeric', minute: '2-digit', hourCycle: 'h23', timeZone })
    .format(at)
    .replace(/^0(\d)/, '$1')

/** `Japan Time`, `日本時間`. */
const zoneName = (lang: Lang, at: number, timeZone: string): string =>
  new Intl.DateTimeFormat(locales[lang], { timeZone, timeZoneName: 'longGeneric' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone

/** Midnights between two instants, each as its zone's calendar has it. */
function daysBetween(from: number, to: number, fromZone: string, toZone: string): number {
  const day = (at: number, timeZone: string): number =>
    Date.parse(new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at)) / 86_400_000
  return day(to, toZone) - day(from, fromZone)
}
