// @ts-check
/** Nobody is signed in here any more: go where that can be put right. What was typed stays in this browser. */

/** Closes the socket of somebody who is not signed in. */
export const SIGNED_OUT = 4401
const PLACE = '/login#out'
let isLeaving = false

export function leave() {
  if (isLeaving) return
  isLeaving = true
  location.assign(PLACE)
}
