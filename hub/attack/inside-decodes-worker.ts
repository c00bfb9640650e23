/** One process of inside-decodes.ts: is told its part, does it, and tells what came of it. */
import { decodePart, type Part, type Told } from './inside-decodes.ts'

process.once('message', (part: Part) => {
  process.send!(outcome(part), () => process.disconnect())
})

function outcome(part: Part): Told {
  try {
    return { result: decodePart(part) }
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
