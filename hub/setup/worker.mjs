/**
 * The step that gets the media worker, and what its outcome means for the processes that are started afterwards.
 * Having none is no failure: chat works, voice and video are off, and the reason travels on in the environment.
 */
import { getWorker } from '../../media/worker/index.mjs'
import { installPackages } from './lib/debian.mjs'
import { at } from './lib/paths.mjs'
import { onInterrupt, run, works } from './lib/run.mjs'
import { step } from './lib/say.mjs'

/** Resolves to the variables that hub and media process understand: one of the two is set. */
export async function ensureWorker() {
  let worker
  await step('worker', 'the media worker, which carries voice and video', async (progress) => {
    worker = await getWorker(at('node_modules', 'mediasoup'), { run, works, onInterrupt, installPackages, progress })
    return worker.bin ? `${worker.how}: ${worker.bin}` : `none, so voice and video are off: ${worker.reason}`
  })
  return worker.bin ? { MADOGUCHI_WORKER_BIN: worker.bin } : { MADOGUCHI_WORKER_REASON: worker.reason }
}
