/**
 * Hub, launcher, media process and admin tool, each bundled into one file. Packages stay outside: some are native.
 */
import { cpSync } from 'node:fs'
import { at, root } from './lib/paths.mjs'
import { Refusal } from './lib/say.mjs'

/** Output path under dist/ and the source it is made from. Bundled one by one, so that each finds its neighbours. */
const entryPoints = {
  'hub/main': at('hub', 'main.ts'),
  'hub/launcher': at('hub', 'launcher.ts'),
  'hub/admin/main': at('hub', 'admin', 'main.ts'),
  'hub/admin/inspect-child': at('hub', 'admin', 'inspect-child.ts'),
  'media/main': at('media', 'main.ts'),
}

/** What the media process plays lies beside it, as in the sources. */
const holdMusic = ['media', 'hold-music', 'hold-music.ogg']
const copyMusic = {
  name: 'copy-music',
  setup: (build) => build.onEnd(() => cpSync(at(...holdMusic), at('dist', ...holdMusic))),
}

/** esbuild's options, shared with `npm run dev`. */
export const serverOptions = {
  entryPoints,
  absWorkingDir: root,
  outdir: at('dist'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'silent',
  plugins: [copyMusic],
}

/** Builds once. Throws a `Refusal` with what the compiler says. */
export async function buildServers() {
  const { build, formatMessages } = await import('esbuild')
  try {
    await build(serverOptions)
  } catch (error) {
    if (error.errors) throw new Refusal((await formatMessages(error.errors, { kind: 'error' })).join('\n'))
    throw error
  }
}
