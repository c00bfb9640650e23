/** Calls in the widget, in a real Chromium with a camera and a microphone that are none: what is shown, pressed and asked. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { violations } from './test/axe.ts'
import { callStates, control } from './test/call-states.ts'
import { agentLeg, callOf, proposalOf } from './test/fake-call.ts'
import { hear } from './test/fake-line.ts'
import { command, composer, focused, hostPage, useStage } from './test/stage.ts'

const stage = useStage({ devices: true })
const call = (page: Page) => page.locator('mdg-call')
const button = (page: Page, at: number) => call(page).locator('.controls button').nth(at)
const asked = (): string[] => stage.hub.asked.map(({ verb }) => verb).filter((verb) => /call/.test(verb))

/** What is too small to press, or stands outside of the window. */
const misplaced = (page: Page): Promise<string[]> =>
  page.locator('mdg-panel button, mdg-panel select').evaluateAll((all) =>
    all.flatMap((one) => {
      const { width, height, left, right } = one.getBoundingClientRect()
      const fits = left >= 0 && right <= document.documentElement.clientWidth && width >= 44 && height >= 44
      return width === 0 || fits ? [] : [`${one.ariaLabel ?? one.textContent?.trim()} ${width}x${height} at ${left}`]
    }),
  )

/** Drawn like others but for their words: tried once. */
const alike = ['chat with calls', 'asking', 'elsewhere', 'a voice, muted', 'held', 'call reconnecting']

describe.each([
  ['en', 'light', { width: 1_000, height: 760 }],
  ['ja', 'dark', { width: 360, height: 700 }],
] as const)('%s %s', (lang, colorScheme, viewport) => {
  const names = Object.keys(callStates).filter((name) => lang === 'en' || !alike.includes(name))
  test.each(names)('%s', async (name) => {
    stage.hub.page = hostPage(lang)
    const page = await stage.look({ colorScheme, viewport })
    await callStates[name]!(stage.hub, page)
    expect(await violations(page)).toEqual([])
    expect(await misplaced(page)).toEqual([])
  })
})

test('a visitor begins by calling: sees the check, presses once more, and waits with music', async () => {
  stage.hub.site = { ...stage.hub.site, calls: 'video' }
  const page = await stage.visit()
  await page.evaluate(() => {
    const page = window as unknown as { states: string[] }
    page.states = []
    document.addEventListener('madoguchi-call', (event) => page.states.push((event as CustomEvent).detail.state))
  })
  await command(page, 'open')
  await page.locator('mdg-prechat textarea').fill('My order')
  await page.locator('mdg-prechat .calls button').nth(1).click()
  await expect
    .poll(() =>
      call(page)
        .locator('video')
        .evaluate((one: HTMLVideoElement) => one.videoWidth),
    )
    .toBeGreaterThan(0)
  await expect
    .poll(() =>
      call(page)
        .locator('meter')
        .evaluate((one: HTMLMeterElement) => one.value),
    )
    .toBeGreaterThan(0)
  expect(asked()).toEqual([])
  await call(page).getByRole('button', { name: 'Start call' }).click()
  await call(page).getByText('you hear music').waitFor()
  expect(asked()).toEqual(['contact.call'])
  expect(await page.locator('madoguchi-widget').getAttribute('data-state')).toBe('call')

  stage.hub.answer()
  stage.hub.setCall(callOf(stage.hub.contact!, { media: 'video' }, { cameraOff: false }, [{}]))
  await hear(page, {})
  await call(page).getByText('In a call with 佐藤 美咲').waitFor()
  await button(page, control.end).click()
  await call(page).waitFor({ state: 'detached' })
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { states: string[] }).states))
    .toEqual(['waiting', 'talking', 'ended'])
})

test('what the agent proposes is accepted with one look before, or not now', async () => {
  const page = await stage.visit()
  await callStates.asked!(stage.hub, page)
  await call(page).getByRole('button', { name: 'Not now' }).click()
  await call(page).waitFor({ state: 'detached' })
  stage.hub.setCall(proposalOf(stage.hub.contact!, 'audio', 'agent'))
  await composer(page).focus()
  await call(page).getByRole('button', { name: 'Accept' }).click()
  await call(page).getByRole('button', { name: 'Join call' }).click()
  await call(page).locator('.controls').waitFor()
  expect(
    stage.hub.asked.filter(({ verb }) => verb === 'call.answer').map(({ body }) => (body as unknown[])[1]),
  ).toEqual([false, true])
})

test('a refused call says why, where it was asked for', async () => {
  const page = await stage.visit()
  await callStates['check of a voice']!(stage.hub, page)
  stage.hub.refuse = ['call.full']
  await call(page).getByRole('button', { name: 'Start call' }).click()
  await call(page).getByText('All lines are busy').waitFor()
  await call(page).getByRole('button', { name: 'Back' }).click()
  await call(page).waitFor({ state: 'detached' })
  await expect.poll(() => focused(page)).toBe('textarea[Write a message]')
})

test('buttons and keys switch microphone and camera, and the hub hears of it', async () => {
  const page = await stage.visit()
  await callStates['a picture']!(stage.hub, page)
  await button(page, control.mute).press('m')
  await call(page).getByRole('button', { name: 'Unmute' }).waitFor()
  await page.keyboard.press('v')
  await call(page).getByRole('button', { name: 'Camera on' }).waitFor()
  await composer(page).fill('m')
  await composer(page).press('v')
  const own = (): unknown => stage.hub.visitCall?.parties[0]
  expect(own()).toMatchObject({ muted: true, cameraOff: true })
  await button(page, control.keys).click()
  await page.keyboard.press('5')
  await call(page).locator('.keys').getByText('#').click()
  expect(await call(page).getAttribute('data-dtmf')).toBe('5#')
  await page.keyboard.press('Escape')
  await call(page).locator('.keys').waitFor({ state: 'detached' })
  expect(await page.locator('madoguchi-widget').getAttribute('open')).toBe('')
})

test('after a reload the tab goes on with its call, and another tab offers to take it', async () => {
  const page = await stage.visit()
  await callStates['a voice']!(stage.hub, page)
  await page.reload()
  await call(page).locator('.controls').waitFor()
  const second = await stage.tab()
  await command(second, 'open')
  await second.locator('mdg-call').getByRole('button', { name: 'Continue here' }).waitFor()
  expect(await second.locator('mdg-call .controls').count()).toBe(0)
})

test('on a phone the chat is one press away, and a message behind the call is not taken for read', async () => {
  const page = await stage.visit({ viewport: { width: 360, height: 700 } })
  await callStates['a voice']!(stage.hub, page)
  expect(await composer(page).isVisible()).toBe(false)
  stage.hub.say('Please look at this.')
  await call(page).locator('.unread').waitFor()
  await button(page, control.chat).click()
  await composer(page).waitFor()
  await call(page).locator('.unread').waitFor({ state: 'detached' })
  await expect.poll(() => stage.hub.contact?.customerRead).toBe(stage.hub.log.length)
})

test('who leaves and comes is seen at once', async () => {
  const page = await stage.visit()
  await callStates.conference!(stage.hub, page)
  expect(await call(page).locator('.large li').count()).toBe(3)
  const { visitCall } = stage.hub
  stage.hub.setCall({ ...visitCall!, parties: visitCall!.parties.filter(({ leg }) => leg !== agentLeg(1)) })
  await expect.poll(() => call(page).locator('.large li').count()).toBe(2)
})
