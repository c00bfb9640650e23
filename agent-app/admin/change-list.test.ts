import { expect, test } from 'vitest'
import { speechOf } from '../speech.ts'
import { byEntry, calledIn, settingWords, valueWords } from './change-list.ts'
import type { SettingChange } from './editing.ts'
import { adminWords } from './words.ts'

const change = (setting: string, what: SettingChange['what'] = 'queue', name = 'orders'): SettingChange => ({
  what,
  name,
  change: 'changed',
  setting,
})
const [en, ja] = [speechOf('en'), speechOf('ja')]
const told = (setting: string, value: unknown, speech = en): string =>
  valueWords(change(setting), value, adminWords(speech.locale), speech)

test('settings are called as their editors call them', () => {
  const inEnglish = (setting: string): string => settingWords(change(setting), adminWords('en'))
  expect(inEnglish('offerTimeoutSeconds')).toBe('An offer rings for')
  expect(inEnglish('name/ja')).toBe('Name › Japanese')
  expect(inEnglish('steps/1/for')).toBe('Steps › 2 › for')
  expect(inEnglish('dispositions (order)')).toBe('Results › order')
  expect(settingWords(change('skills/lang.ja', 'agent'), adminWords('ja'))).toBe('スキル › lang.ja')
})

test('values have words and units, and what is not said tells what holds', () => {
  expect(told('offerTimeoutSeconds', 30)).toBe('30 seconds')
  expect(told('offerTimeoutSeconds', undefined)).toBe('20 seconds (built in)')
  expect(told('waitMaxSeconds', undefined)).toBe('built in')
  expect(told('strategy', 'ring-group')).toBe('Ring group')
  expect(told('wrapUp', 'untimed', ja)).toBe('終えるまで')
  expect(told('dispositionRequired', true, ja)).toBe('はい')
  expect(told('overflow/busy/to', { queue: 'other' })).toBe('queue: other')
  expect(told('requirements', [])).toBe('none')
})

test('changes of one entry stand together', () => {
  const all = [change('a'), change('b', 'site', 'shop'), change('c')]
  expect(byEntry(all).map(({ what, name, changes }) => [what, name, changes.length])).toEqual([
    ['queue', 'orders', 2],
    ['site', 'shop', 1],
  ])
})

test('entries are called by their names, as they were where they are gone', () => {
  const [now, before] = [{ queues: [] }, { queues: [{ id: 'orders', name: { en: 'Orders', ja: '注文' } }] }]
  expect(calledIn([now, before], 'queue', 'orders', ja)).toBe('注文')
  expect(calledIn([now, before], 'queue', 'other', en)).toBe('other')
  expect(calledIn([now, { calendars: [{ id: 'office' }] }], 'calendar', 'office', en)).toBe('office')
})
