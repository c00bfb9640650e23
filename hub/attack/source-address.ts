/** An address of this machine to come from. Number 0 and on; each stands for another household. */
export const sourceAddress = (number: number): string => `127.0.${8 + Math.floor(number / 250)}.${1 + (number % 250)}`
