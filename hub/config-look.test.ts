import { expect, test } from 'vitest'
import { load, refusalOf, shop, small } from './config-testing.ts'

const site = (more: object) => ({ ...small, sites: [{ ...shop, ...more }] })
const text = { en: 'May we help?', ja: 'お手伝いしましょうか？' }

test('a look is taken as it is, and an invitation with what it leaves out filled in', () => {
  const look = { accent: '#FFE45C', position: 'left', launcherText: text, logo: 'https://shop.example.jp/a.svg?v=1' }
  const invitations = [{ key: 'cart', text, when: { page: '/cart*', seconds: 30 } }]
  const [served] = load({}, site({ look, invitations })).organisation.sites
  expect(served!.look).toEqual(look)
  expect(served!.invitations).toEqual([{ ...invitations[0], only: 'staffed', everyDays: 7 }])
  expect(load({}, small).organisation.sites[0]).not.toHaveProperty('look')
})

test.each<[object, string]>([
  [{ look: { accent: 'teal' } }, '"sites/0/look/accent" in ./madoguchi.json is "teal"; it must be a colour such as'],
  [{ look: { logo: 'https://a.jp/") url(' } }, '"sites/0/look/logo" in ./madoguchi.json is '],
  [{ look: { logo: 'http://a.jp/x.svg' } }, 'it must be the address of a picture such as https://'],
  [{ look: { corners: 'sharp' } }, 'it must be one of round, soft, square'],
  [{ invitations: [{ key: 'a', text, when: { page: 'cart' } }] }, 'it must be a path such as /cart*'],
  [{ invitations: [{ key: 'a', text, when: { seconds: -1 } }] }, 'it must be seconds, a whole number from 0 to 3600'],
  [
    { invitations: [1, 2].map(() => ({ key: 'a', text, when: {} })) },
    'it must be different from all others in the list',
  ],
])('%j is refused with what is allowed', (more, sentence) => {
  expect(refusalOf({}, site(more))).toContain(sentence)
})
