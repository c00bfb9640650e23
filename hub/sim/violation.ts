/** A promise that did not hold in a simulated day; its sentence begins with the promise's name. */
export class Violation extends Error {
  override name = 'Violation'
}

/** The same of a rehearsal, with the seed that shows it. */
export class RehearsalFailed extends Error {
  override name = 'RehearsalFailed'
}
