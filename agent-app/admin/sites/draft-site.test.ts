import { expect, test } from 'vitest'
import { draftOfSite } from './draft-site.ts'

const name = { en: 'Shop', ja: '店' }

test('a new site is shown as the hub will tell of it, with the name alone in its form', () => {
  const { site, face } = draftOfSite({ id: 'shop', key: 'pk_shop', name, origins: [], defaultQueue: 'general' })
  expect(site).toMatchObject({
    name,
    topics: [],
    calls: 'video',
    bot: false,
    form: null,
    greeting: null,
    staffed: true,
  })
  expect(face).toEqual({ name, look: {}, invitations: [] })
})

test('its form, topics, bot and greeting are shown as they are written', () => {
  const { site } = draftOfSite({
    name,
    calls: 'none',
    bot: { flow: 'hello' },
    topics: [{ key: 'order', label: name, queue: 'orders' }],
    look: { greeting: { en: 'Hello', ja: '' } },
    form: [{ field: 'plan', label: name, kind: 'choice', choices: [{ key: 'a', label: name }], about: 'customer' }],
  })
  expect(site).toMatchObject({ calls: 'none', bot: true, greeting: { en: 'Hello', ja: 'Hello' } })
  expect(site.topics).toEqual([{ key: 'order', label: name }])
  expect(site.form).toEqual([
    {
      ...{ field: 'plan', label: name, kind: 'choice', choices: [{ key: 'a', label: name }] },
      ...{ optional: false, known: '', locked: false },
    },
  ])
  expect(draftOfSite({ bot: { flow: 'hello', when: 'overflow' } }).site.bot).toBe(false)
})

test('what is half typed does not reach the frame', () => {
  const look = {
    accent: '#0b6',
    accentDark: '#0B6B68',
    logo: 'https://',
    greeting: { en: '', ja: '' },
    corners: 'soft',
  }
  expect(draftOfSite({ look }).face.look).toEqual({ accentDark: '#0B6B68', corners: 'soft' })
  expect(draftOfSite({ form: [{ field: 'a' }] }).site.form).toMatchObject([{ label: { en: '', ja: '' }, kind: 'text' }])
})
