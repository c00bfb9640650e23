/**
 * What CONTRACT.md promises to pages, rule by rule: `[S4.n]` are the rules of what a page says of its visitor. contract.test.ts
 * sees to it that each has a test, here or in another file; what is expected of a guest stands in guest.browser.test.ts.
 */
import { beforeEach, describe, expect, test } from 'vitest'
import { command, composer, hostPage, launcher, useStage } from './test/stage.ts'
import { askedOf, heardOn, listen, run, shop, write } from './test/shop.ts'

const stage = useStage()
beforeEach(() => {
  stage.hub.page = shop({})
})

const asked = <Verb extends Parameters<typeof askedOf>[1]>(verb: Verb) => askedOf(stage, verb)
const element = (inside: string, attributes = ''): string =>
  hostPage('en', listen)
    .replace('data-site="pk_demo"', '')
    .replace('</main>', `</main><madoguchi-widget site="pk_demo" ${attributes}>${inside}</madoguchi-widget>`)

const begun = async (): Promise<Record<string, unknown>> => {
  await expect.poll(() => asked('contact.start').length).toBeGreaterThan(0)
  return Object.fromEntries(
    asked('contact.start')
      .at(-1)!
      .fields!.map(({ name, value }) => [name, value]),
  )
}
describe('what a page says of its visitor', () => {
  test('[S4.1] it may come before the contact, through the form, and after; each value goes once', async () => {
    stage.hub.page = hostPage('en', `${listen};Madoguchi('prefill',{name:'Ann',order:{id:7}})`)
    const page = await stage.visit()
    await run(page, 'prefill', { plan: { value: 'gold', mode: 'locked' } })
    expect(stage.hub.asked).toEqual([])
    await command(page, 'open')
    await write(page, 'Where is it?')
    expect(await begun()).toEqual({ name: 'Ann', 'order.id': 7, plan: 'gold' })
    await page.locator('mdg-waiting').waitFor()
    await run(page, 'prefill', { plan: 'silver', seat: 12 })
    await expect.poll(() => asked('contact.prefill').length).toBe(1)
    expect(asked('contact.prefill')[0]!.fields).toEqual([
      { name: 'plan', value: 'silver', mode: 'default', source: 'command' },
      { name: 'seat', value: 12, mode: 'default', source: 'command' },
    ])
  })

  test('[S4.3] a new contact is told who the visitor is again, and not what counted once', async () => {
    const page = await stage.visit()
    await run(page, 'prefill', { name: 'Ann', voucher: { value: 'X1', mode: 'once' } })
    await command(page, 'open')
    await write(page, 'First')
    expect(await begun()).toEqual({ name: 'Ann', voucher: 'X1' })
    stage.hub.answer()
    stage.hub.close()
    await page.locator('.again').click()
    await write(page, 'Second')
    await expect.poll(() => asked('contact.start').length).toBe(2)
    expect(await begun()).toEqual({ name: 'Ann' })
  })

  test('[S4.5] it may stand in the element, in a script inside it, in marks on the page, in the address where allowed', async () => {
    stage.hub.page = element(
      `<script type="application/json" slot="prefill">{"shop":"Ginza","name":"of the script"}</script>`,
      `prefill='{"name":"of the attribute","member":true}' prefill-params="order, ref:order.source"`,
    ).replace(
      '</h1>',
      '</h1><b data-madoguchi-field="cart.total">1480</b><input data-madoguchi-field="email" data-madoguchi-mode="locked" value="a@example.jp"><input type="password" data-madoguchi-field="hint" value="x">',
    )
    const page = await stage.visit()
    await page.evaluate(() => history.replaceState(null, '', '/?order=4711&ref=mail&admin=1'))
    await page.evaluate(() => {
      Object.assign(document.querySelector('madoguchi-widget')!, { prefill: { name: 'of the property' } })
    })
    await command(page, 'open')
    await write(page, 'Hello')
    expect(await begun()).toEqual({
      name: 'of the property',
      member: true,
      shop: 'Ginza',
      'cart.total': '1480',
      email: 'a@example.jp',
      order: '4711',
      'order.source': 'mail',
    })
    const sources = Object.fromEntries(
      asked('contact.start')[0]!.fields!.map(({ name, source, mode }) => [name, `${source} ${mode}`]),
    )
    expect(sources).toMatchObject({
      name: 'property default',
      email: 'data locked',
      order: 'url default',
      shop: 'script default',
    })
    // A mark that changes, and one that comes, are told while the contact is open.
    await page.locator('mdg-waiting').waitFor()
    await page.evaluate(() => {
      document.querySelector('b')!.textContent = '2960'
      const more = Object.assign(document.createElement('i'), { textContent: '3' })
      more.dataset.madoguchiField = 'cart.count'
      document.body.append(more)
    })
    await expect
      .poll(() => asked('contact.prefill').flatMap(({ fields }) => fields.map(({ name, value }) => [name, value])))
      .toEqual([
        ['cart.total', '2960'],
        ['cart.count', '3'],
      ])
  })

  test('[S4.6] what is composed is never sent by itself, in the form and in a talk', async () => {
    const page = await stage.visit()
    await command(page, 'open')
    await page.locator('mdg-prechat').waitFor()
    await run(page, 'compose', 'About order 7: ')
    await expect.poll(() => page.locator('mdg-prechat textarea').inputValue()).toBe('About order 7: ')
    stage.hub.begin('')
    stage.hub.answer()
    await composer(page).waitFor()
    await run(page, 'compose', 'Thank you!\n')
    await expect.poll(() => composer(page).inputValue()).toBe('Thank you!\n')
    expect(stage.hub.asked).toEqual([])
    expect(await run(page, 'compose', 7)).toBe('refused: text.malformed')
    await composer(page).press('Enter')
    await expect.poll(() => asked('message.send').map(({ text }) => text)).toEqual(['Thank you!'])
  })

  test('[S4.7] [S4.8] what has no name, no type, too much of it, or the name of a secret is refused with its code', async () => {
    const page = await stage.visit()
    expect(await run(page, 'prefill', { 'not a name': 1 })).toBe('refused: field.name')
    expect(await run(page, 'prefill', { list: [1] })).toBe('refused: field.type')
    expect(await run(page, 'prefill', { long: 'x'.repeat(1_001) })).toBe('refused: field.tooLong')
    expect(await run(page, 'prefill', { card: { number: '4242 4242' }, name: 'Ann' })).toBe('refused: field.blocked')
    expect(await run(page, 'prefill', 'Ann')).toBe('refused: prefill.malformed')
    expect(
      (await heardOn(page)).filter(([name]) => name === 'error').map(([, { code, name }]) => [code, name]),
    ).toEqual([
      ['field.name', 'not a name'],
      ['field.type', 'list'],
      ['field.tooLong', 'long'],
      ['field.blocked', 'card.number'],
      ['prefill.malformed', 'command'],
    ])
    await command(page, 'open')
    await write(page, 'Hello')
    expect(await begun()).toEqual({ name: 'Ann' })
  })

  test('[S4.9] an intent goes with the contact, by attribute and by command', async () => {
    stage.hub.page = shop({ script: 'data-intent="returns"' })
    const page = await stage.visit()
    await run(page, 'send', 'I want to send it back')
    expect(asked('contact.start').at(-1)).toMatchObject({ intent: 'returns', text: 'I want to send it back' })
    stage.hub.close()
    await expect.poll(() => run(page, 'getState')).toMatchObject({ contact: { phase: 'closed' } })
    await run(page, 'queue', {
      text: 'Hello',
      topic: 'beans',
      skill: 'roasting',
      intent: 'order',
      fields: { cup: 'big' },
    })
    expect(asked('contact.start').at(-1)).toMatchObject({ intent: 'order', topic: 'beans' })
    expect(await begun()).toEqual({ cup: 'big', skill: 'roasting' })
  })

  test('a page is asked at the last moment, and can keep all to itself', async () => {
    stage.hub.page = shop({ body: '<b data-madoguchi-field="plan">gold</b>' })
    const page = await stage.visit()
    await page.evaluate(() =>
      document.addEventListener('madoguchi-prefill-request', (event) => {
        const { prefill } = (event as CustomEvent<{ prefill(fields: unknown): void }>).detail
        prefill({ cart: 3 })
      }),
    )
    await run(page, 'send', 'Hello')
    expect(await begun()).toEqual({ plan: 'gold', cart: 3 })
    stage.hub.close()
    await expect.poll(() => run(page, 'getState')).toMatchObject({ contact: { phase: 'closed' } })
    await page.evaluate(() => document.addEventListener('madoguchi-prefill-request', (event) => event.preventDefault()))
    await run(page, 'send', 'Hello')
    expect(await begun()).toEqual({})
  })
})

