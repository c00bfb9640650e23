/**
 * Japan's public holidays (国民の祝日), substitute holidays (振替休日) and days between two holidays included, from the list
 * that holiday_jp keeps by the Cabinet Office's: 1970 to 2050. Its list is an object by date; its own functions take
 * `Date`s in the zone of the machine and are left alone.
 */
import list from '@holiday-jp/holiday_jp'
import type { Holidays } from '../ports/civil-time.ts'

export const japaneseHolidays: Holidays = { has: (date) => Object.hasOwn(list.holidays, date) }
