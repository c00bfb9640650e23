/** The contract of calls on the fake engine, in memory. */
import { callsContract } from '../hub/ports/media.contract-calls.ts'
import { FakeMedia } from './fake-media.ts'
import { realClock } from './real-testing.ts'

callsContract('in memory', () => {
  const media = new FakeMedia(realClock)
  media.start()
  return Promise.resolve({
    connect: () => media.connect(),
    restart: () => {
      media.kill()
      media.start()
      return Promise.resolve()
    },
    killWorkers: () => {
      for (const worker of media.engine.workers) worker.die('killed by the test')
      return Promise.resolve()
    },
    dispose: () => {
      media.kill()
      return Promise.resolve()
    },
  })
})
