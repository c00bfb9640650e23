import { expect, test } from 'vitest'
import { csvRows } from '../csv.ts'
import { planOf, withPeople, type KnownHere } from './import-plan.ts'

const known: KnownHere = {
  logins: new Set(['hanako']),
  roles: [
    ['agent', 'Agent', '担当者'],
    ['trainer', 'Trainer', '研修係'],
  ],
  queues: [
    { id: 'orders', name: { en: 'Orders', ja: 'ご注文' } },
    { id: 'general', name: { en: 'General', ja: '総合窓口' } },
  ],
}
const plan = (text: string) => planOf(csvRows(text), known)!
const faults = (text: string) => plan(text).map(({ fault }) => fault && `${fault.kind} ${fault.word}`)

test('columns are found by their headings, in either language and any order', () => {
  const [person] = plan(
    '役割,サインイン名,氏名,スキル,キュー\n研修係,Taro.Y,山田 太郎,"lang.ja=5; billing:2","ご注文、General"',
  )
  expect(person).toEqual({
    ...{ row: 2, login: 'taro.y', name: '山田 太郎', role: 'trainer', isNew: true, fault: null },
    ...{ queues: ['orders', 'general'], skills: { 'lang.ja': 5, billing: 2 } },
  })
  expect(planOf(csvRows('who,what\na,b'), known)).toBeNull()
})

test('what the table does not say is left as it is; a person who is there needs no name', () => {
  expect(plan('login,name\nhanako,\nken,Ken')).toMatchObject([
    { login: 'hanako', isNew: false, role: 'agent', queues: null, skills: null, fault: null },
    { login: 'ken', isNew: true, fault: null },
  ])
})

test('rows that cannot be used say why', () => {
  const head = 'login,name,role,queues,skills'
  expect(
    faults(
      `${head}\n,A\nken,\nken,Ken\nmai,Mai,boss\nrin,Rin,,sales\njo,Jo,,all,ja\nsu,Su,,,ja=9\n花子,花子\nok,OK,agent,*,ja=1`,
    ),
  ).toEqual(['login ', 'name ', 'double ken', 'role boss', 'queue sales', 'skill ja', 'skill ja=9', 'login 花子', null])
})

test('rules of work take what the table says, and keep the rest', () => {
  const entries = [
    { login: 'hanako', queues: ['orders'], skills: { vip: 1 }, weight: 3 },
    { login: 'mai', queues: ['orders'] },
  ]
  const people = plan('login,name,queues,skills\nhanako,,all,ja=5\nken,Ken,general,\nrin,Rin,,')
  expect(withPeople(entries, people)).toEqual([
    { login: 'hanako', weight: 3, skills: { ja: 5 } },
    { login: 'mai', queues: ['orders'] },
    { login: 'ken', queues: ['general'] },
  ])
})
