/** For our own mistakes only: no input from outside can ever trip one. A failed assertion ends the hub, which recovers. */
export class AssertionFailed extends Error {
  override name = 'AssertionFailed'
}

/** Throws `AssertionFailed` when `condition` does not hold. Stays on in production. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new AssertionFailed(what)
}

/** The compiler proves this is never reached; at run time it is a broken invariant. */
export function unreachable(value: never): never {
  throw new AssertionFailed(`unreachable: ${JSON.stringify(value)}`)
}
