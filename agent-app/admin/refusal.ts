/**
 * PURE: the hub's sentence that refuses a configuration, taken apart into the place it names and what is allowed there, so
 * that it can stand beside the field. docs/CONFIGURATION.md and hub/config-sources.ts have the sentences.
 */

export interface Fault {
  /** Such as `queues/0/offerTimeoutSeconds`; '' where the sentence names none. */
  readonly place: string
  /** What must be there, in the hub's English: "seconds, a whole number from 5 to 300"; '' where it is not said. */
  readonly allowed: string
  /** The whole sentence. */
  readonly sentence: string
}

const unknown = /^"([^"]+)" in .+? is not a setting(?: of "([^"]+)")?; known are: (.+)\.$/s
const missing = /^"([^"]+)" in .+? is missing; it must be (.+)\.$/s
const wrong = /^"([^"]+)" in .+ is .*?; it must be (.+)\.$/s

/** The fault that a sentence tells. */
export function faultOf(sentence: string): Fault {
  const strange = unknown.exec(sentence)
  if (strange !== null) {
    const [, name, above] = strange
    return { place: above === undefined ? name! : `${above}/${name}`, allowed: '', sentence }
  }
  const [, place = '', allowed = ''] = missing.exec(sentence) ?? wrong.exec(sentence) ?? []
  return { place, allowed, sentence }
}

/** True when the fault is at this place, or within it. */
export const isWithin = (fault: Pick<Fault, 'place'> | null, place: string): boolean =>
  fault !== null && place !== '' && (fault.place === place || fault.place.startsWith(`${place}/`))
