/** What the builds of widget and agent app share, so that the two cannot drift apart. */
import { fileURLToPath } from 'node:url'
import { writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, UserConfig } from 'vite'

/** An absolute path from one that is relative to the project. */
export const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

const developing = process.env.MADOGUCHI_DEV === '1'

/** Both pages: modern browsers, hashed chunks, nothing inlined that a strict content security policy would refuse. */
export const shared = {
  configFile: false,
  publicDir: false,
  clearScreen: false,
  resolve: {
    alias: [
      // Browsers carry a codec of a few hundred bytes that is byte-equal to msgpackr's for what the protocol says (docs/decisions/0004).
      { find: /^\.\/codec\.ts$/, replacement: at('hub/protocol/codec-browser.ts') },
      {
        find: /^(debug|\.\/handlers\/(FakeHandler|ReactNative106)|\.\/test\/fakeParameters)$/,
        replacement: at('.config/absent-in-pages.ts'),
      },
    ],
  },
  build: {
    target: 'es2022',
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    sourcemap: developing,
  },
} satisfies UserConfig

/** Where the pages' builds leave a fresh text that a page under development asks for. Relative to the page's `assets/`. */
const buildIdFile = 'build-id.txt'

/**
 * Under `npm run dev` a page reloads when its files were built anew. The entry asks for a small file beside its chunks
 * every second; nothing of this is in a build for use.
 */
export function reloadOnBuild(entry: string, assetsUrl: string, assetsFolder: string): Plugin[] {
  if (!developing) return []
  return [
    {
      name: 'reload-on-build',
      generateBundle(_options, bundle) {
        const chunk = bundle[entry] ?? Object.values(bundle).find((one) => one.type === 'chunk' && one.isEntry)
        if (chunk?.type === 'chunk') chunk.code += reloader(assetsUrl)
      },
      writeBundle() {
        mkdirSync(assetsFolder, { recursive: true })
        writeFileSync(join(assetsFolder, buildIdFile), String(Date.now()))
      },
    },
  ]
}

const reloader = (assetsUrl: string): string => `
;{
  let held
  setInterval(async () => {
    const answer = await fetch(new URL(${JSON.stringify(assetsUrl + buildIdFile)}, import.meta.url), { cache: 'no-store' }).catch(() => null)
    if (!answer?.ok) return
    const id = await answer.text()
    if (held !== undefined && held !== id) location.reload()
    held = id
  }, 1000)
}
`
