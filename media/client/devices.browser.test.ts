/** The check before a call in a real Chromium: what is allowed, refused, missing, measured and remembered. */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { openCallPage } from '../call-page-testing.ts'
import type { DevicesView } from './index.ts'

const bounds = { timeout: 20_000, interval: 20 }
let browser: Browser
let context: BrowserContext
let page: Page

async function open(devices: string, ...more: string[]): Promise<void> {
  const args = ['--no-sandbox', `--use-fake-device-for-media-stream=device-count=${devices}`, ...more]
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args })
  context = await browser.newContext()
  page = await context.newPage()
  await openCallPage(page)
}
afterEach(() => browser.close())

const check = (camera: boolean): Promise<void> =>
  page.evaluate((wanted) => void globalThis.page.check(wanted), { camera })
const view = (): Promise<DevicesView> => page.evaluate(() => ({ ...globalThis.page.devices.view, ownCamera: null }))
const shows = (microphone: string, camera: string): Promise<void> =>
  vi.waitFor(async () => {
    const now = await view()
    expect([now.microphone.state, now.camera.state]).toEqual([microphone, camera])
  }, bounds)

describe('devices in a browser', () => {
  test('are refused, allowed one by one, measured, muted, shown and remembered', async () => {
    await open('3')
    await check(true)
    await shows('refused', 'refused')
    expect((await view()).choices).toEqual([])

    await context.grantPermissions(['microphone'])
    await page.evaluate(() => globalThis.page.devices.want({ microphone: true, camera: true }))
    await shows('on', 'refused')
    await context.grantPermissions(['microphone', 'camera'])
    expect(await page.evaluate(() => globalThis.page.devices.setCamera(true))).toBe(true)
    await vi.waitFor(async () => expect((await view()).choices.length).toBeGreaterThan(4), bounds)
    const settings = await page.evaluate(() => globalThis.page.devices.tracks.microphone?.getSettings())
    expect(settings).toMatchObject({ echoCancellation: true, noiseSuppression: true, autoGainControl: true })

    // One that is pulled gives way to the browser's default.
    const pulled = await page.evaluate(() => {
      const { microphone } = globalThis.page.devices.tracks
      microphone?.dispatchEvent(new Event('ended'))
      return microphone?.id
    })
    const used = (): Promise<string | undefined> => page.evaluate(() => globalThis.page.devices.tracks.microphone?.id)
    await vi.waitFor(async () => expect([undefined, pulled]).not.toContain(await used()), bounds)
    await shows('on', 'on')

    // The fake microphone beeps once a second.
    const levels = await page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const heard: number[] = []
          const off = globalThis.page.devices.onLevel((level) => {
            heard.push(level)
            if (heard.length < 15) return
            off()
            resolve(heard)
          })
        }),
    )
    expect(Math.max(...levels)).toBeGreaterThan(0.3)
    expect(Math.min(...levels)).toBeLessThan(0.3)
    expect(await page.evaluate(() => globalThis.page.devices.setMicrophone(false))).toBe(false)
    expect(await page.evaluate(() => globalThis.page.devices.tracks.microphone?.enabled)).toBe(false)
    await shows('off', 'on')

    const other = (await view()).choices.findLast(({ kind }) => kind === 'camera')
    await page.evaluate((id) => globalThis.page.devices.chooseDevice('camera', id), other?.deviceId ?? '')
    await vi.waitFor(
      async () => expect((await view()).camera).toMatchObject({ state: 'on', label: other?.label }),
      bounds,
    )
    await page.evaluate(() => globalThis.page.devices.close())
    await openCallPage(page)
    await check(true)
    await vi.waitFor(
      async () => expect((await view()).camera).toMatchObject({ state: 'on', label: other?.label }),
      bounds,
    )
  })

  test('that are not there are missing, and the others go on; what may not be played waits for a press', async () => {
    await open('0', '--use-fake-ui-for-media-stream', '--autoplay-policy=user-gesture-required')
    const blocked = (): Promise<boolean | undefined> => page.evaluate(() => globalThis.page.early?.blocked)
    await openCallPage(page, '?play')
    await vi.waitFor(async () => expect(await blocked()).toBe(true), bounds)
    await page.evaluate(() =>
      document.querySelector('button')?.addEventListener('click', () => globalThis.page.early?.unblock()),
    )
    await page.click('button')
    expect(await blocked()).toBe(false)
    await page.evaluate(() => globalThis.page.sounds.ended())
    await vi.waitFor(async () => expect(await page.evaluate(() => globalThis.page.tones())).toBe(2), bounds)

    await check(true)
    await shows('on', 'missing')
    expect(await page.evaluate(() => globalThis.page.devices.setCamera(true))).toBe(false)
    await shows('on', 'missing')
  })
})
