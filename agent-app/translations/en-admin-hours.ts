/** The sentences of the section of hours in English. */
const list = (parts: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(parts)

export const enAdminHours = {
  title: 'Hours',
  lead: 'When queues are open. A queue names the hours it keeps; several may keep the same.',
  none: 'No hours are set up: every queue is always open.',
  add: 'New hours',
  groups: { basics: 'Name and zone', week: 'Week', holidays: 'Public holidays of Japan', dates: 'Single dates' },
  keyHelp: 'How queues name these hours. It cannot be changed once it was served.',
  zoneHelp: 'All times below are of this zone; daylight saving is followed.',
  zoneUnknown: 'A time zone such as Asia/Tokyo.',
  weekLead: 'A night shift is two spans: to 24:00, and from 00:00 of the next day.',
  likeMonday: 'Tuesday to Friday like Monday',
  holidaysLead: 'Substitute holidays are included.',
  holidaysOwn: 'Other hours on public holidays',
  onHolidays: 'On public holidays',
  ahead: (dates: readonly string[]) => `Next: ${list(dates)}.`,
  datesLead: 'They go before the week and before holidays.',
  datesLabel: 'Exceptions',
  newDate: 'Another date',
  addDate: 'Add this date',
  open: 'Open now',
  closed: 'Closed now',
  openUntil: (when: string | null) => (when === null ? 'stays open' : `until ${when}`),
  closedUntil: (when: string | null) => (when === null ? 'stays closed' : `opens ${when}`),
  unreadable: 'These hours cannot be read yet: mend what is marked below.',
  usedByQueue: (name: string) => `queue “${name}”`,
}
export type HoursWords = typeof enAdminHours
