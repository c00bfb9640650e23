import { expect, test } from 'vitest'
import { hoursLine } from './hours.ts'

const tokyo = 'Asia/Tokyo'
/** Saturday, 10:00 in Tokyo. */
const now = Date.parse('2026-01-10T01:00:00Z')
const at = (iso: string) => ({ opensAt: Date.parse(iso), zone: tokyo })

test.each([
  ['today', at('2026-01-10T04:00:00Z'), 'today at 13:00', '本日13:00から'],
  ['tomorrow', at('2026-01-11T00:00:00Z'), 'tomorrow at 9:00', '明日9:00から'],
  ['this week', at('2026-01-12T00:00:00Z'), 'on Monday at 9:00', '月曜日9:00から'],
  ['later', at('2026-01-19T00:00:00Z'), 'on Monday 19 January at 9:00', '1月19日(月)9:00から'],
])('%s is said in both languages', (_when, hours, english, japanese) => {
  expect(hoursLine('en', hours, now, tokyo)).toBe(`We are closed at the moment. We open ${english}.`)
  expect(hoursLine('ja', hours, now, tokyo)).toBe(`ただいま営業時間外です。${japanese}受け付けます。`)
})

test('a customer elsewhere is told their own time, and the site’s by its name', () => {
  const hours = at('2026-01-12T00:00:00Z')
  expect(hoursLine('en', hours, now, 'Europe/Berlin')).toMatch(/on Monday at 1:00 \(9:00 Japan (Standard )?Time\)\.$/)
  expect(hoursLine('ja', hours, now, 'Europe/Berlin')).toMatch(/月曜日1:00（日本(標準)?時間?9:00）から/)
  // It is Friday evening there, and will be Sunday.
  expect(hoursLine('en', hours, now, 'America/New_York')).toMatch(/on Sunday at 19:00 \(9:00 Japan/)
  expect(hoursLine('en', hours, now, 'Asia/Seoul')).toBe('We are closed at the moment. We open on Monday at 9:00.')
})

test('a site that opens nobody knows when is closed', () => {
  expect(hoursLine('en', { opensAt: null, zone: tokyo }, now, tokyo)).toBe('We are closed at the moment.')
  expect(hoursLine('ja', { opensAt: null, zone: null }, now, tokyo)).toBe('ただいま営業時間外です。')
  expect(hoursLine('en', { ...at('2026-01-10T04:00:00Z'), zone: null }, now, tokyo)).toContain('today at 13:00.')
})
