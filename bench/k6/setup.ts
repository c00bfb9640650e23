/** `npm run bench:k6-setup`: finds k6, or builds it once. */
import { main, step } from '../../hub/setup/lib/say.mjs'
import { ensureK6, k6Version } from './binary.ts'

await main(async () => {
  await step('k6', `the load generator (${k6Version} is built when there is none)`, async (progress) => {
    const { path, how, version } = await ensureK6(progress)
    return `${version}, ${how}: ${path}`
  })
})
