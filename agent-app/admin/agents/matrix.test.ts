import { expect, test } from 'vitest'
import { changed, rowsOf } from './matrix.ts'

const queues = ['orders', 'delivery', 'other']
const kim = { login: 'kim', queues: ['other'], skills: { 'lang.ja': 3 } }
const lee = { login: 'lee', weight: 2 }
const only = (login: string): ReadonlySet<string> => new Set([login])

test('who has an entry or an account has a row, once', () => {
  const accounts = [
    { login: 'kim', name: 'Kim' },
    { login: 'ann', name: 'Ann', disabled: false },
    { login: 'gone', name: 'Gone', disabled: true },
  ]
  expect(rowsOf([lee, kim], accounts, 'en').map(({ login, name, entry }) => [login, name, entry !== null])).toEqual([
    ['ann', 'Ann', false],
    ['kim', 'Kim', true],
    ['lee', '', true],
  ])
})

test('a queue is added in the order of the queues, and taken away from one who served all', () => {
  const more = changed([kim], only('kim'), { kind: 'queue', queue: 'orders', on: true }, queues)
  expect(more).toEqual([{ ...kim, queues: ['orders', 'other'] }])
  const fewer = changed([lee], only('lee'), { kind: 'queue', queue: 'delivery', on: false }, queues)
  expect(fewer).toEqual([{ ...lee, queues: ['orders', 'other'] }])
})

test('all queues is to name none, and the way back begins with all of them', () => {
  const all = changed([kim], only('kim'), { kind: 'allQueues', on: true }, queues)
  expect(all).toEqual([{ login: 'kim', skills: kim.skills }])
  expect(changed(all, only('kim'), { kind: 'allQueues', on: false }, queues)[0]?.queues).toEqual(queues)
})

test('a skill is set for many at once, and who had no entry gets one; level 0 takes it away', () => {
  const both = changed([kim, lee], new Set(['kim', 'ann']), { kind: 'skill', skill: 'vip', level: 4 }, queues)
  expect(both).toEqual([{ ...kim, skills: { 'lang.ja': 3, vip: 4 } }, lee, { login: 'ann', skills: { vip: 4 } }])
  expect(changed(both, only('ann'), { kind: 'skill', skill: 'vip', level: 0 }, queues)[2]).toEqual({ login: 'ann' })
  const served = changed([], only('ann'), { kind: 'queue', queue: 'other', on: true }, queues)
  expect(served).toEqual([{ login: 'ann', queues: ['other'] }])
})
