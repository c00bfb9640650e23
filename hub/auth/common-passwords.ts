/**
 * What is tried first wherever a password is guessed: words, names and rows of keys that most leaked passwords consist of,
 * in small letters. A password of twelve signs that is made of these with a few digits behind is no secret.
 */
const words = `password passwort passcode passphrase secret admin administrator root login welcome willkommen letmein
  iloveyou sunshine princess dragon monkey football baseball basketball superman batman starwars pokemon naruto master
  shadow michael jordan hunter killer trustno1 whatever freedom computer internet windows samsung google facebook linkedin
  changeme default temporary testtest test guest user username manager support service helpdesk callcenter callcentre
  madoguchi company summer winter spring autumn january february october november december monday friday
  nippon nihon tokyo osaka sakura hanabi arigato konnichiwa doraemon pikachu sayonara aishiteru yokoso
  qwertyuiop qwerty qwertz azerty asdfghjkl asdfgh zxcvbnm zxcvbn qazwsxedc qazwsx 1qaz2wsx 3edc4rfv 1q2w3e4r5t6y 1q2w3e4r5t 1q2w3e4r
  abcdefghijkl abcdefgh abcdef abc123 aaaaaa 123456789012 1234567890 0987654321 9876543210 123456789 987654321 12345678
  87654321 1234567 7654321 123456 654321 12345 54321 1234 4321 111111 222222 333333 555555 666666 777777 888888 999999
  000000 121212 123123 112233 102030 696969 159753 147258369 147258 258456 741852963 741852
  2019 2020 2021 2022 2023 2024 2025 2026 2027 2028`

/** The longest first, so that a part of a longer one is not taken out before it. */
export const commonParts: readonly string[] = words
  .split(/\s+/)
  .toSorted((one, other) => other.length - one.length || (one < other ? -1 : 1))
