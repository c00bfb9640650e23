/**
 * A script as k6 takes it: one file, since k6 knows neither our packages nor our paths. Beside a run it also stands alone:
 * `node --import tsx bench/k6/bundle.ts FOLDER` writes all scripts there, to be carried to other machines.
 */
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { scripts, type Script } from './lib/plans.ts'

/** The codec of the pages, which is byte-equal to the hub's, a tenth of its weight, and knows nothing of Node. */
const smallCodec: Plugin = {
  name: 'small-codec',
  setup(plugins) {
    const small = fileURLToPath(new URL('../../hub/protocol/codec-browser.ts', import.meta.url))
    plugins.onResolve({ filter: /^\.\/codec\.ts$/ }, () => ({ path: small }))
  },
}

/** Resolves to the path of the bundle. */
export async function bundleScript(script: Script, folder: string): Promise<string> {
  const outfile = join(folder, `${script}.js`)
  await build({
    entryPoints: [fileURLToPath(new URL(`${script}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    external: ['k6', 'k6/*'],
    plugins: [smallCodec],
    logLevel: 'error',
  })
  return outfile
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = resolve(process.argv[2] ?? '.')
  for (const script of Object.keys(scripts) as Script[]) console.log(await bundleScript(script, folder))
}
