/** Something the person can mend: its message is one clear sentence that says how, and is printed without a stack. */
export class Trouble extends Error {}
