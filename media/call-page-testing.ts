/** A page of a real browser with the client in it, as `globalThis.page` (client/page-testing.ts). */
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import type { PageUnderTest } from './client/page-testing.ts'

declare global {
  var page: PageUnderTest
}

/** Once for all pages. */
let script: Promise<string> | null = null

/** `query` '?play' has it play something as soon as it is there, before anybody has pressed anything. */
export async function openCallPage(page: Page, query = ''): Promise<void> {
  script ??= bundled()
  const body = await script
  // Devices are given to secure origins only.
  const html = '<!doctype html><title>Call</title><button>Press</button><script src="page.js"></script>'
  await page.route('https://call.test/**', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body })
      : route.fulfill({ contentType: 'text/html', body: html }),
  )
  await page.goto(`https://call.test/${query}`)
}

async function bundled(): Promise<string> {
  const entry = fileURLToPath(new URL('./client/page-testing.ts', import.meta.url))
  const options = { bundle: true, write: false, format: 'iife', target: 'es2022', logLevel: 'warning' } as const
  const { outputFiles } = await build({ ...options, entryPoints: [entry] })
  return outputFiles[0]?.text ?? ''
}
