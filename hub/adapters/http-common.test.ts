/** Addresses and close reasons, where engines and proxies write them in many ways. */
import { expect, test } from 'vitest'
import { canonicalAddress, closeReason, peerAddress } from './http-common.ts'

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['0000:0000:0000:0000:0000:ffff:cb00:7109', '203.0.113.9'],
  ['::FFFF:cb00:7109', '203.0.113.9'],
  ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['no:address', 'no:address'],
  ['', ''],
])('%s is %s', (text, canonical) => expect(canonicalAddress(text)).toBe(canonical))

test.each([
  ['198.51.100.7', '198.51.100.7'],
  ['6.6.6.6,198.51.100.7', '198.51.100.7'],
  ['6.6.6.6, [2001:db8::1]:443 ', '2001:db8::1'],
  ['', '::1'],
  [',', '::1'],
])('behind the proxy ::1, X-Forwarded-For %j is %s', (forwardedFor, address) => {
  const options = { trustedProxy: '0:0:0:0:0:0:0:1' }
  expect(peerAddress('0000:0000:0000:0000:0000:0000:0000:0001', forwardedFor, options)).toBe(address)
  expect(peerAddress('203.0.113.9', forwardedFor, options)).toBe('203.0.113.9')
})

test('a close reason fits its frame', () => {
  expect(closeReason('a'.repeat(500))).toHaveLength(123)
  expect(closeReason('窓口 is\nclosed')).toBe('?? is?closed')
})
