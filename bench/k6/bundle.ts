/**
 * A script as k6 takes it: one file, since k6 knows neither our packages nor our paths. Beside a run it also stands alone:
 * `node --import tsx bench/k6/bundle.ts FOLDER` writes all scripts there, and what k6's dashboard
 * shows of them, to be carried to other machines.
 */
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { writeDashboard } from './dashboard.ts'
import { scripts, type Script } from './lib/plans.ts'

/**
 * Resolves to the path of the bundle. It carries the hub's own codec and not the pages' small one: k6's engine is an
 * interpreter without TextEncoder, in which msgpackr is two to ten times as fast.
 */
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
    logLevel: 'error',
  })
  return outfile
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = resolve(process.argv[2] ?? '.')
  for (const script of Object.keys(scripts) as Script[]) console.log(await bundleScript(script, folder))
  console.log(writeDashboard(folder))
}
