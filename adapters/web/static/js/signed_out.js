// @ts-check
/** Nobody is signed in here any more: go where that can be put right. Unless somebody left, what was typed stays. */

/** Closes the socket of somebody who is not signed in. */
export const SIGNED_OUT = 4401
/** Where one is told that a session has ended; and that one has ended it. */
const ENDED = '/login#out'
export const LEFT = '/login#left'
let isLeaving = false

export function leave(place = ENDED) {
  if (isLeaving) return
  isLeaving = true
  location.assign(place)
}
