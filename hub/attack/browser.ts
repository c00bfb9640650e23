/** Debian's Chromium, headless, for tests of pages: without the services that would look for a network. */
import { chromium, type Browser } from 'playwright-core'

/** Of a person who has a camera, a microphone and two of each to choose from, and allows them; both give what a machine draws. */
export const fakeDevices: readonly string[] = [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream=device-count=2',
]

export const openBrowser = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  })
