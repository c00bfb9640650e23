import { expect, test } from 'vitest'
import { speechOf } from '../speech.ts'
import { boardAlerts } from '../test/board-scenes.ts'
import { enBoard } from '../translations/en-board.ts'
import { jaBoard } from '../translations/ja-board.ts'
import { alertsInOrder, ruleText } from './alert-band.ts'

const alerts = boardAlerts()

test('alerts that nobody has seen come first, the newest of them on top', () => {
  const order = alertsInOrder(new Map(alerts.map((alert) => [alert.queue, alert])))
  expect(order.map(([key]) => key)).toEqual(['que_b7', 'que_b2', 'que_b1', 'que_b5'])
})

test('an alert says what is beyond which bound, in its own unit', () => {
  const told = (locale: 'en' | 'ja') =>
    alerts.map((alert) =>
      ruleText(alert, { speech: speechOf(locale), words: locale === 'en' ? enBoard : jaBoard, now: 0, me: null }),
    )
  expect(told('en')).toEqual([
    'longest wait 19 min 25 s (at most 5 min 00 s)',
    '8 waiting (at most 5)',
    'service level 64% (at least 80%)',
    '0 free (at least 1)',
  ])
  expect(told('ja')[0]).toBe('最長待ち時間19分25秒（上限5分00秒）')
})
