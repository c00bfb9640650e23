/**
 * What is kept in the place of something sensitive: dots, and of a long number its last digits, so that customer and agent can
 * tell which one it is. Numbers of payment cards are also found where nobody asked for one.
 */

/** `•••• 4242` of a number with eight digits or more, else dots only, whose count tells nothing. */
export function mask(value: string): string {
  const digits = value.normalize('NFKC').replace(/\D/g, '')
  return digits.length >= 8 && digits.length >= value.replace(/[\s-]/g, '').length - 2
    ? `•••• ${digits.slice(-4)}`
    : '••••'
}

/** The text with every number in it that passes for one of a payment card masked. */
export function maskCards(text: string): string {
  return text.replace(/[0-9０-９](?:[ 　‐‑–—−ー－-]?[0-9０-９]){12,18}/gu, (found) => {
    const digits = found.normalize('NFKC').replace(/\D/g, '')
    return isCardNumber(digits) ? mask(digits) : found
  })
}

/** By the first digit of the great issuers, the length, and the check digit. */
function isCardNumber(digits: string): boolean {
  if (!/^(4\d{12}(\d{3}){0,2}|(5[1-5]|2[2-7])\d{14}|3[47]\d{13}|35\d{14}|3[068]\d{12}|6\d{15})$/.test(digits))
    return false
  const sum = [...digits].toReversed().reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 0 ? 1 : 2)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}
