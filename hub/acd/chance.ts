/**
 * Chance without chance: numbers that look random and are made of what the floor knows. The same floor draws the same in
 * production, in the simulator and after a restore.
 */

/** The `nth` draw for this offer, from 0 up to but without 1. */
export function draw(epoch: number, offer: number, nth: number): number {
  let mixed = mix(epoch ^ 0x9e3779b9)
  mixed = mix(mixed ^ offer)
  mixed = mix(mixed ^ nth)
  return mixed / 0x1_0000_0000
}

/** Spreads every bit of a 32-bit number over all of them, one to one. */
function mix(value: number): number {
  let bits = value >>> 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad)
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97)
  return (bits ^ (bits >>> 15)) >>> 0
}