describe('commands and events', () => {
  test('each command gives a promise, and refuses with a code', async () => {
    const page = await stage.visit()
    expect(await run(page, 'getState')).toMatchObject({ open: false, connection: 'idle', contact: null, doing: null })
    expect(await run(page, 'cancelQueue')).toBe('refused: contact.notWaiting')
    expect(await run(page, 'startCall', {})).toBe('refused: call.malformed')
    expect(await run(page, 'send', ' ')).toBe('refused: message.empty')
    expect(await run(page, 'setTheme', { accent: 7 })).toBe('refused: theme.malformed')
    expect(await run(page, 'constructor')).toBe('refused: command.unknown')
    stage.hub.refuse = ['queue.full']
    expect(await run(page, 'queue', { text: 'Hello' })).toBe('refused: queue.full')
    expect(await run(page, 'queue', { text: 'Hello' })).toMatchObject({ contact: expect.stringMatching(/^cnt_/) })
    expect(await run(page, 'queue', { text: 'Hello' })).toBe('refused: contact.open')
    expect(await run(page, 'getState')).toMatchObject({ doing: 'queue', contact: { position: 3, ewtP50: 130_000 } })
    await run(page, 'hide')
    expect(await launcher(page).isVisible()).toBe(false)
    await run(page, 'show')
    expect(await launcher(page).isVisible()).toBe(true)
    await run(page, 'cancelQueue')
    await expect.poll(() => stage.hub.asked.at(-1)!.verb).toBe('contact.end')
    const states = (await heardOn(page))
      .filter(([name]) => name === 'message')
      .map(([, { status, direction }]) => [direction, status])
    expect(states).toEqual([
      ['out', 'sending'],
      ['out', 'failed'],
      ['out', 'sending'],
      ['out', 'sent'],
    ])
  })

  test('what is about to be sent can be kept back, and stays where it was written', async () => {
    const page = await stage.visit()
    await page.evaluate(() =>
      document.addEventListener('madoguchi-before-send', (event) => {
        if ((event as CustomEvent<{ text: string }>).detail.text.includes('4242')) event.preventDefault()
      }),
    )
    await command(page, 'open')
    await write(page, 'My card is 4242')
    await page.locator('mdg-prechat textarea').fill('My card is a secret')
    await page.locator('mdg-prechat button.main').click()
    await page.locator('mdg-waiting').waitFor()
    stage.hub.answer()
    await composer(page).fill('4242')
    await composer(page).press('Enter')
    expect(await composer(page).inputValue()).toBe('4242')
    expect(await run(page, 'send', '4242')).toBe('refused: send.prevented')
    await composer(page).fill('Thanks')
    await composer(page).press('Enter')
    await expect.poll(() => asked('message.send').map(({ text }) => text)).toEqual(['Thanks'])
    expect(asked('contact.start').map(({ text }) => text)).toEqual(['My card is a secret'])
    stage.hub.typing(true)
    stage.hub.setContact({ agentReceived: 4, agentRead: 4 })
    await expect
      .poll(async () => (await heardOn(page)).flatMap(([name, detail]) => (name === 'typing' ? [detail.on] : [])))
      .toEqual([true])
    await expect
      .poll(async () => (await heardOn(page)).findLast(([name]) => name === 'message')?.[1])
      .toMatchObject({ text: 'Thanks', status: 'read' })
  })
})
