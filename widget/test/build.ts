/** Test support: the widget as it is shipped, built into a folder of its own. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))
const vite = join(root, 'node_modules/vite/bin/vite.js')

/**
 * Resolves with the folder, which has `widget/w.js` and `widget/assets/`, with `page` also the page `chat/`, and with what removes it. In a process of its
 * own: inside a test run vite would take the libraries' development builds.
 */
export async function buildWidget({ page = false } = {}): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-widget-'))
  const env = { ...process.env, NODE_ENV: 'production' }
  const build = (config: string, to: string): Promise<unknown> => {
    const options = ['build', '--config', `.config/vite.${config}.config.ts`, '--outDir', to, '--logLevel', 'error']
    return promisify(execFile)(process.execPath, [vite, ...options], { cwd: root, env })
  }
  await build('widget', folder)
  if (page) await build('chat', join(folder, 'chat'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
