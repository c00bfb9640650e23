/** The version of the program, as package.json has it: version.test.ts holds them together. */
export const version = '0.1.0'
