/**
 * `npm run admin -- COMMAND`: installs and builds what is missing, and then runs the command in this very process. What a
 * build says goes to standard error, since a program may read what the command answers.
 */
import './lib/node-version.mjs'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { at } from './lib/paths.mjs'
import { main } from './lib/say.mjs'

await main(async () => {
  await ensureInstalled()
  await ensureBuilt(['inherit', 2, 2])
  await import(pathToFileURL(at('dist', 'hub', 'admin', 'main.js')).href)
  return process.exitCode
})
