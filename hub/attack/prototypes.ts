/**
 * What every object in this process leans on, remembered and held against later. Bytes that reach a prototype reach all
 * code there is, so attacks with hostile bytes look at it again and again.
 */

const shared: Readonly<Record<string, object>> = {
  Object: Object.prototype,
  Array: Array.prototype,
  String: String.prototype,
  Function: Function.prototype,
  Number: Number.prototype,
  Boolean: Boolean.prototype,
  RegExp: RegExp.prototype,
  Error: Error.prototype,
  Promise: Promise.prototype,
  Map: Map.prototype,
  Set: Set.prototype,
  Uint8Array: Uint8Array.prototype,
  'all typed arrays': Object.getPrototypeOf(Uint8Array.prototype) as object,
}

type Held = Readonly<Record<PropertyKey, PropertyDescriptor>>

/** Remembers all prototypes as they are. What is given back throws, and says where, when one has changed since. */
export function watchPrototypes(): () => void {
  const before = Object.entries(shared).map(([name, prototype]) => [name, prototype, held(prototype)] as const)
  return () => {
    for (const [name, prototype, then] of before) {
      const now = held(prototype)
      const changed = [...new Set([...Reflect.ownKeys(then), ...Reflect.ownKeys(now)])].filter(
        (key) => !same(then[key], now[key]),
      )
      if (changed.length > 0) throw new Error(`the prototype of ${name} was changed at ${changed.map(String).join()}`)
    }
    // What a look-up finds on anything at all, however it came there.
    const found: string[] = []
    for (const key in {}) found.push(key)
    for (const key in []) found.push(key)
    if (found.length > 0) throw new Error(`every object now has ${found.join()}`)
  }
}

const held = (prototype: object): Held => Object.getOwnPropertyDescriptors(prototype) as Held

function same(one: PropertyDescriptor | undefined, other: PropertyDescriptor | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  return Object.is(one.value, other.value) && one.get === other.get && one.set === other.set
}
