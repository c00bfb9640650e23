/** The contract of calls on the media process as it really runs: real mediasoup workers behind a real socket. */
import { describe } from 'vitest'
import { callsContract } from '../hub/ports/media.contract-calls.ts'
import { startMedia, workerBin } from './real-testing.ts'

describe.skipIf(!workerBin)('with real workers', () =>
  callsContract('local socket and mediasoup', () => startMedia({})),
)
